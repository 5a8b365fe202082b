"""Forms of early warnings: who looks into one, and what was behind it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.contexts.insight.enums import Cause
from answerable.contexts.organisation.api import PostView
from answerable.interfaces.console.forms.acts.base import Wide
from answerable.interfaces.console.templatetags.names import post_name


class AssignForm(forms.Form):
    post = forms.TypedChoiceField(label=_("Who looks into it"), coerce=int)

    def __init__(self, data: Any = None, *, posts: Sequence[PostView]) -> None:
        super().__init__(data)
        self.fields["post"].choices = [(post.id, post_name(post.id)) for post in posts]  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    cause = forms.ChoiceField(label=_("What was behind it"), choices=Cause.choices)
    words = forms.CharField(
        label=_("What was found, and what was done"),
        max_length=1000,
        widget=Wide(3),
        error_messages={"required": _("Say in a sentence what was found and what was done.")},
    )
