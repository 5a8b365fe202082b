"""After a restore: erase again what was erased when the backup was already taken, before anybody sees a page."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from answerable.contexts.cases import api as cases
from answerable.contexts.intake import api as intake
from answerable.contexts.retention import api as retention
from answerable.contexts.retention.enums import Basis
from answerable.kernel.actor import Actor
from answerable.processes.erase_cases import add_to_list, erase_cases
from answerable.processes.erase_submissions import erase_submissions

CHUNK = 200
_ASKED_AT_ONCE = 10_000


def back_from_the_past() -> dict[Basis, list[cases.CaseId]]:
    """Return the cases that the list names and that can still be read here, by the right for which they went."""
    found: dict[Basis, list[cases.CaseId]] = {}
    for basis, references in _by_basis().items():
        for start in range(0, len(references), _ASKED_AT_ONCE):
            found.setdefault(basis, []).extend(cases.with_words(references[start : start + _ASKED_AT_ONCE]))
    return {basis: case_ids for basis, case_ids in found.items() if case_ids}


def replay_erasures(*, actor: Actor, at: datetime) -> int:
    """Erase again whatever the list names and this database still has; return how many cases. Safe to repeat.

    What this database knows as erased and the list does not name is added to the list: we may have died in between.
    """
    named = {line.reference for line in retention.erasure_list.read()}
    for reference, basis, when in retention.erased_references():
        if reference not in named:
            add_to_list([reference], basis, when)
    count = 0
    for basis, case_ids in back_from_the_past().items():
        for start in range(0, len(case_ids), CHUNK):
            _erase_again(actor, case_ids[start : start + CHUNK], basis, at)
        count += len(case_ids)
    return count + _replay_submissions(actor, at)


def _replay_submissions(actor: Actor, at: datetime) -> int:
    """Likewise for what was never a case, or is not one yet in this database."""
    count = 0
    for basis, references in _by_basis().items():
        for start in range(0, len(references), CHUNK):
            left = intake.with_words(references[start : start + CHUNK], at=at)
            count += erase_submissions(actor=actor, references=left, basis=basis, at=at) if left else 0
    return count


def _by_basis() -> dict[Basis, list[str]]:
    named = {line.reference: Basis(line.basis) for line in retention.erasure_list.read()}
    return {basis: [one for one, by in named.items() if by is basis] for basis in Basis}


@transaction.atomic
def _erase_again(actor: Actor, case_ids: Sequence[cases.CaseId], basis: Basis, at: datetime) -> None:
    """Erase what a backup brought back, even if it was open or held at the time of that backup."""
    cases.end_restored(case_ids, at=at)
    retention.forget_holds(case_ids, at=at)
    erase_cases(actor=actor, case_ids=case_ids, basis=basis, at=at)
