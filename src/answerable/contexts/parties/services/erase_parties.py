"""Erase who spoke. Nothing of a party is statistics, so the whole row goes."""

from collections.abc import Sequence

from django.db import transaction

from answerable.contexts.parties.models import Party


@transaction.atomic
def erase_parties(party_ids: Sequence[int]) -> None:
    """Delete parties that no case holds any more (that has been asked by the caller)."""
    Party.objects.filter(id__in=party_ids).delete()
