"""What review does when something has happened to a round."""

from collections.abc import Sequence

from answerable.contexts.cases.events import CaseWithdrawn, RoundAnswered, RoundDisputed, RoundReopened
from answerable.contexts.review.services.end_reviews import end_reviews
from answerable.contexts.review.services.invite import invite
from answerable.contexts.review.services.take_spoken import take_spoken
from answerable.kernel.events import afterwards, at_once


@at_once(RoundAnswered)
def ask_for_a_rating(answered: Sequence[RoundAnswered]) -> None:
    """No answer without the question how it was, so in the transaction of the answer."""
    invite(answered)


# Afterwards, because here the case is locked before the visit, and everywhere else it is the other way round.
@afterwards(CaseWithdrawn)
def ask_no_more(withdrawn: Sequence[CaseWithdrawn]) -> None:
    """Spare the resident the question and the call."""
    end_reviews(round_ids=[event.round_id for event in withdrawn], at=max(event.at for event in withdrawn))


@afterwards(RoundDisputed)
def take_up(disputed: Sequence[RoundDisputed]) -> None:
    """No contested round without a call, however the resident told us."""
    take_spoken(disputed)


@afterwards(RoundReopened)
def leave_old_rounds(reopened: Sequence[RoundReopened]) -> None:
    """Another round has begun, perhaps by order from above: the old one is asked about no more."""
    end_reviews(round_ids=[event.old_round_id for event in reopened], at=max(event.at for event in reopened))
