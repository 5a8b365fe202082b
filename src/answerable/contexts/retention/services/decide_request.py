"""Decide on a resident's wish to have a case erased."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases import api as cases
from answerable.contexts.ledger import api as ledger
from answerable.contexts.retention.enums import RequestState
from answerable.contexts.retention.errors import CaseStillOpen, Decided, OnHold
from answerable.contexts.retention.events import ErasureGranted
from answerable.contexts.retention.models import ErasureRequest
from answerable.contexts.retention.permissions import require_no_part
from answerable.contexts.retention.selectors import held, request_view
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid
from answerable.kernel.events import publish
from answerable.kernel.text import clean


@transaction.atomic
def grant_request(*, actor: Actor, public_id: UUID, at: datetime) -> None:
    """Let the case be erased; a job does it.

    Raises:
        NotPermitted: the actor does not decide about keeping.
        NotFound: there is no such wish, or its case is not for the actor to see.
        HadAPart: the actor worked on the case.
        Decided: somebody was quicker.
        OnHold: a procedure under the law needs the case.
        CaseStillOpen: it was opened again.
    """
    row, standing = _lock(actor, public_id)
    if held([row.case_id]):
        raise OnHold
    if standing.is_open:
        raise CaseStillOpen
    _decide(row, actor, RequestState.GRANTED, "", at)
    _journal(actor, standing.reference, at, granted=True)
    publish([ErasureGranted(row.case_id, at)])


@transaction.atomic
def refuse_request(*, actor: Actor, public_id: UUID, reason: str, at: datetime) -> None:
    """Keep the case, and say to the resident why.

    Raises:
        NotPermitted: the actor does not decide about keeping.
        NotFound: there is no such wish, or its case is not for the actor to see.
        HadAPart: the actor worked on the case.
        Decided: somebody was quicker.
        Invalid: no reason is given.
    """
    if not clean(reason):
        raise Invalid([Fault("reason", _("Say why, in words that the resident understands."))])
    row, standing = _lock(actor, public_id)
    _decide(row, actor, RequestState.REFUSED, clean(reason)[:1000], at)
    _journal(actor, standing.reference, at, granted=False)


def _lock(actor: Actor, public_id: UUID) -> tuple[ErasureRequest, cases.Standing]:
    case_id = request_view(actor, public_id).case_id
    require_no_part(actor, case_id)
    # The case before its rows, as everywhere.
    standing = cases.lock_standing(case_id)
    row = ErasureRequest.objects.select_for_update().get(public_id=public_id)
    if row.state != RequestState.WAITING:
        raise Decided
    return row, standing


def _decide(row: ErasureRequest, actor: Actor, state: RequestState, reason: str, at: datetime) -> None:
    row.state, row.reason, row.decided_at, row.decided_by_post_id = state, reason, at, actor.post_id
    row.save(update_fields=["state", "reason", "decided_at", "decided_by_post_id"])


def _journal(actor: Actor, reference: str, at: datetime, *, granted: bool) -> None:
    ledger.record(
        actor=actor,
        code="retention.erasure.granted" if granted else "retention.erasure.refused",
        at=at,
        chain=reference,
        pub={},
        internal={"post": actor.post_id},
    )
