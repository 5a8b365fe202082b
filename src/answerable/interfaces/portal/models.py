"""What the portal itself keeps: what somebody has begun to write."""

from typing import ClassVar

from django.db import models

from answerable.kernel.privacy import NONE, PersonalData


class Draft(models.Model):
    """Something begun and not yet sent. Only the browser that began it can find or open it.

    The row's key is a keyed digest of a random cookie, and the cookie is part of the key that seals it: neither the
    database nor the server's keys open it alone. No address, no session and no account is near it.
    """

    index = models.BinaryField(primary_key=True, max_length=32)
    sealed = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("sealed",), retired="Removed when it is sent and read, or a day after it was last touched."
    )

    def __str__(self) -> str:
        return "draft"


class BellPage(models.Model):
    """The marks of four hours, as everybody gets them: sorted, filled up with chance, never changed.

    Which of them are marks is kept nowhere. `upto` is the first leaf of the journal that is not on this page.
    """

    begins_at = models.DateTimeField(primary_key=True)
    upto = models.BigIntegerField()
    marks = models.BinaryField()

    personal_data: ClassVar[PersonalData] = NONE

    def __str__(self) -> str:
        return "page of marks"
