"""Areas of the city and who is responsible for them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from answerable.contexts.organisation.models.unit import Unit
from answerable.kernel.privacy import NONE, PersonalData


class Area(models.Model):
    """A named part of the city: a polygon, a list of names people use for it, or both."""

    code = models.CharField(max_length=40, unique=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    names = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    # GeoJSON geometry (Polygon or MultiPolygon), longitude before latitude, WGS 84.
    geometry = models.JSONField(null=True, blank=True)

    personal_data: ClassVar[PersonalData] = NONE

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Jurisdiction(models.Model):
    """A unit is responsible for an area."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="jurisdictions")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="jurisdictions")

    personal_data: ClassVar[PersonalData] = NONE

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "unit"], name="organisation_jurisdiction_once")
        ]
