"""Erase what was said in reviews; how answers were judged, and what came of it, stays for the figures."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from answerable.contexts.ledger import api as ledger
from answerable.contexts.review import journal
from answerable.contexts.review.clocks import visit_subject
from answerable.contexts.review.models import Contest, Invitation, Rating, ReturnVisit, VisitAttempt
from answerable.contexts.review.services.end_reviews import end_reviews


@transaction.atomic
def erase_reviews(case_ids: Sequence[int], *, at: datetime) -> list[str]:
    """Blank comments, notes and reasons of the reviews of these cases; return the subjects of their clocks.

    Whoever is erased is asked and called no more, and what was contested has nothing left to decide on.
    """
    visits = ReturnVisit.objects.filter(case__in=case_ids)
    rounds = Invitation.objects.filter(case__in=case_ids).values_list("round_id", flat=True)
    end_reviews(round_ids=sorted(rounds), at=at)
    ratings = Rating.objects.filter(invitation__case__in=case_ids)
    attempts = VisitAttempt.objects.filter(visit__case__in=case_ids)
    contests = Contest.objects.filter(visit__case__in=case_ids)
    ratings.exclude(comment="").update(comment="")
    attempts.exclude(note="").update(note="")
    visits.exclude(reason="").update(reason="")
    contests.update(text="", reason="")
    invitations = Invitation.objects.filter(case__in=case_ids)
    left = (ledger.digests_left(rows) for rows in (invitations, ratings, attempts, visits, contests))
    journal.record_rows("review.words.erased", at, ledger.all_rows(*left))
    return [visit_subject(key) for key in visits.order_by("id").values_list("id", flat=True)]
