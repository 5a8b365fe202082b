"""The tree of units."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.contexts.organisation.enums import Level, UnitKind
from answerable.kernel.privacy import NONE, PersonalData


class Unit(models.Model):
    """A bureau, branch, division or team. `code` is the bureau's own and may leave the house."""

    code = models.CharField(max_length=40, unique=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    level = models.CharField(max_length=10, choices=Level)
    kind = models.CharField(max_length=20, choices=UnitKind)
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    phone = models.CharField(max_length=40, blank=True)
    position = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    personal_data: ClassVar[PersonalData] = NONE

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(
                models.Value(1), name="organisation_one_root", condition=Q(parent__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.code


class OrganisationVersion(models.Model):
    """One row whose number rises with every change, so that snapshots of the tree know when they are old."""

    number = models.BigIntegerField(default=0)

    personal_data: ClassVar[PersonalData] = NONE
