"""Files of a case, for staff: opening one is a look of its own."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases.confidence import knows_sender
from answerable.contexts.cases.errors import CaseNotFound
from answerable.contexts.cases.grounds import ground_of
from answerable.contexts.cases.models import Case
from answerable.contexts.cases.permissions import visible
from answerable.contexts.files import api as files
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid, NotFound, NotPermitted
from answerable.kernel.ids import parse_reference
from answerable.kernel.text import clean


def case_with_attachment(actor: Actor, reference: str, file_id: UUID) -> Case:
    """Return the case that a file belongs to.

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
    return case


@transaction.atomic
def open_attachment(actor: Actor, reference: str, file_id: UUID, at: datetime) -> files.OpenedFile:
    """Return the clean copy of a file, and record the look in the same transaction.

    Raises:
        CaseNotFound, NotFound: as `case_with_attachment`.
        FileHeld: the scanner has not let it go.
    """
    case = case_with_attachment(actor, reference, file_id)
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


@transaction.atomic
def open_attachment_original(
    actor: Actor, reference: str, file_id: UUID, reason: str, at: datetime
) -> files.OpenedFile:
    """Return a file as it came, with what it says of its author and what was covered since, and record why.

    Raises:
        CaseNotFound, NotFound: as `case_with_attachment`.
        NotPermitted: it was told in confidence, and the file may say who told it.
        Invalid: no reason is given.
        FileHeld: the scanner has not let it go.
    """
    case = case_with_attachment(actor, reference, file_id)
    if not knows_sender(actor, case):
        raise NotPermitted
    if not clean(reason):
        raise Invalid([Fault("reason", _("Say why you need the original. The resident will read it."))])
    opened = files.open_file(file_id, original=True)
    ledger.record_access(
        actor=actor,
        chain=case.reference,
        kind=ledger.AccessKind.ORIGINAL,
        reason=clean(reason),
        subject=str(file_id),
        at=at,
    )
    return opened
