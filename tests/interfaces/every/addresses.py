"""Every address of the house, with something in each of its places."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import URLPattern, URLResolver, get_resolver, reverse

NOWHERE = "00000000-0000-4000-8000-000000000000"
# By the name of the place, else by its converter.
NAMES = {
    "reference": "2026-0000-0001",
    "name": "note",
    "year": 2026,
    "month": 4,
    "day": date(2026, 5, 11),
    "role": "handler",
    "path": "tile/0/000",
}
KINDS = {"uuid": NOWHERE, "str": "east", "slug": "note", "int": 1, "path": "tile/0/000"}

ENDING = ("console:sign_out", "console:sign_in", "console:password")


@dataclass(frozen=True)
class Address:
    """An address, the name of its pattern with that of its face, and its pattern as it is written."""

    path: str
    name: str
    route: str

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/")

    @property
    def is_of_the_desk(self) -> bool:
        return self.path.startswith("/console/")


def patterns(
    resolver: URLResolver | None = None, spaces: tuple[str, ...] = (), before: str = ""
) -> Iterator[tuple[URLPattern, tuple[str, ...], str]]:
    for one in (resolver or get_resolver()).url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, (*spaces, *filter(None, [one.namespace])), route)
        else:
            yield one, spaces, route


def filled(pattern: URLPattern, spaces: tuple[str, ...]) -> str:
    places = {
        name: NAMES.get(name, KINDS.get(type(converter).__name__.removesuffix("Converter").lower(), "east"))
        for name, converter in pattern.pattern.converters.items()
    }
    if not places and "(?P<path>" in str(pattern.pattern):
        places = {"path": NAMES["path"]}
    return reverse(":".join((*spaces, str(pattern.name))), kwargs=places)


def every_address() -> list[Address]:
    found = [
        Address(filled(pattern, spaces), ":".join((*spaces, str(pattern.name))), route)
        for pattern, spaces, route in patterns()
        if pattern.name
    ]
    nameless = [route for pattern, _, route in patterns() if not pattern.name]
    assert not nameless, f"name them, so that tests find them: {nameless}"
    # Those that end the sitting of whoever tries everything come last.
    return sorted(found, key=lambda address: address.name in ENDING)
