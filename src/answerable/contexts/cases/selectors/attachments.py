"""Files of a case, for staff: opening one is a look of its own."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from answerable.contexts.cases.errors import CaseNotFound
from answerable.contexts.cases.grounds import ground_of
from answerable.contexts.cases.models import Case
from answerable.contexts.cases.permissions import visible
from answerable.contexts.files import api as files
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotFound
from answerable.kernel.ids import parse_reference


@transaction.atomic
def open_attachment(actor: Actor, reference: str, file_id: UUID, at: datetime) -> files.OpenedFile:
    """Return the clean copy of a file, and record the look in the same transaction.

    Raises:
        CaseNotFound: there is no such case, or the actor may not know of it.
        NotFound: the file is none of this case.
    """
    known = parse_reference(reference) or ""
    case = Case.objects.filter(visible(actor)).defer("search_grams", "text").filter(reference=known).first()
    if case is None:
        raise CaseNotFound
    if not case.attachments.filter(file_id=file_id).exists():
        raise NotFound
    opened = files.open_file(file_id)
    ledger.record_access(
        actor=actor,
        chain=case.reference,
        kind=ledger.AccessKind.ATTACHMENT,
        ground=ground_of(actor, case),
        subject=str(file_id),
        at=at,
    )
    return opened
