"""Who speaks. Nothing here is readable without the vault's key."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.kernel.privacy import PersonalData


class Party(models.Model):
    """One contact as it was given with one submission. It is no profile: nothing is collected about a party."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sealed = models.BinaryField()
    phone_index = models.BinaryField(max_length=32, null=True)
    email_index = models.BinaryField(max_length=32, null=True)
    id_index = models.BinaryField(max_length=32, null=True)
    # The id of the key of the three digests above; `sealed` names its own in its first byte.
    index_key = models.PositiveSmallIntegerField(default=1, db_default=1)
    channel = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=10, default="zh")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("sealed", "phone_index", "email_index", "id_index"),
        retired="Erased with the last case that it belongs to.",
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["phone_index"], name="parties_phone", condition=Q(phone_index__isnull=False)
            ),
            models.Index(
                fields=["email_index"], name="parties_email", condition=Q(email_index__isnull=False)
            ),
            models.Index(fields=["id_index"], name="parties_id", condition=Q(id_index__isnull=False)),
        ]
