"""What was sent in: a row for each file; its bytes lie encrypted on disk."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.contexts.files.enums import FileKind, Scan
from answerable.kernel.privacy import PersonalData


class StoredFile(models.Model):
    """One file as it came. A row exists only once its bytes are whole on disk; `sha256` and `size` are the original's.

    `view_type` is the format of the copy without metadata, or empty where there is none. `kept_at` is set when a case
    or a submission takes the file; what nobody takes is removed after a day. `covered` counts how often somebody has
    covered parts of the copy; each time a new copy takes the place of the last.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=FileKind)
    media_type = models.CharField(max_length=80)
    size = models.BigIntegerField()
    sha256 = models.BinaryField(max_length=32)
    view_type = models.CharField(max_length=80, blank=True)
    scan = models.CharField(max_length=10, choices=Scan, default=Scan.NONE, db_default=Scan.NONE)
    covered = models.PositiveSmallIntegerField(default=0, db_default=0)
    stored_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("name",),
        retired="Erased, with the bytes on disk, together with the case; after a day if no case takes it.",
    )

    class Meta:
        constraints = [models.CheckConstraint(name="files_not_empty", condition=Q(size__gte=1))]
        indexes = [
            models.Index(fields=["id"], name="files_waiting", condition=Q(scan=Scan.WAITING)),
            models.Index(fields=["stored_at"], name="files_orphans", condition=Q(kept_at__isnull=True)),
        ]
