"""Hold a case back from erasure while a procedure under the law may need it, and let it go again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases import api as cases
from answerable.contexts.ledger import api as ledger
from answerable.contexts.retention.errors import CaseErased
from answerable.contexts.retention.models import Hold
from answerable.contexts.retention.permissions import require_decider
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid, NotFound
from answerable.kernel.text import clean


@transaction.atomic
def place_hold(*, actor: Actor, reference: str, reason: str, at: datetime) -> None:
    """Hold a case; one that is held already stays as it is.

    Raises:
        NotPermitted: the actor does not decide about keeping.
        NotFound: there is no such case for the actor.
        Invalid: no reason is given.
        CaseErased: nothing is left that could be held.
    """
    require_decider(actor)
    case_id, words = cases.case_id_of(actor, reference), _reason(reason)
    # The case before its rows, as everywhere: an erasure that has begun is waited for.
    if cases.lock_standing(case_id).erased:
        raise CaseErased
    _hold, made = Hold.objects.get_or_create(
        case_id=case_id,
        lifted_at=None,
        defaults={"reason": words, "placed_at": at, "placed_by_post_id": actor.post_id},
    )
    if made:
        ledger.record(actor=actor, code="retention.hold.placed", at=at, chain=reference, pub={})


@transaction.atomic
def lift_hold(*, actor: Actor, reference: str, reason: str, at: datetime) -> None:
    """Let a case go that was held.

    Raises:
        NotPermitted: the actor does not decide about keeping.
        NotFound: there is no such case for the actor, or it is not held.
        Invalid: no reason is given.
    """
    require_decider(actor)
    case_id, words = cases.case_id_of(actor, reference), _reason(reason)
    held = Hold.objects.select_for_update().filter(case_id=case_id, lifted_at=None).first()
    if held is None:
        raise NotFound
    held.lifted_at, held.lifted_by_post_id, held.lift_reason = at, actor.post_id, words
    held.save(update_fields=["lifted_at", "lifted_by_post_id", "lift_reason"])
    ledger.record(actor=actor, code="retention.hold.lifted", at=at, chain=reference, pub={})


def _reason(text: str) -> str:
    if not clean(text):
        raise Invalid([Fault("reason", _("Say why, and by which procedure."))])
    return clean(text)[:300]
