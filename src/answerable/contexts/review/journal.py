"""The journal lines of reviews."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from answerable.contexts.cases import api as cases
from answerable.contexts.ledger import api as ledger
from answerable.contexts.review.models import ReturnVisit
from answerable.kernel.actor import Actor

SYSTEM = Actor.system("review")


def record(
    actor: Actor,
    code: str,
    visit: ReturnVisit,
    at: datetime,
    pub: Mapping[str, Any] | None = None,
    *,
    rows: ledger.Rows,
) -> None:
    """Write a line in the chain of the case: the resident sees that it happened and by which post, not who.

    `rows` is what the act has left behind.
    """
    fact = cases.facts_of([cases.CaseId(visit.case_id)])[cases.CaseId(visit.case_id)]
    ledger.record(
        actor=actor,
        code=code,
        at=at,
        chain=fact.reference,
        pub={"round": visit.rating.invitation.round_no, **(pub or {})},
        internal={"post": actor.post_id} if actor.post_id is not None else {},
        rows=rows,
    )


def record_rows(code: str, at: datetime, rows: ledger.Rows) -> None:
    """Write one line, which no resident sees, about what the house has done to many reviews at once."""
    if rows:
        ledger.record(actor=SYSTEM, code=code, at=at, rows=rows)
