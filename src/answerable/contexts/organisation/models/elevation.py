"""More rights for some hours."""

import uuid
from typing import ClassVar

from django.db import models

from answerable.contexts.organisation.enums import Role
from answerable.contexts.organisation.models.post import Post
from answerable.contexts.organisation.models.unit import Unit
from answerable.kernel.privacy import PersonalData


class Elevation(models.Model):
    """A post holds a role for a unit and all below it until a given hour, approved by another person."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    approved_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # Set when somebody ended it before its time.
    ended_at = models.DateTimeField(null=True, blank=True)

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("reason",), retired="Staff data, kept as long as the acts of staff are kept."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="organisation_elevation_ends",
                condition=models.Q(ends_at__gt=models.F("begins_at")),
            ),
            models.CheckConstraint(
                name="organisation_elevation_by_another",
                condition=~models.Q(approved_by=models.F("post")),
            ),
        ]
