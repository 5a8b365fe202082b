"""Erase what the lines of matters commit to, and why somebody looked at them; that somebody did stays."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from answerable.contexts.ledger.line import Entry
from answerable.contexts.ledger.models import AccessRecord, JournalLine
from answerable.contexts.ledger.services.erase_openings import erase_openings
from answerable.contexts.ledger.services.record_lines import LineId, record_many
from answerable.kernel.actor import Actor

CHAIN_ERASED = "ledger.chain_erased"


@transaction.atomic
def erase_chains(*, chains: Sequence[str], basis: str, actor: Actor, at: datetime) -> int:
    """Delete the openings of every line of these chains; return how many went.

    Each chain ends with a line that says so, by which whoever holds a receipt sees that the rest was erased and not
    hidden. Those lines keep their openings: they name a reference and a basis, and nobody.
    """
    lines = JournalLine.objects.filter(chain__in=chains, opening__isnull=False).exclude(code=CHAIN_ERASED)
    keys = [LineId(key) for key in lines.order_by("id").values_list("id", flat=True)]
    erased = erase_openings(line_ids=keys, basis=basis, actor=actor, at=at)
    AccessRecord.objects.filter(chain__in=chains).exclude(reason="").update(reason="")
    began = JournalLine.objects.filter(id__in=keys).values_list("chain", flat=True).distinct()
    record_many([Entry(actor, CHAIN_ERASED, at, chain, pub={"basis": basis}) for chain in sorted(set(began))])
    return erased
