"""From rounds to their cases, for acts that mean one certain round."""

from collections.abc import Mapping, Sequence

from django.db.models import F

from answerable.contexts.cases.errors import CaseNotFound
from answerable.contexts.cases.ids import CaseId, RoundId
from answerable.contexts.cases.models import Round
from answerable.kernel.errors import IllegalMove


def cases_of_rounds(round_ids: Sequence[RoundId]) -> Mapping[RoundId, CaseId]:
    """Return the case of each round, all of which have to be the newest of their cases.

    Raises:
        CaseNotFound: there is no such round.
        IllegalMove: a later round has begun, and this one is frozen.
    """
    rows = Round.objects.filter(id__in=round_ids).annotate(newest=F("case__round_no"))
    found = {row.pk: row for row in rows}
    if len(found) < len(set(round_ids)):
        raise CaseNotFound
    if any(row.number != row.newest for row in found.values()):
        raise IllegalMove
    return {round_id: CaseId(found[round_id].case_id) for round_id in round_ids}
