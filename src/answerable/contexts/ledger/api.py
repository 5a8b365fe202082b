"""The door of the ledger."""

from answerable.contexts.ledger.enums import AccessKind
from answerable.contexts.ledger.line import Entry
from answerable.contexts.ledger.selectors import Access, Line, accesses_of, count_lines, lines_of
from answerable.contexts.ledger.services.begin_chains import ChainStarts, begin_chain, begin_chains
from answerable.contexts.ledger.services.record_access import record_access
from answerable.contexts.ledger.services.record_lines import LineId, record, record_many

__all__ = [
    "Access",
    "AccessKind",
    "ChainStarts",
    "Entry",
    "Line",
    "LineId",
    "accesses_of",
    "begin_chain",
    "begin_chains",
    "count_lines",
    "lines_of",
    "record",
    "record_access",
    "record_many",
]
