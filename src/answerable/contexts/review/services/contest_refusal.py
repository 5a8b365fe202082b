"""Let the resident object, once, to a refusal."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases import api as cases
from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import api as organisation
from answerable.contexts.review import journal
from answerable.contexts.review.clocks import contest_subject
from answerable.contexts.review.domain.independence import level_above
from answerable.contexts.review.errors import NoContest
from answerable.contexts.review.events import ContestOpened
from answerable.contexts.review.models import Contest, ReturnVisit
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid
from answerable.kernel.events import publish
from answerable.kernel.text import clean

LONGEST = 4000


@transaction.atomic
def contest_refusal(*, case_id: int, text: str, at: datetime) -> None:
    """Bring the refusal, or that nobody was reached, before the level above both units. Who asks holds the case's code.

    Raises:
        Invalid: nothing was written, or too much.
        NoContest: there is no such decision, its time is over, or it was contested before.
    """
    words = clean(text)
    if not words or len(words) > LONGEST:
        raise Invalid([Fault("text", _("Say in up to 4,000 characters why it should be looked at again."))])
    visit = (
        ReturnVisit.objects.select_for_update(of=("self",))
        .select_related("rating__invitation")
        .filter(case_id=case_id, contest_until__gt=at)
        .order_by("-id")
        .first()
    )
    if visit is None or visit.reviewer_unit_id is None:
        raise NoContest
    level = level_above(visit.reviewer_unit_id, visit.handling_unit_id, organisation.units())
    try:
        with transaction.atomic():
            contest = Contest.objects.create(visit=visit, level_unit_id=level, text=words, at=at)
    except IntegrityError:
        raise NoContest from None
    _start_clock(visit, at)
    journal.record(
        Actor.resident(case_id), "review.contested", visit, at, {"text": words}, rows=ledger.told([contest])
    )
    publish([ContestOpened(contest.pk, case_id, level, at)])


def _start_clock(visit: ReturnVisit, at: datetime) -> None:
    """An objection is decided by a date, too, where the bureau has a rule for it."""
    fact = cases.facts_of([cases.CaseId(visit.case_id)])[cases.CaseId(visit.case_id)]
    deadlines.apply_clocks(
        [
            deadlines.ClockStart(
                subject=contest_subject(visit.pk),
                clock=deadlines.ClockKind.CONTEST,
                kind=fact.kind,
                topics=cases.topics().line(fact.topic_code),
                at=at,
            )
        ]
    )
