"""What makes a list of units a tree, as pure rules: for a whole file and for a single move alike."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from answerable.contexts.organisation.enums import Level
from answerable.kernel.errors import Sentence

_RANK = {Level.BUREAU: 0, Level.BRANCH: 1, Level.TEAM: 2}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit stands: the code of its parent (empty for the bureau), its level, whether it is open.

    A level that can't be read is None, and is told elsewhere.
    """

    parent: str
    level: Level | None
    active: bool = True


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A unit that can't stand where it is; `column` names what to change."""

    code: str
    column: str
    sentence: Sentence


def circles(parents: Mapping[str, str]) -> set[str]:
    """Return the codes that lie above themselves."""
    done: set[str] = set()
    found: set[str] = set()
    for start in parents:
        line: list[str] = []
        at = start
        while at and at in parents and at not in done and at not in line:
            line.append(at)
            at = parents[at]
        if at in line:
            found.update(line[line.index(at) :])
        done.update(line)
    return found


def misplaced(places: Mapping[str, Place], root: str | None = None) -> Iterator[Misplaced]:
    """Yield every unit that can't stand where it is. `root` is the bureau that is there already, if any."""
    round_about = circles({code: place.parent for code, place in places.items()})
    for code, place in places.items():
        if not place.parent:
            root = root or code
            if code != root:
                yield Misplaced(
                    code, "parent", _("There is a bureau already. Say which unit this one is under.")
                )
            elif place.level not in (None, Level.BUREAU):
                yield Misplaced(code, "level", _("The unit at the top has the level bureau."))
        elif place.parent not in places:
            yield Misplaced(code, "parent", _("There is no unit of this code."))
        elif code in round_about:
            yield Misplaced(code, "parent", _("This unit would lie below itself."))
        else:
            yield from _under(code, place, places[place.parent])


def _under(code: str, place: Place, above: Place) -> Iterator[Misplaced]:
    if place.level == Level.BUREAU:
        yield Misplaced(code, "level", _("Only the unit at the top has the level bureau."))
    elif place.level and above.level and _RANK[place.level] < _RANK[above.level]:
        yield Misplaced(code, "level", _("A branch can't stand below a team."))
    if place.active and not above.active:
        yield Misplaced(code, "active", _("An open unit can't stand below a closed one."))
