"""The catalogue: which unit a case goes to, by topic, area and kind."""

import uuid
from typing import ClassVar

from django.db import models

from answerable.kernel.privacy import NONE, PersonalData


class CatalogueRule(models.Model):
    """One line of the catalogue. Empty topic and kind, and no area, match everything; no unit is the area's own.

    A rule is never changed or deleted, only retired, so that a suggestion can always say which rule led to it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    line = models.PositiveIntegerField(default=0)
    priority = models.PositiveIntegerField(default=100)
    topic = models.CharField(max_length=60, blank=True)
    area = models.ForeignKey("organisation.Area", on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, blank=True)
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    personal_data: ClassVar[PersonalData] = NONE

    class Meta:
        indexes = [
            models.Index(
                fields=["priority", "line"],
                name="dispatch_rules_in_force",
                condition=models.Q(retired_at__isnull=True),
            )
        ]


class CatalogueVersion(models.Model):
    """One row whose number rises with every change of catalogue or model, so that snapshots know when they are old."""

    number = models.BigIntegerField(default=0)

    personal_data: ClassVar[PersonalData] = NONE
