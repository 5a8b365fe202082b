"""What stands in the rail, and for whom."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from answerable.contexts.organisation.enums import Role

ANYBODY = frozenset(Role)
READERS = frozenset(
    {Role.AGENT, Role.DISPATCHER, Role.HANDLER, Role.LEADER, Role.REVIEWER, Role.INSPECTOR, Role.ANALYST}
)


@dataclass(frozen=True, slots=True)
class Place:
    """A room of the desk. `key` follows `g` on the keyboard; `roles` are those that find something there."""

    name: str
    label: str | Promise
    url: str
    icon: str
    key: str
    roles: frozenset[Role]

    @property
    def href(self) -> str:
        return reverse(self.url)


# In the order of the rail. A telephone shows the first four that are open to the post, and a way to the rest.
PLACES = (
    Place("today", pgettext_lazy("room", "Today"), "console:today", "sun", "t", ANYBODY),
    Place(
        "hotline", pgettext_lazy("room", "Hotline"), "console:hotline", "phone", "h", frozenset({Role.AGENT})
    ),
    Place(
        "triage",
        pgettext_lazy("room", "Dispatch"),
        "console:triage",
        "split",
        "d",
        frozenset({Role.DISPATCHER}),
    ),
    Place("cases", pgettext_lazy("room", "Cases"), "console:cases", "list", "c", READERS),
    Place(
        "calls",
        pgettext_lazy("room", "Return visits"),
        "console:calls",
        "call",
        "v",
        frozenset({Role.REVIEWER}),
    ),
    Place(
        "overview",
        pgettext_lazy("room", "Overview"),
        "console:overview",
        "chart",
        "o",
        frozenset({Role.LEADER, Role.INSPECTOR, Role.ANALYST}),
    ),
    Place(
        "warnings",
        pgettext_lazy("room", "Warnings"),
        "console:warnings",
        "pulse",
        "w",
        frozenset({Role.LEADER, Role.INSPECTOR, Role.ANALYST}),
    ),
    Place(
        "imports",
        pgettext_lazy("room", "Import"),
        "console:imports",
        "upload",
        "i",
        frozenset({Role.SETUP}),
    ),
    Place("outbox", pgettext_lazy("room", "Outbox"), "console:outbox", "send", "m", frozenset({Role.SETUP})),
    Place(
        "keeping",
        pgettext_lazy("room", "Keeping"),
        "console:keeping",
        "box",
        "k",
        frozenset({Role.INSPECTOR, Role.SETUP}),
    ),
    Place(
        "setup", pgettext_lazy("room", "Set-up"), "console:setup:home", "gear", "s", frozenset({Role.SETUP})
    ),
)

ON_A_PHONE = 4


def places_for(grants: Mapping[str, frozenset[int]]) -> tuple[Place, ...]:
    """Return the rooms in which somebody with these grants has something to do."""
    held = {Role(role) for role, units in grants.items() if units}
    return tuple(place for place in PLACES if place.roles & held)
