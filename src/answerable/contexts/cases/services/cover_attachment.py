"""Cover parts of a picture of a case."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases.permissions import works_on
from answerable.contexts.cases.selectors.attachments import case_with_attachment
from answerable.contexts.files import api as files
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid, NotPermitted


@transaction.atomic
def cover_attachment(
    *, actor: Actor, reference: str, file_id: UUID, boxes: Sequence[files.Box], at: datetime
) -> None:
    """Paint the boxes over the copy that the bureau and the portal show, and say so in the journal.

    Raises:
        CaseNotFound, NotFound: as `case_with_attachment`.
        NotPermitted: the actor does not work on the case.
        Invalid: there is no box.
        NotAPicture, FileHeld: as `files.cover_picture`.
    """
    case = case_with_attachment(actor, reference, file_id)
    if not works_on(actor, case):
        raise NotPermitted
    if not boxes:
        raise Invalid([Fault("boxes", _("Give at least one box with a width and a height."))])
    files.cover_picture(file_id, boxes)
    internal = {"file": str(file_id), "boxes": len(boxes)}
    ledger.record(
        actor=actor, code="cases.attachment.covered", at=at, chain=case.reference, internal=internal
    )
