"""What would have gone elsewhere: a period's cases against other rules."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Kind
from answerable.contexts.dispatch.book import Book, in_force, rule_of
from answerable.contexts.dispatch.catalogue_table import read_lines
from answerable.contexts.dispatch.deciding import decide
from answerable.contexts.dispatch.facts import Decision, Matter, Moved, Opinion, Rehearsal
from answerable.contexts.dispatch.permissions import require_set_up
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Invalid
from answerable.kernel.tables import Table

CHUNK = 1000
EXAMPLES = 5

Told = Callable[[int], None]


def rehearse(
    actor: Actor, *, since: datetime, until: datetime, table: Table, told: Told = lambda done: None
) -> Rehearsal:
    """Decide every case received in [since, until) by the rules in force and by those of the table, and compare.

    Topics are those that the cases have now, as people left them: only the rules differ. Nothing is written.

    Raises:
        NotPermitted: the actor may not set up the whole bureau.
        Invalid: the table has faults.
    """
    require_set_up(actor)
    lines = read_lines(table)
    if table.faults:
        raise Invalid(table.faults)
    now = Book.of(map(rule_of, in_force()))
    then = Book.of(line.rule(line.line) for line in lines)
    moves: dict[tuple[int | None, int | None], list[str]] = defaultdict(list)
    counts: dict[tuple[int | None, int | None], int] = defaultdict(int)
    done = 0
    for chunk in _chunks(since, until):
        matters = [_matter(case) for case in chunk]
        pairs = zip(decide(matters, rules=now), decide(matters, rules=then), strict=True)
        for case, (before, after) in zip(chunk, pairs, strict=True):
            move = (_goes(before), _goes(after))
            counts[move] += 1
            if len(moves[move]) < EXAMPLES:
                moves[move].append(case.reference)
        done += len(chunk)
        told(done)
    moved = [
        Moved(before, after, count, tuple(moves[before, after]))
        for (before, after), count in counts.items()
        if before != after
    ]
    moved.sort(key=lambda move: -move.count)
    return Rehearsal(cases=done, same=done - sum(move.count for move in moved), moved=moved)


def _goes(decision: Decision) -> int | None:
    return decision.unit_id if decision.goes_out else None


def _matter(case: cases.PlacedCase) -> Matter:
    opinion = Opinion(case.topic_code or None, Kind(case.kind), 1.0, True)
    return Matter(opinion, area_id=case.area_id, walled_units=tuple(case.walled_units))


def _chunks(since: datetime, until: datetime) -> Iterator[Sequence[cases.PlacedCase]]:
    chunk: list[cases.PlacedCase] = []
    for case in cases.placed_cases(since=since, until=until):
        chunk.append(case)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
