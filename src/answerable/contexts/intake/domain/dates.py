"""Instants as people and programs write them."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial

_PARTS = re.compile(
    r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?"
    r"(?:[T\s]*(?P<half>上午|下午|中午|晚上|凌晨|早上|AM|PM)?\s*(?P<H>\d{1,2})\s*[:时点]\s*(?P<M>\d{1,2})?\s*分?"
    r"(?:\s*:?\s*(?P<S>\d{1,2})(?:[.,]\d+)?\s*秒?)?\s*(?P<after>AM|PM)?)?",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"(?P<a>\d{1,2})[/.-](?P<b>\d{1,2})[/.-](?P<y>\d{4})(?:\s+(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2}))?"
    r"\s*(?P<after>AM|PM)?)?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d{8}(?:\d{4}(?:\d{2})?)?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_NAMED = ("%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%d-%b-%Y")
_LATER_HALF = ("下午", "晚上", "PM")
_MIDDAY = ("中午",)
# Day 0 of the spreadsheets, which think that 1900 was a leap year.
_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)


class NoDate(ValueError):
    """The text is no instant that could be read without guessing."""


def read_date(text: str, *, zone: tzinfo, formats: Sequence[str] = (), day_first: bool = False) -> datetime:
    """Return the instant that a text tells; without a zone in the text it is the bureau's.

    `formats` (as strptime takes them) are tried first. 03/04/2026 is read by `day_first`; years have four digits.

    Raises:
        NoDate: it is in none of the known forms, or there is no such day.
    """
    folded = " ".join(unicodedata.normalize("NFKC", text).split())
    for found in _readings(folded, formats, day_first):
        try:
            moment = found if found.tzinfo is not None else found.replace(tzinfo=zone)
            return moment.astimezone(UTC)
        except (OverflowError, ValueError):
            continue
    raise NoDate


def _readings(text: str, formats: Sequence[str], day_first: bool) -> Iterator[datetime]:
    for form in (*formats, *_NAMED):
        yield from _tried(partial(datetime.strptime, text, form))
    yield from _tried(lambda: datetime.fromisoformat(text.replace("Z", "+00:00")) if "T" in text else None)
    if match := _PARTS.fullmatch(text):
        yield from _tried(partial(_from_parts, match, match["m"], match["d"]))
    if match := _SHORT.fullmatch(text):
        month, day = (match["b"], match["a"]) if day_first else (match["a"], match["b"])
        yield from _tried(partial(_from_parts, match, month, day))
    if _DIGITS.fullmatch(text):
        padded = text.ljust(14, "0")
        yield from _tried(lambda: datetime.strptime(padded, "%Y%m%d%H%M%S"))  # noqa: DTZ007
    if _SERIAL.fullmatch(text):
        days = timedelta(days=float(text))
        yield from _tried(lambda: (_EPOCH + days).replace(microsecond=0, tzinfo=None))


def _tried(read: Callable[[], datetime | None]) -> Iterator[datetime]:
    try:
        found = read()
    except (ValueError, OverflowError):
        return
    if found is not None:
        yield found


def _from_parts(match: re.Match[str], month: str, day: str) -> datetime:
    groups = match.groupdict()
    hour, minute, second = (int(groups.get(name) or 0) for name in "HMS")
    half = (groups.get("half") or groups.get("after") or "").upper()
    if (half in _LATER_HALF and hour < 12) or (half in _MIDDAY and hour < 11):
        hour += 12
    if half == "AM" and hour == 12:
        hour = 0
    return datetime(int(groups["y"]), int(month), int(day), hour, minute, second)  # noqa: DTZ001 - the zone is given later
