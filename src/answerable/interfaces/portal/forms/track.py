"""Forms for coming back: find the case, add to it, withdraw it, rate it, contest."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from answerable.contexts.review.enums import Resolved, Satisfaction
from answerable.interfaces.web.forms import CheckTile, Counted, Tiles

_PLAIN = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class Find(forms.Form):
    """Both are taken as people type them: small letters, blanks, O for 0."""

    reference = forms.CharField(
        label=_("Reference"),
        help_text=_("It looks like 2026-7K4M-Q2XW."),
        max_length=40,
        widget=forms.TextInput(attrs=_PLAIN),
        error_messages={"required": _("Write the reference of your receipt.")},
    )
    code = forms.CharField(
        label=_("Access code"),
        help_text=_("Sixteen letters and digits, from your receipt."),
        max_length=60,
        widget=forms.TextInput(attrs=_PLAIN),
        error_messages={"required": _("Write the access code of your receipt.")},
    )


class Add(forms.Form):
    text = forms.CharField(
        label=_("What would you like to add?"),
        widget=Counted(attrs={"rows": 5, "data-limit": 5000}),
        error_messages={"required": _("Write what you would like to add.")},
        validators=[MaxLengthValidator(5000, _("This is too long. Shorten it, or attach it as a file."))],
    )


class Withdraw(forms.Form):
    reason = forms.CharField(
        label=_("Why, if you like to say"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sure = forms.BooleanField(
        label=_("Yes, I withdraw it. Nothing more will be done about it."),
        widget=CheckTile,
        error_messages={"required": _("Tick the box to withdraw it.")},
    )


class Contest(forms.Form):
    reason = forms.CharField(
        label=_("Why is this decision wrong?"),
        help_text=_("You can do this once. The level above decides, not those who decided before."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write why the decision is wrong.")},
    )


class Rating(forms.Form):
    satisfaction = forms.ChoiceField(
        label=_("Are you satisfied with how this was handled?"),
        choices=Satisfaction.choices,
        widget=Tiles(),
        error_messages={"required": _("Choose one of the three.")},
    )
    resolved = forms.ChoiceField(
        label=_("Is the matter itself resolved?"),
        choices=Resolved.choices,
        widget=Tiles(pairs=True),
        error_messages={"required": _("Say whether the matter is resolved.")},
    )
    comment = forms.CharField(
        label=_("Why?"),
        help_text=_("What was good, what was missing. Those who handled it will read it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    may_call = forms.ChoiceField(
        label=_("If you are dissatisfied, may somebody who did not handle it call you?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        initial="yes",
        widget=Tiles(pairs=True),
    )


class Code(forms.Form):
    code = forms.CharField(
        label=_("Rating code"),
        help_text=_("It stands in the message that asked you to rate."),
        max_length=60,
        widget=forms.TextInput(attrs=_PLAIN),
        error_messages={"required": _("Write the code of the message.")},
    )
