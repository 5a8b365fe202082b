"""Erase cases under the law: what they say and who said it, everywhere; what is counted stays (SECURITY, §4.8)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from answerable.contexts.cases import api as cases
from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.dispatch import api as dispatch
from answerable.contexts.files import api as files
from answerable.contexts.intake import api as intake
from answerable.contexts.ledger import api as ledger
from answerable.contexts.messaging import api as messaging
from answerable.contexts.parties import api as parties
from answerable.contexts.retention import api as retention
from answerable.contexts.retention.enums import Basis
from answerable.contexts.retention.errors import OnHold
from answerable.contexts.review import api as review
from answerable.kernel.actor import Actor


@transaction.atomic
def erase_cases(*, actor: Actor, case_ids: Sequence[cases.CaseId], basis: Basis, at: datetime) -> list[str]:
    """Erase ended cases in one transaction; return their references. Whether the actor may is asked before.

    Files' bytes go, and the list outside the database grows, once the transaction is committed. If we die in between,
    `replay_erasures` does the second at the next start, and the nightly search for strays the first.

    Raises:
        OnHold: one of them is held.
        CaseStillOpen: one of them is not ended.
    """
    emptied = cases.erase_words(case_ids, at=at)
    case_ids, references = list(emptied.ids.values()), sorted(emptied.ids)
    if retention.held(case_ids):
        raise OnHold
    submitted, came_as = intake.erase_submissions(references)
    chains = sorted({*references, *came_as})
    visits = review.erase_reviews(case_ids, at=at)
    deadlines.erase_reasons([*(f"round:{key}" for key in emptied.round_ids), *visits], at=at)
    dispatch.erase_suggestions(case_ids)
    messaging.erase_texts(chains, at=at)
    parties.erase_parties(emptied.party_ids)
    files.erase_files([*emptied.file_ids, *submitted])
    erased = [(emptied.ids[reference], reference) for reference in references]
    retention.record_erasures(actor=actor, erased=erased, basis=basis, at=at)
    ledger.erase_chains(chains=chains, basis=str(basis), actor=actor, at=at)
    transaction.on_commit(lambda: add_to_list(references, basis, at))
    return references


def add_to_list(references: Iterable[str], basis: Basis | str, at: datetime) -> None:
    """Name erased cases in the list outside the database."""
    listed = retention.erasure_list.Listed
    retention.erasure_list.add(listed(reference, str(basis), at.isoformat()) for reference in references)
