"""Take one rating: by the code of a link, or from the tracking page."""

from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.review.codes import code_digests, source_digest
from answerable.contexts.review.domain.backoff import FORGET_AFTER, wait_after
from answerable.contexts.review.enums import CallTime, InvitationState, Resolved, Satisfaction
from answerable.contexts.review.errors import NoSuchCode, NothingToRate, TooManyCodes
from answerable.contexts.review.models import Invitation, WrongCode
from answerable.contexts.review.selectors.resident import resident_review
from answerable.contexts.review.services.rate_rounds import LONGEST_COMMENT, NewRating, rate_rounds
from answerable.contexts.review.views import ResidentReview
from answerable.kernel import row_security
from answerable.kernel.errors import Fault, Invalid
from answerable.kernel.row_security import Door, Scope


def rate_round(
    *,
    satisfaction: Satisfaction,
    resolved: Resolved,
    at: datetime,
    code: str = "",
    case_id: int | None = None,
    comment: str = "",
    may_call: bool = True,
    call_time: CallTime = CallTime.ANY,
    source: str = "",
) -> ResidentReview:
    """Keep what the resident says of the newest answer, and return what the page shows then.

    Either `code` from the link, or `case_id` of the tracking session. `source` is a digest that stands for the network
    of whoever types codes; it is kept only while they are wrong.

    Raises:
        Invalid: the comment is too long.
        NoSuchCode: the code opens nothing, or not any more.
        TooManyCodes: too many such codes came from there.
        AlreadyRated: this answer has a rating.
        NothingToRate: there is no answer that can be rated now.
    """
    if len(comment) > LONGEST_COMMENT:
        raise Invalid([Fault("comment", _("Please keep to 2,000 characters."))])
    invitation = _by_code(code, source, at) if code else _newest(case_id)
    rating = NewRating(
        round_id=invitation.round_id,
        satisfaction=satisfaction,
        resolved=resolved,
        at=at,
        comment=comment,
        may_call=may_call,
        call_time=call_time,
        by_link=bool(code),
    )
    with _own(invitation):
        rate_rounds([rating])
        return resident_review(invitation.round_id, at=at)


def rating_by_code(*, code: str, at: datetime, source: str = "") -> ResidentReview:
    """Return what the page of a link shows: the question, or what was said already. It tells nothing of the case.

    Raises:
        NoSuchCode: the code opens nothing, or not any more.
        TooManyCodes: too many such codes came from there.
    """
    invitation = _by_code(code, source, at)
    with _own(invitation):
        return resident_review(invitation.round_id, at=at)


def _own(invitation: Invitation) -> AbstractContextManager[None]:
    """Whoever holds the code of a link, or of the case, sees that one case and nothing else."""
    return row_security.within(Scope(Door.RESIDENT, case_id=invitation.case_id))


def _newest(case_id: int | None) -> Invitation:
    rows = Invitation.objects.filter(case_id=case_id) if case_id is not None else Invitation.objects.none()
    found = rows.order_by("-round_no").first()
    if found is None:
        raise NothingToRate
    return found


def _by_code(code: str, source: str, at: datetime) -> Invitation:
    _refuse_while_waiting(source, at)
    digests = code_digests(code)
    with row_security.system("review.find_by_code"):
        found = Invitation.objects.filter(code_digest__in=digests).first() if digests else None
    if found is None or _is_over(found, at):
        _count_wrong(source, at)
        raise NoSuchCode
    return found


def _is_over(invitation: Invitation, at: datetime) -> bool:
    """A link that was used still shows what was said; one that was not is void once its time is over."""
    return invitation.state != InvitationState.RATED and (
        invitation.state != InvitationState.OPEN or invitation.expires_at <= at
    )


def _refuse_while_waiting(source: str, at: datetime) -> None:
    if not source:
        return
    waiting = WrongCode.objects.filter(source=source_digest(source), until__gt=at).first()
    if waiting is not None:
        raise TooManyCodes(seconds=int((waiting.until - at) / timedelta(seconds=1)) + 1)


def _count_wrong(source: str, at: datetime) -> None:
    """Count in a transaction of its own, since the request that brought the code ends in an error."""
    if not source:
        return
    with transaction.atomic():
        WrongCode.objects.bulk_create(
            [WrongCode(source=source_digest(source), last_at=at, until=at)], ignore_conflicts=True
        )
        row = WrongCode.objects.select_for_update().get(source=source_digest(source))
        row.failures = 1 if row.last_at < at - FORGET_AFTER else row.failures + 1
        row.last_at, row.until = at, at + wait_after(row.failures)
        row.save(update_fields=["failures", "last_at", "until"])


def forget_wrong_codes(*, at: datetime) -> int:
    """Forget who typed wrong codes longer ago than they count; return how many."""
    return WrongCode.objects.filter(last_at__lt=at - FORGET_AFTER, until__lt=at).delete()[0]
