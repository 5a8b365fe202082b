"""Who is complained of: what the sender picked, and whom the words name.

A unit is found by its name. A person is found only together with a unit that the words name, or by the number that the
post has in their words' unit: names alone are shared by too many.
"""

from dataclasses import dataclass
from datetime import datetime

from answerable.contexts.cases import api as cases
from answerable.contexts.intake.api import NewSubmission
from answerable.contexts.organisation import api as organisation
from answerable.kernel.text import match_key

_SHORTEST_UNIT, _SHORTEST_PERSON = 3, 2


@dataclass(frozen=True, slots=True)
class Accused:
    """Units and posts that stand behind the wall. `unresolved` says that the words name somebody who was not found."""

    units: tuple[int, ...] = ()
    posts: tuple[int, ...] = ()
    unresolved: bool = False


NOBODY = Accused()


def find_accused(new: NewSubmission, at: datetime) -> Accused:
    """Return whom a submission complains of. The bureau itself is nobody's wall: somebody has to answer."""
    if not (new.accused_units or new.accused_posts or new.accused_words):
        return NOBODY
    tree = organisation.units()
    units = {unit for unit in new.accused_units if unit in tree and unit != tree.root.id}
    posts = set(new.accused_posts)
    if new.accused_words:
        words = match_key(new.accused_words)
        named = _named_units(words)
        units |= named
        posts |= _named_posts(words, units, at)
    found = bool(units or posts)
    return Accused(tuple(sorted(units)), tuple(sorted(posts)), bool(new.accused_words) and not found)


def _named_units(words: str) -> set[int]:
    """Return the units whose names the words hold; of two where one name holds the other, the longer."""
    tree = organisation.units()
    names = {
        name: unit.id
        for unit in tree
        if unit.id != tree.root.id
        for name in (match_key(unit.name_zh), match_key(unit.name_en))
        if len(name) >= _SHORTEST_UNIT and name in words
    }
    longest = [name for name in names if not any(name != other and name in other for other in names)]
    return {names[name] for name in longest}


def _named_posts(words: str, units: set[int], at: datetime) -> set[int]:
    tree = organisation.units()
    within = set().union(*(tree.subtree(unit) for unit in units)) if units else set()
    return {
        post.id
        for unit in within
        for post in organisation.posts_in_during(unit, at - cases.LOOK_BACK, at)
        if len(name := match_key(post.person_name)) >= _SHORTEST_PERSON and name in words
    }
