"""What happened to a case: one row for each act."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from answerable.contexts.cases.enums import Act, RoundState
from answerable.contexts.cases.models.case import Case
from answerable.contexts.ledger.api import InJournal
from answerable.kernel.privacy import PersonalData


class Move(models.Model):
    """One act, in the order of `number` within its case. Append-only; erasure may blank `words`, nothing else.

    `facts` hold what changed, by name: `{"topic": ["old", "new"]}`, `{"unit": [3, 7]}`, `{"until": "2026-…"}`.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="moves", db_index=False)
    number = models.PositiveIntegerField()
    round_no = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=20, choices=Act)
    from_state = models.CharField(max_length=12, choices=RoundState, blank=True)
    to_state = models.CharField(max_length=12, choices=RoundState)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    post_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    words = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    attachment_ids = ArrayField(models.UUIDField(), default=list)

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("words",), retired="Blanked with the words of the case; that it happened stays."
    )
    in_journal: ClassVar[InJournal] = InJournal(
        plain=(
            *("round_no", "act", "from_state", "to_state", "at", "actor_kind", "post_id", "unit_id"),
            "attachment_ids",
        ),
        digested=("words", "facts"),
        key=("case", "number"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="cases_move_once")]
