"""Which acts take two people. Each context that has some registers them when it starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotFound

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of act.

    `unit` says whose set-up decides. `check` raises what the act would if this actor did it: it is asked of who
    proposes, at once, and again of both when it is confirmed. `perform` is the act itself, with both of them.
    `lines` say in the reader's language what would be so afterwards. `asked` is True where the one who proposes has
    no say in it himself: he asks for something.
    """

    code: str
    name: str | Promise
    unit: Callable[[Facts, datetime], int]
    check: Callable[[Actor, Facts, datetime], None]
    perform: Callable[[Actor, Actor, Facts, datetime], None]
    lines: Callable[[Facts], list[str]]
    asked: bool = False


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.code] = kind


def kind_of(code: str) -> Kind:
    """Return a kind.

    Raises:
        NotFound: no context has registered it.
    """
    try:
        return _kinds[code]
    except KeyError:
        raise NotFound from None


def kinds() -> Mapping[str, Kind]:
    return dict(_kinds)
