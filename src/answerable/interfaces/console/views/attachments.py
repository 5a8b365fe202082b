"""Files of a case. That one was opened is recorded like any other look."""

from uuid import UUID

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from answerable.contexts.cases import api as cases
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.navigation import READERS


@require_safe
@desk_page(*READERS)
def attachment(request: DeskRequest, reference: str, file_id: UUID) -> StreamingHttpResponse:
    """Give the cleaned copy. Nothing in it may run, and the browser may not guess what it is."""
    opened = cases.open_attachment(request.actor, reference, file_id, request.at)
    response = StreamingHttpResponse(opened.content, content_type=opened.media_type)
    response["Content-Disposition"] = (
        content_disposition_header(not opened.inline, opened.name) or "attachment"
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
