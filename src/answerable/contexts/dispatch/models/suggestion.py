"""What was suggested for a case, why, and what became of it."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from answerable.contexts.dispatch.enums import Doubt, Settled
from answerable.kernel.privacy import PersonalData


class Suggestion(models.Model):
    """Topic, kind and unit as the classifier and the catalogue saw them, with the reason in both languages.

    `terms` are pairs of a term of the text and its weight; `alternatives` pairs of a topic and its probability.
    `error` names what failed, never with words of the case.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    topic_code = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey("organisation.Area", on_delete=models.PROTECT, null=True, related_name="+")
    confidence = models.FloatField(default=0.0)
    doubt = models.CharField(max_length=10, choices=Doubt, blank=True)
    error = models.CharField(max_length=200, blank=True)
    terms = models.JSONField(default=list)
    alternatives = models.JSONField(default=list)
    rule_ids = ArrayField(models.BigIntegerField(), default=list)
    model_code = models.CharField(max_length=16, blank=True)
    reason_zh = models.CharField(max_length=1000, blank=True)
    reason_en = models.CharField(max_length=1500, blank=True)
    made_at = models.DateTimeField()
    # The place in the queue; skipping moves it to the end.
    queue_at = models.DateTimeField()

    settled = models.CharField(max_length=10, choices=Settled, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by_post_id = models.BigIntegerField(null=True)
    final_topic = models.CharField(max_length=60, blank=True)
    final_unit_id = models.BigIntegerField(null=True)

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("terms", "reason_zh", "reason_en"),
        retired="Blanked with the words of the case; which model said what stays.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], name="dispatch_one_open_suggestion", condition=Q(settled="")
            ),
        ]
        indexes = [
            models.Index(fields=["queue_at", "id"], name="dispatch_queue", condition=Q(settled="")),
            models.Index(
                fields=["settled_at"], name="dispatch_settled", condition=Q(settled_at__isnull=False)
            ),
        ]
