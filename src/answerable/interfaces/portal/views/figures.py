"""How residents rate the bureau: month by month, with everything that a share is a share of, for everybody."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from answerable.contexts.review import api as review
from answerable.contexts.review.api import Published, PublishedPart, Share

SHARES = ("in_time", "satisfied", "solved")


@dataclass(frozen=True, slots=True)
class Said:
    """A share as it is said: no digit that its interval does not support, and nothing at all of too few answers."""

    share: Share
    value: str
    low: str
    high: str

    @classmethod
    def of(cls, share: Share) -> "Said | None":
        if share.value is None or not share.may_be_published:
            return None
        digits = review.decimals(share.high - share.low)
        value, low, high = (f"{part * 100:.{digits}f}" for part in (share.value, share.low, share.high))
        return cls(share, value, low, high)


@dataclass(frozen=True, slots=True)
class Line:
    """A part of the bureau's work in a table."""

    name: str
    part: PublishedPart
    in_time: Said | None
    satisfied: Said | None
    solved: Said | None

    @classmethod
    def of(cls, name: str, part: PublishedPart) -> "Line":
        return cls(name, part, *(Said.of(getattr(part, what)) for what in SHARES))


@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """The newest month."""
    months = review.published_months()
    return _page(request, months, months[0].month if months else None)


@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """One month; `?version=` shows what was published before a correction."""
    months = review.published_months()
    try:
        day = date(year, month, 1)
    except ValueError:
        raise Http404 from None
    if not any(one.month == day for one in months):
        raise Http404
    return _page(request, months, day)


def _page(request: HttpRequest, months: Sequence[Published], day: date | None) -> HttpResponse:
    language = get_language() or "zh"
    versions = review.published_versions(day) if day else []
    asked = request.GET.get("version", "")
    shown = next((one for one in versions if str(one.version) == asked), versions[0] if versions else None)
    before = next((one for one in months if day and one.month < day), None)
    page = {
        "here": "figures",
        "months": months,
        "shown": shown,
        "newest": versions[0] if versions else None,
        "versions": [(one, one.why(language)) for one in versions],
        "bureau": Line.of("", shown.bureau) if shown and shown.bureau else None,
        "changes": _changes(shown, before),
        "before": before,
        "groups": _groups(shown, language),
        "course": [(one, Line.of("", one.bureau)) for one in months if one.bureau],
    }
    return render(request, "portal/figures/page.html", page)


def _groups(shown: Published | None, language: str) -> list[tuple[str, list[Line]]]:
    if shown is None:
        return []
    titles = (("unit", _("By unit")), ("topic", _("By topic")), ("channel", _("By channel")))
    return [
        (title, [Line.of(part.name(language), part) for part in shown.by(what)]) for what, title in titles
    ]


def _changes(shown: Published | None, before: Published | None) -> list[tuple[str, str, str, bool]]:
    """Say for each share how much it has changed, in points, and whether that can be told from chance."""
    if shown is None or before is None or shown.bureau is None or before.bureau is None:
        return []
    names = {"in_time": _("Answered in time"), "satisfied": _("Satisfied"), "solved": _("Solved")}
    found = []
    for what in SHARES:
        interval = review.change(getattr(shown.bureau, what), getattr(before.bureau, what))
        if interval is not None:
            low, high = (f"{part * 100:+.1f}" for part in interval)
            found.append((names[what], low, high, interval.low > 0 or interval.high < 0))
    return found


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """Every version of every month, a line for each part."""
    text = io.StringIO()
    rows = _rows()
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    # The mark lets spreadsheet programs see that it is UTF-8.
    return _download("\ufeff" + text.getvalue(), "text/csv; charset=utf-8", "figures.csv")


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """The same as JSON."""
    return _download(json.dumps(_rows(), ensure_ascii=False, indent=1), "application/json", "figures.json")


def _download(body: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


_HEAD = ("month", "version", "superseded", "published_at", "sha256", "by", "code", "name_zh", "name_en")
_COLUMNS = (
    *_HEAD,
    *review.STEPS,
    *(f"{what}_{end}" for what in SHARES for end in ("share", "low", "high", "floor", "ceiling")),
)


def _rows() -> list[dict[str, Any]]:
    everything = review.all_published()
    newest = {one.month: one.version for one in everything}
    return [_row(one, part, newest[one.month] != one.version) for one in everything for part in one.parts]


def _row(one: Published, part: PublishedPart, superseded: bool) -> dict[str, Any]:
    head = (f"{one.month:%Y-%m}", one.version, superseded, one.made_at.isoformat(), one.sha256)
    row: dict[str, Any] = dict(zip(_HEAD, (*head, *part.counted.part), strict=True))
    few = not part.satisfied.may_be_published
    for step, count in part.counts.items():
        # Below the least number of answers not even the counts are told: they would give the share away.
        row[step] = None if few and step in _OF_ANSWERS else count
    for what in SHARES:
        share: Share = getattr(part, what)
        shown = share.may_be_published
        ends = (share.value, share.low, share.high, share.floor, share.ceiling)
        for end, value in zip(("share", "low", "high", "floor", "ceiling"), ends, strict=True):
            row[f"{what}_{end}"] = round(value, 4) if shown and value is not None else None
    return row


_OF_ANSWERS = {
    "satisfied",
    "basically",
    "dissatisfied",
    "solved",
    "partly",
    "not_solved",
    "visits",
    "upheld",
}
