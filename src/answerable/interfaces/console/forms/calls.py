"""Forms of the call desk."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from answerable.contexts.review import api as review
from answerable.contexts.review.enums import AttemptOutcome, Outcome
from answerable.interfaces.console.desk import DeskRequest
from answerable.interfaces.console.forms.acts.base import Wide
from answerable.interfaces.console.forms.tiles import KeyTiles


class AttemptForm(forms.Form):
    """What came of a call."""

    outcome = forms.ChoiceField(
        label=_("What came of the call?"),
        choices=AttemptOutcome.choices,
        widget=KeyTiles(),
        error_messages={"required": _("Choose what came of the call.")},
    )
    call_back_at = forms.DateTimeField(
        label=_("When does the resident wish to be called?"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    note = forms.CharField(
        label=_("What the resident said"),
        required=False,
        max_length=2000,
        widget=Wide(6),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["call_back_at"].only_if = f"outcome {AttemptOutcome.CALL_BACK}"  # type: ignore[attr-defined]

    def perform(self, request: DeskRequest, visit: UUID) -> None:
        typed = self.cleaned_data
        review.record_attempt(
            actor=request.actor,
            visit_id=visit,
            outcome=AttemptOutcome(typed["outcome"]),
            note=typed["note"],
            call_back_at=typed["call_back_at"],
            at=request.at,
        )


class ConcludeForm(forms.Form):
    """How a return visit ends."""

    decision = forms.ChoiceField(
        label=_("What follows?"),
        choices=Outcome.choices,
        widget=KeyTiles(
            keys="7890",
            hints={
                Outcome.UPHELD: _("The resident is right: another round begins, one level up."),
                Outcome.SETTLED: _("The resident is content now: the case is closed."),
                Outcome.REFUSED: _("The answer stands: the resident is told why, and may object once."),
                Outcome.UNREACHABLE: _("Tried often enough, on different days."),
            },
        ),
        error_messages={"required": _("Choose what follows.")},
    )
    reason = forms.CharField(
        label=pgettext_lazy("return visit", "Reason"),
        help_text=_("The resident reads it."),
        required=False,
        max_length=4000,
        widget=Wide(4),
    )

    def perform(self, request: DeskRequest, visit: UUID) -> None:
        typed = self.cleaned_data
        review.conclude_visit(
            actor=request.actor,
            visit_id=visit,
            outcome=Outcome(typed["decision"]),
            reason=typed["reason"],
            at=request.at,
        )


class ContestForm(forms.Form):
    """The last word on an objection."""

    allow = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[("yes", _("Allow: it is done again, one level up")), ("no", _("Reject for good"))],
        widget=KeyTiles(),
        error_messages={"required": _("Choose what follows.")},
    )
    reason = forms.CharField(
        label=pgettext_lazy("return visit", "Reason"),
        help_text=_("The resident reads it."),
        max_length=4000,
        widget=Wide(4),
        error_messages={"required": _("Give a reason.")},
    )

    def perform(self, request: DeskRequest, contest: UUID) -> None:
        typed = self.cleaned_data
        review.decide_contest(
            actor=request.actor,
            contest_id=contest,
            allow=typed["allow"] == "yes",
            reason=typed["reason"],
            at=request.at,
        )
