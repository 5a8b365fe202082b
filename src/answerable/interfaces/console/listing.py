"""A list of cases and its address: what the query says, what the chips say, and what the next page is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.api import CaseFilter
from answerable.contexts.cases.enums import Channel, Kind, RoundState, Sort, View
from answerable.contexts.organisation import api as organisation
from answerable.interfaces.console import sealed

E = TypeVar("E", Kind, RoundState, Channel, View, Sort)

SEARCH = "find"
# In the order in which chips stand.
FIELDS = (
    "urgent",
    "unit",
    "handler",
    "topic",
    "kind",
    "state",
    "channel",
    "area",
    "from",
    "until",
    "bundle",
    SEARCH,
)
KEPT = ("view", "sort", *FIELDS)


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that the list is narrowed to; `without` is the address of the list without it."""

    name: str | Promise
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A parsed query. What can't be understood is left out: an old bookmark still opens a list."""

    query: Mapping[str, str]
    filter: CaseFilter
    cursor: str | None

    @property
    def words(self) -> str:
        return self.filter.text

    @property
    def view(self) -> View:
        return self.filter.view

    def address(self, **changes: str) -> str:
        """Return the query string with changes; an empty value takes a field away."""
        merged = {name: changes.get(name, self.query.get(name, "")) for name in KEPT}
        merged["cursor"] = changes.get("cursor", "")
        kept = {name: value for name, value in merged.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"

    def without_cursor(self) -> str:
        """Return the query string as a saved view keeps it."""
        return self.address().removeprefix("?")

    def chips(self) -> list[Chip]:
        """Return what the list is narrowed to, in words."""
        named = _named(self.filter)
        return [
            Chip(LABELS[name], named[name], self.address(**{name: ""}))
            for name in FIELDS
            if self.query.get(name) and named.get(name)
        ]


LABELS: Mapping[str, str | Promise] = {
    "urgent": _("Urgent"),
    "unit": _("Unit"),
    "handler": _("Handler"),
    "topic": _("Topic"),
    "kind": _("Kind"),
    "state": _("State"),
    "channel": _("Channel"),
    "area": _("Area"),
    "from": _("Received from"),
    "until": _("Received until"),
    "bundle": _("Bundle"),
    SEARCH: _("Words"),
}


def _named(narrowed: CaseFilter) -> dict[str, str]:
    """Return the words for each field that narrows."""
    words: dict[str, str] = {
        "kind": " · ".join(str(kind.label) for kind in narrowed.kinds),
        "state": " · ".join(str(state.label) for state in narrowed.states),
        "channel": " · ".join(str(channel.label) for channel in narrowed.channels),
        "topic": cases.topics().name(narrowed.topic_code) if narrowed.topic_code else "",
        SEARCH: narrowed.text,
        "urgent": str(_("yes")) if narrowed.urgent else "",
        "bundle": str(_("the cases of one event")) if narrowed.bundle else "",
    }
    if narrowed.unit_id is not None:
        words["unit"] = organisation.units().name(narrowed.unit_id)
    if narrowed.area_id is not None:
        words["area"] = organisation.areas().name(narrowed.area_id)
    if narrowed.handler_post_id is not None:
        words["handler"] = organisation.post_view(narrowed.handler_post_id).person_name
    if narrowed.received_from:
        words["from"] = f"{timezone.localdate(narrowed.received_from):%Y-%m-%d}"
    if narrowed.received_until:
        words["until"] = f"{timezone.localdate(narrowed.received_until - timedelta(days=1)):%Y-%m-%d}"
    return words


def read(data: QueryDict, *, view: View = View.ALL) -> Listing:
    """Read a query; `view` is the list that is meant when it names none."""
    query = {name: value for name in KEPT if (value := ",".join(v for v in data.getlist(name) if v))}
    unit = organisation.units().by_code(query.get("unit", ""))
    area = organisation.areas().by_code(query.get("area", ""))
    topic = query.get("topic", "")
    narrowed = CaseFilter(
        view=_one(View, query.get("view", "")) or view,
        text=sealed.unseal("words", query[SEARCH]) or "" if SEARCH in query else "",
        topic_code=topic if topic in cases.topics() else "",
        kinds=_many(Kind, query.get("kind", "")),
        states=_many(RoundState, query.get("state", "")),
        channels=_many(Channel, query.get("channel", "")),
        unit_id=unit.id if unit else None,
        area_id=area.id if area else None,
        handler_post_id=_handler(query.get("handler", "")),
        urgent="urgent" in query,
        received_from=_midnight(query.get("from", "")),
        received_until=_midnight(query.get("until", ""), after=1),
        bundle=_uuid(query.get("bundle", "")),
        sort=_one(Sort, query.get("sort", "")),
    )
    return Listing(query, narrowed, data.get("cursor") or None)


def _one(kind: type[E], value: str) -> E | None:
    return kind(value) if value in kind.values else None


def _many(kind: type[E], value: str) -> tuple[E, ...]:
    return tuple(kind(part) for part in value.split(",") if part in kind.values)


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def _handler(value: str) -> int | None:
    public_id = _uuid(value)
    post = organisation.post_by_public_id(public_id) if public_id else None
    return post.id if post else None


def _midnight(value: str, *, after: int = 0) -> datetime | None:
    try:
        day = date.fromisoformat(value) + timedelta(days=after)
    except (ValueError, OverflowError):
        return None
    return timezone.make_aware(datetime.combine(day, time.min))
