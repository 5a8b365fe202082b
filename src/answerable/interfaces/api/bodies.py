"""Bodies of requests: read up to a limit, and checked without a second parse."""

from typing import TypeVar

from django.http import HttpRequest
from pydantic import TypeAdapter, ValidationError

from answerable.interfaces.api.problems import Malformed, TooLarge, WrongType, refusal_from

T = TypeVar("T")

KILO = 1024
ONE = 512 * KILO
BATCH = 16 * KILO * KILO
_BOM = b"\xef\xbb\xbf"


def read_body(request: HttpRequest, limit: int) -> bytes:
    """Return the body as UTF-8.

    Raises:
        WrongType: it does not say that it is JSON.
        TooLarge: it is larger than the limit; it is not read to its end.
        Malformed: it is in another encoding.
    """
    if request.content_type != "application/json":
        raise WrongType
    return read_raw(request, limit).removeprefix(_BOM)


def read_raw(request: HttpRequest, limit: int) -> bytes:
    """Return the body byte for byte.

    Raises:
        TooLarge: it is larger than the limit; it is not read to its end.
    """
    length = request.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > limit:
        raise TooLarge(limit=_told(limit))
    raw: bytes = request.read(limit + 1)
    if len(raw) > limit:
        raise TooLarge(limit=_told(limit))
    return raw


def parse(adapter: TypeAdapter[T], raw: bytes) -> T:
    """Return the checked body.

    Raises:
        Malformed: it is no JSON, or not in UTF-8.
        UnknownField: it has fields that the API does not know.
        Invalid: its values do not fit.
    """
    try:
        return adapter.validate_json(raw)
    except ValidationError as error:
        raise refusal_from(error.errors(include_url=False, include_input=False)) from None
    except (UnicodeDecodeError, ValueError):
        raise Malformed from None


def _told(limit: int) -> str:
    return f"{limit // (KILO * KILO)} MB" if limit >= KILO * KILO else f"{limit // KILO} kB"
