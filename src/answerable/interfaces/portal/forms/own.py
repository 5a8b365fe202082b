"""Forms about one's own data. The code is asked for again: a page left open must not give everything away."""

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.interfaces.web.forms import CheckTile


class WithCode(forms.Form):
    code = forms.CharField(
        label=_("Access code"),
        help_text=_("Once more, so that nobody else at this device can do it."),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Write the access code of your receipt.")},
    )


class AskErasure(WithCode):
    words = forms.CharField(
        label=_("Why, if you like to say"),
        help_text=_("You need not say why. What you write here is erased too."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sure = forms.BooleanField(
        label=_("Yes, I know that nobody can bring it back, and that it can't be looked into again."),
        widget=CheckTile,
        error_messages={"required": _("Tick the box to ask for it.")},
    )
    field_order = ("words", "sure", "code")
