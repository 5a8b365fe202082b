"""Erase what came in and was not taken up: nobody answers it, and nobody will."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from answerable.contexts.files import api as files
from answerable.contexts.intake import api as intake
from answerable.contexts.ledger import api as ledger
from answerable.contexts.messaging import api as messaging
from answerable.contexts.retention.enums import Basis
from answerable.kernel.actor import Actor
from answerable.processes.erase_cases import add_to_list


@transaction.atomic
def erase_submissions(*, actor: Actor, references: Sequence[str], basis: Basis, at: datetime) -> int:
    """Erase settled submissions that are no case's; return how many. The journal and the list outside say so."""
    attached, emptied = intake.erase_submissions(references)
    messaging.erase_texts(emptied, at=at)
    files.erase_files(attached)
    ledger.erase_chains(chains=emptied, basis=str(basis), actor=actor, at=at)
    transaction.on_commit(lambda: add_to_list(emptied, basis, at))
    return len(emptied)
