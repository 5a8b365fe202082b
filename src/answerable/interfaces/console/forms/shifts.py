"""Forms of the hotline's shifts."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from answerable.contexts.intake.api import LONGEST_NOTE
from answerable.contexts.organisation.api import PostView
from answerable.interfaces.console.forms.acts.base import Wide

FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]


class HandOverForm(forms.Form):
    """What the next shift has to know."""

    note = forms.CharField(
        label=_("For the next shift"),
        help_text=_(
            "What is still open and who calls back. Name a matter by its number: everybody at this desk reads the note."
        ),
        required=False,
        max_length=LONGEST_NOTE,
        widget=Wide(4),
    )


class PlanForm(forms.Form):
    """A line of the rota."""

    post = forms.TypedChoiceField(
        label=_("Who"), coerce=UUID, error_messages={"required": _("Choose who is to sit.")}
    )
    begins_at = forms.DateTimeField(
        label=pgettext_lazy("time", "From"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=FORMATS[0]),
        input_formats=FORMATS,
    )
    ends_at = forms.DateTimeField(
        label=pgettext_lazy("time", "Until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=FORMATS[0]),
        input_formats=FORMATS,
    )

    def __init__(self, *args: object, posts: Sequence[PostView], **how: object) -> None:
        super().__init__(*args, **how)  # type: ignore[arg-type]
        choices = [(str(post.public_id), f"{post.person_name} · {post.title()}") for post in posts]
        self.fields["post"].choices = choices  # type: ignore[attr-defined]
