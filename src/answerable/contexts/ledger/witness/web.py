"""The witness over HTTP: one address to ask for a cosignature, one to read what was cosigned last."""

import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from answerable.contexts.ledger.tlog.add_checkpoint import MAX_REQUEST, PATH, SIZE_TYPE, parse_request
from answerable.contexts.ledger.tlog.notes import InvalidNote
from answerable.contexts.ledger.witness.witness import Refused, Witness

TEXT = "text/plain; charset=utf-8"
_NEWEST = re.compile(r"/([0-9a-f]{64})/checkpoint", re.ASCII)
Answer = tuple[int, str, str]
Start = Callable[[str, list[tuple[str, str]]], Any]


def application(witness: Witness) -> Callable[[dict[str, Any], Start], Iterable[bytes]]:
    """Return the WSGI application over a witness."""

    def serve(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        status, kind, body = answer(witness, environ)
        raw = body.encode()
        headers = [
            ("Content-Type", kind),
            ("Content-Length", str(len(raw))),
            ("X-Content-Type-Options", "nosniff"),
        ]
        start(f"{status} {HTTPStatus(status).phrase}", headers)
        return [raw]

    return serve


def answer(witness: Witness, environ: dict[str, Any]) -> Answer:
    method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
    if path == f"/{PATH}":
        return _cosign(witness, environ) if method == "POST" else (405, TEXT, "POST only\n")
    if method not in {"GET", "HEAD"}:
        return 405, TEXT, "GET only\n"
    if path == "/":
        return 200, TEXT, witness.key.verifier.text + "\n"
    match = _NEWEST.fullmatch(path)
    note = witness.find(match[1]) if match else None
    return (200, TEXT, note.encoded) if note else (404, TEXT, "There is nothing here.\n")


def _cosign(witness: Witness, environ: dict[str, Any]) -> Answer:
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = -1
    if not 0 < length <= MAX_REQUEST:
        return 413 if length > MAX_REQUEST else 400, TEXT, "A request has a length, and not a large one.\n"
    try:
        return 200, TEXT, witness.cosign(parse_request(environ["wsgi.input"].read(length))).line
    except InvalidNote as error:
        return 400, TEXT, f"{error}\n"
    except Refused as error:
        if error.known is not None:
            return error.status, SIZE_TYPE, f"{error.known}\n"
        return error.status, TEXT, f"{error}\n"
