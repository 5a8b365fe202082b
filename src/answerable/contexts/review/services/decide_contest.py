"""Decide on a resident's objection, above those who handled and those who refused."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases import api as cases
from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.ledger import api as ledger
from answerable.contexts.review import journal
from answerable.contexts.review.clocks import contest_subject
from answerable.contexts.review.enums import ContestState, ReviewAct, VisitState
from answerable.contexts.review.events import ContestDecided
from answerable.contexts.review.permissions import require
from answerable.contexts.review.services.visits import lock_contest
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, IllegalMove, Invalid
from answerable.kernel.events import publish
from answerable.kernel.text import clean

LONGEST = 4000
_WRITTEN = ("state", "decided_by_post", "decided_at", "reason")


@transaction.atomic
def decide_contest(*, actor: Actor, contest_id: UUID, allow: bool, reason: str, at: datetime) -> None:
    """Allow it, and the round is done again one level up; or reject it for good, with a reason that the resident reads.

    Raises:
        VisitNotFound: there is no such contest, or it is not for this post.
        NotPermitted, NotIndependent: the post does not reach that level, or had a part in it.
        IllegalMove: it is decided already.
        Invalid: no reason is given.
    """
    contest = lock_contest(actor, contest_id)
    if contest.state != ContestState.OPEN:
        raise IllegalMove
    visit = contest.visit
    require(actor, ReviewAct.DECIDE_CONTEST, visit, at)
    words = clean(reason)
    if not words or len(words) > LONGEST:
        raise Invalid(
            [Fault("reason", _("Give the reason in up to 4,000 characters. The resident will read it."))]
        )
    contest.state = ContestState.ALLOWED if allow else ContestState.REJECTED
    contest.decided_by_post_id, contest.decided_at, contest.reason = actor.post_id, at, words
    contest.save(update_fields=_WRITTEN)
    deadlines.stop_clocks(subjects=[contest_subject(visit.pk)], at=at)
    round_id = cases.RoundId(visit.round_id)
    if allow:
        cases.reopen_round(actor=actor, round_id=round_id, reason=words, at=at)
    elif visit.state == VisitState.REFUSED:
        cases.close_rounds(actor=journal.SYSTEM, round_ids=[round_id], why=words, at=at)
    journal.record(
        actor,
        "review.contest.decided",
        visit,
        at,
        {"allowed": allow, "reason": words},
        rows=ledger.told([contest], _WRITTEN),
    )
    publish([ContestDecided(contest.pk, visit.case_id, allow, at)])
