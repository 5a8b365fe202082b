"""Tables of the proposals."""

import uuid
from typing import ClassVar

from django.db import models

from answerable.contexts.organisation.api import Post, Unit
from answerable.contexts.proposals.enums import State
from answerable.kernel.privacy import PersonalData


class Proposal(models.Model):
    """An act that waits for a second person. Its facts are codes and ids, as the act takes them."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    facts = models.JSONField()
    # Whoever sets up this unit may see it and decide.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    proposed_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("reason",), retired="Staff data, kept as long as the acts of staff are kept."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="proposals_decided_by_another",
                condition=~models.Q(state=State.CONFIRMED)
                | (models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("proposed_by"))),
            )
        ]
        indexes = [models.Index(fields=["state", "until"], name="proposals_open")]
