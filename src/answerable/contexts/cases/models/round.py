"""One pass from dispatch to answer and review, and what a unit asks of others meanwhile."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.contexts.cases.enums import AskKind, AskState, Outcome, RoundState
from answerable.contexts.cases.models.case import Case
from answerable.contexts.ledger.api import InJournal
from answerable.kernel.privacy import NONE, PersonalData


class Round(models.Model):
    """A round with what came of it. Only the newest round of a case still changes."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rounds", db_index=False)
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=RoundState, default=RoundState.TRIAGE)
    unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    handler_post = models.ForeignKey(
        "organisation.Post", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # The unit whose dispatchers sent the round here: they decide on a return.
    sender_unit_id = models.BigIntegerField(null=True)
    # How often it was sent to a unit; every time it has to be signed for anew.
    dispatches = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField()
    dispatched_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    contacted_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    disputed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    answer = models.TextField(blank=True)
    answered_by_post_id = models.BigIntegerField(null=True)

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("answer",), retired="The answer is blanked with the words of the case."
    )
    in_journal: ClassVar[InJournal] = InJournal(
        plain=(
            *("case", "number", "state", "unit", "handler_post", "sender_unit_id", "dispatches", "opened_at"),
            *(
                "dispatched_at",
                "signed_at",
                "contacted_at",
                "answered_at",
                "disputed_at",
                "closed_at",
                "due_at",
            ),
            *("outcome", "answered_by_post_id"),
        ),
        digested=("answer",),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="cases_round_once"),
            models.CheckConstraint(
                name="cases_answer_with_outcome", condition=Q(answered_at__isnull=True) | ~Q(outcome="")
            ),
        ]


class Ask(models.Model):
    """A return, an extension or assistance that was asked for, and what was decided."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="asks")
    kind = models.CharField(max_length=10, choices=AskKind)
    state = models.CharField(max_length=10, choices=AskState, default=AskState.PENDING)
    unit_id = models.BigIntegerField(null=True)
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=1000)
    by_post_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    decided_by_post_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=1000, blank=True)

    personal_data: ClassVar[PersonalData] = NONE
    in_journal: ClassVar[InJournal] = InJournal(
        plain=(
            *("round", "kind", "state", "unit_id", "until", "by_post_id", "asked_at", "decided_by_post_id"),
            "decided_at",
        ),
        digested=("reason", "decision"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "kind"],
                name="cases_one_ask_at_a_time",
                condition=Q(state="pending", kind__in=["return", "extension"]),
            ),
            models.UniqueConstraint(
                fields=["round", "unit_id"],
                name="cases_one_assist_a_unit",
                condition=Q(state="pending", kind="assist"),
            ),
        ]
