"""The API as ninja knows it: what it serves, and the OpenAPI document of everything under /api/v1/.

The two ways of bringing voices in are served by plain views (views/submissions.py), which the addresses name first;
here they are described with the schemas that check them.
"""

from collections.abc import Callable
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.params.functions import Header
from ninja.security import HttpBearer

from answerable.interfaces.api.journal import router as journal_router
from answerable.interfaces.api.problems import (
    Malformed,
    OurFault,
    Unavailable,
    WrongMethod,
    answer_problem,
    log,
)
from answerable.interfaces.api.schemas import (
    BatchIn,
    BatchOut,
    ProblemOut,
    ReceiptOut,
    StatusOut,
    SubmissionIn,
)
from answerable.interfaces.api.views import status, submissions
from answerable.kernel.errors import AnswerableError

api = NinjaAPI(
    title="Answerable",
    version="1",
    description=(
        "Bring voices in and follow them. Every error is a problem (RFC 9457) with a stable code and a sentence in the"
        " language of Accept-Language. Nothing personal goes into an address."
    ),
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="api-v1",
)


class ChannelKeyAuth(HttpBearer):
    """A key of a channel, as `answerable keys issue` gives it. It may append to its channel and do nothing else."""

    openapi_name = "ChannelKey"

    def authenticate(self, request: HttpRequest, token: str) -> str:
        # Only described here: the gate itself stands in views/submissions.py.
        return token


_REFUSALS: dict[int, Any] = dict.fromkeys((400, 401, 405, 413, 415, 422, 429, 500, 503), ProblemOut)


@api.post(
    "/submissions",
    auth=ChannelKeyAuth(),
    response={201: ReceiptOut, 200: ReceiptOut, **_REFUSALS},
    summary="Bring one voice in",
    operation_id="submit",
)
def submit(
    request: HttpRequest, body: SubmissionIn, idempotency_key: str = Header("", alias="Idempotency-Key")
) -> HttpResponse:
    """Kept durably before you are answered: 201, or 200 for what had been received before.

    With the same Idempotency-Key the same receipt is given for a day, with its code; the same key with other content is
    refused. A body is at most 512 kB.
    """
    return submissions.submit(request)


@api.post(
    "/submissions/batch",
    auth=ChannelKeyAuth(),
    response={200: BatchOut, **_REFUSALS},
    summary="Bring up to a thousand voices in",
    operation_id="submit_batch",
)
def submit_batch(
    request: HttpRequest, body: BatchIn, idempotency_key: str = Header("", alias="Idempotency-Key")
) -> HttpResponse:
    """Each is answered for, in order: a receipt, or everything that is wrong with it. A body is at most 16 MB."""
    return submissions.submit_batch(request)


@api.get(
    "/status",
    response={200: StatusOut, 404: ProblemOut, 500: ProblemOut, 503: ProblemOut},
    summary="Where a matter stands",
    operation_id="status",
)
def read_status(
    request: HttpRequest,
    response: HttpResponse,
    reference: str = Header("", alias="Case-Reference"),
    code: str = Header("", alias="Access-Code"),
) -> StatusOut:
    """For whoever holds the reference and the access code. Works from the moment of the receipt on."""
    response["Cache-Control"] = "no-store"
    return status.status(request)


api.add_router("/journal", journal_router)


def _answers(error: type[Exception], make: Callable[[Any], AnswerableError]) -> None:
    def handler(request: HttpRequest, raised: Any) -> HttpResponse:
        problem = make(raised)
        if problem.status >= 500:
            log.error("api.failed", error=type(raised).__name__, exc_info=raised)
        return answer_problem(problem)

    api.add_exception_handler(error, handler)


_answers(AnswerableError, lambda raised: raised)
_answers(ValidationError, lambda raised: Malformed())
_answers(HttpError, lambda raised: WrongMethod() if raised.status_code == 405 else Malformed())
_answers(OperationalError, lambda raised: Unavailable())
_answers(InterfaceError, lambda raised: Unavailable())
_answers(Exception, lambda raised: OurFault())
