"""Looks that the resident reads later."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from answerable.contexts.cases.models.case import Case
from answerable.kernel.privacy import PersonalData


class Deferral(models.Model):
    """That a unit looks at a case is told to the resident only after `until`, because telling would hamper an inquiry.

    It holds for looks after `since`. That something is told later, and when at the latest, is told at once.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    unit_id = models.BigIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.CharField(max_length=300)
    by_post_id = models.BigIntegerField(null=True)

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("reason",), retired="Blanked when the case is erased; that looks were deferred stays."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="cases_deferred_until", condition=Q(until__gte=F("since"))),
        ]
        indexes = [models.Index(fields=["case"], name="cases_deferral_case")]
