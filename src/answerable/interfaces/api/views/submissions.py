"""`POST /api/v1/submissions` and `/batch`: the road on which other systems bring voices in.

These are plain views and not ninja's: the first is the hottest path of the house. The OpenAPI document describes them
with the same schemas that check them.
"""

import json
from datetime import datetime
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from pydantic import TypeAdapter, ValidationError

from answerable.contexts.intake import api as intake
from answerable.interfaces.api.bodies import BATCH, ONE, parse, read_body
from answerable.interfaces.api.problems import WrongMethod, answers_problems, faults_from
from answerable.interfaces.api.schemas import (
    BatchIn,
    LooseBatchIn,
    SubmissionIn,
    receipt_fields,
    to_submission,
)
from answerable.kernel.clock import now
from answerable.kernel.errors import Fault
from answerable.processes.send_receipt import send_receipts

GATE = intake.Gate(settings.OPTIONS.web_processes)

_ONE = TypeAdapter(SubmissionIn)
_BATCH = TypeAdapter(BatchIn)
_LOOSE = TypeAdapter(LooseBatchIn)


@csrf_exempt
@answers_problems
def submit(request: HttpRequest) -> HttpResponse:
    """Take one submission: 201 with its receipt, 200 if it had been received before."""
    channel = _admitted(request, 1)
    given = parse(_ONE, read_body(request, ONE))
    new = to_submission(given, channel, _idempotency_key(request), with_code=True)
    at = now()
    receipt = intake.receive(new, at)
    send_receipts([(new, receipt)], at=at)
    return _answer(receipt_fields(receipt, at), 200 if receipt.again else 201)


@csrf_exempt
@answers_problems
def submit_batch(request: HttpRequest) -> HttpResponse:
    """Take up to a thousand: 200 with a receipt or the faults of each, in order."""
    channel = _admitted(request, 0)
    raw = read_body(request, BATCH)
    rows, codes = _rows(raw)
    GATE.admit(_key(request), len(rows))
    key = _idempotency_key(request)
    whole = {
        place: to_submission(row, channel, f"{key}#{place}" if key else "", with_code=codes)
        for place, row in enumerate(rows)
        if isinstance(row, SubmissionIn)
    }
    at = now()
    answers = dict(zip(whole, intake.receive_many(list(whole.values()), at), strict=True))
    send_receipts([(new, answers[place]) for place, new in whole.items()], at=at)
    results = [_result(row, answers.get(place), at) for place, row in enumerate(rows)]
    receipts = [answer for answer in answers.values() if isinstance(answer, intake.Receipt)]
    again = sum(receipt.again for receipt in receipts)
    counts = {"received": len(receipts) - again, "again": again, "refused": len(rows) - len(receipts)}
    return _answer({**counts, "results": results}, 200)


def _rows(raw: bytes) -> tuple[list[SubmissionIn | list[Fault]], bool]:
    """Return each row, or its faults where it does not even have the right fields."""
    try:
        batch = _BATCH.validate_json(raw)
    except (ValidationError, ValueError):
        loose = parse(_LOOSE, raw)
        return [_row(row) for row in loose.submissions], loose.codes
    return list(batch.submissions), batch.codes


def _row(row: Any) -> SubmissionIn | list[Fault]:
    try:
        # Through JSON, because a time or an identifier is text there.
        return _ONE.validate_json(json.dumps(row))
    except ValidationError as error:
        return faults_from(error.errors(include_url=False, include_input=False))


def _result(
    row: SubmissionIn | list[Fault], answer: intake.Receipt | intake.Refused | None, at: datetime
) -> dict[str, object]:
    if isinstance(answer, intake.Receipt):
        return {"receipt": receipt_fields(answer, at)}
    faults = answer.faults if answer is not None else row if isinstance(row, list) else ()
    return {"errors": [{"where": fault.where, "message": str(fault.sentence)} for fault in faults]}


def _admitted(request: HttpRequest, rows: int) -> str:
    if request.method != "POST":
        raise WrongMethod
    return GATE.admit(_key(request), rows)


def _key(request: HttpRequest) -> str:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.casefold() == "bearer" else ""


def _idempotency_key(request: HttpRequest) -> str:
    return request.headers.get("Idempotency-Key", "")


def _answer(body: dict[str, object], status: int) -> HttpResponse:
    response = HttpResponse(orjson.dumps(body), status=status, content_type="application/json; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response
