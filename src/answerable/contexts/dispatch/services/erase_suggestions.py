"""Erase the words of cases from what was suggested for them; which model said what topic stays."""

from collections.abc import Sequence

from django.db import transaction

from answerable.contexts.dispatch.models import Suggestion


@transaction.atomic
def erase_suggestions(case_ids: Sequence[int]) -> None:
    """Blank terms and reasons. Lessons hold no words; a case without words is learnt from no more."""
    Suggestion.objects.filter(case__in=case_ids).update(terms=[], reason_zh="", reason_en="", error="")
