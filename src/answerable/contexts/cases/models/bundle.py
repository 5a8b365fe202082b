"""Cases about one event, which share the work."""

import uuid
from typing import ClassVar

from django.db import models

from answerable.contexts.ledger.api import InJournal
from answerable.kernel.privacy import NONE, PersonalData


class Bundle(models.Model):
    """Each case in it keeps its own receipt, deadline, answer and vote."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=200)
    by_post_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    personal_data: ClassVar[PersonalData] = NONE
    in_journal: ClassVar[InJournal] = InJournal(
        plain=("public_id", "by_post_id", "created_at"), digested=("title",)
    )
