"""Files of a case. That one was opened is recorded like any other look."""

from uuid import UUID

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from answerable.contexts.cases import api as cases
from answerable.contexts.files import api as files
from answerable.contexts.ledger import api as ledger
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.navigation import READERS
from answerable.kernel.errors import NotFound


@require_safe
@desk_page(*READERS)
def attachment(request: DeskRequest, reference: str, file_id: UUID) -> StreamingHttpResponse:
    """Give the cleaned copy. Nothing in it may run, and the browser may not guess what it is."""
    case = cases.case_view(request.actor, reference, request.at)
    if file_id not in {one.file_id for one in case.attachments}:
        raise NotFound
    opened = files.open_file(file_id)
    ledger.record_access(
        actor=request.actor,
        chain=case.reference,
        kind=ledger.AccessKind.ATTACHMENT,
        reason="",
        at=request.at,
    )
    response = StreamingHttpResponse(opened.content, content_type=opened.media_type)
    response["Content-Disposition"] = (
        content_disposition_header(not opened.inline, opened.name) or "attachment"
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
