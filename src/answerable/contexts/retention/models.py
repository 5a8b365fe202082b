"""Rules of keeping, holds under the law, what residents ask to have erased, and what was erased."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.contexts.retention.enums import Basis, RequestState
from answerable.kernel.privacy import NONE, PersonalData


class RetentionRule(models.Model):
    """How long cases keep their words after they ended. Empty kind or topic: any; the most special rule holds."""

    kind = models.CharField(max_length=20, blank=True)
    topic_code = models.CharField(max_length=60, blank=True)
    months = models.PositiveSmallIntegerField()
    why_zh = models.CharField(max_length=200)
    why_en = models.CharField(max_length=200)
    by_post_id = models.BigIntegerField(null=True)
    saved_at = models.DateTimeField()
    # What it erases is gone for good, so it waits some days before it is carried out for the first time.
    holds_from = models.DateTimeField()

    personal_data: ClassVar[PersonalData] = NONE

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "topic_code"], name="retention_rule_once"),
            models.CheckConstraint(name="retention_months", condition=Q(months__gte=1)),
        ]


class Hold(models.Model):
    """A case must not be erased, because a procedure under the law may need it."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    placed_at = models.DateTimeField()
    placed_by_post_id = models.BigIntegerField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by_post_id = models.BigIntegerField(null=True)
    lift_reason = models.CharField(max_length=300, blank=True)

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("reason", "lift_reason"), retired="Blanked when the case is erased; that it was held stays."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], name="retention_one_hold", condition=Q(lifted_at__isnull=True)
            ),
        ]


class ErasureRequest(models.Model):
    """A resident asks that a case be erased. `reason` is what they are told if it is not."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.WAITING)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by_post_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=1000, blank=True)

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("words", "reason"), retired="Blanked when the case is erased; that it was asked stays."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], name="retention_one_request", condition=Q(state__in=["waiting", "granted"])
            ),
            models.CheckConstraint(
                name="retention_request_by_state",
                condition=Q(state="waiting", decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="retention_to_decide", condition=Q(state__in=["waiting", "granted"])
            )
        ]


class Erasure(models.Model):
    """A case was erased. Append-only, and never removed: the figures keep its skeleton."""

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=14)
    basis = models.CharField(max_length=12, choices=Basis)
    at = models.DateTimeField()
    by_post_id = models.BigIntegerField(null=True)

    personal_data: ClassVar[PersonalData] = NONE

    class Meta:
        indexes = [models.Index(fields=["at", "id"], name="retention_erased_at")]
