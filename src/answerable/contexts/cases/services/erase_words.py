"""Erase what cases say and who said it; that they were, when, about what and how they ended stays for the figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from answerable.contexts.cases.enums import RoundState
from answerable.contexts.cases.errors import CaseStillOpen
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.models import (
    Accused,
    Ask,
    Attachment,
    Bundle,
    Case,
    Deferral,
    Move,
    Round,
)
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor

_SYSTEM = Actor.system("cases")
_BLANKED = ("title", "text", "place", "lat", "lon", "party", "code_hash", "erased_at")
_ENDED = ("state", "is_open", "closed_at", "due_at", "extension_asked")

# What a move changed and figures are made of; everything else in `facts` may hold words or places.
COUNTED = (
    "unit", "handler", "outcome", "topic", "kind", "area", "urgent", "assist", "bundle", "reached", "by", "until",
    "split", "split_from", "submission", "channel", "rule",
)  # fmt: skip
_MOVES = """
UPDATE cases_move SET words = '', attachment_ids = '{}', facts = coalesce(
  (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(facts) f WHERE f.key = ANY(%s)), '{}')
WHERE case_id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Emptied:
    """What belonged to the erased cases and lies with others: they erase it."""

    ids: dict[str, CaseId]
    party_ids: tuple[int, ...]
    file_ids: tuple[UUID, ...]
    round_ids: tuple[int, ...]


@transaction.atomic
def erase_words(case_ids: Sequence[CaseId], *, at: datetime) -> Emptied:
    """Blank the words of ended cases in all their rows; those that are blank already are left out.

    A party that another case still holds is not returned.

    Who may is asked by the caller, and that nothing holds them back (processes/erase_cases.py). The walls stay: else
    those complained of would see that there was a case.

    Raises:
        CaseStillOpen: one of them is not ended.
    """
    cases = list(Case.objects.select_for_update().filter(id__in=case_ids, erased_at=None).order_by("id"))
    if any(case.is_open for case in cases):
        raise CaseStillOpen
    ids = [case.pk for case in cases]
    parties = {case.party_id for case in cases if case.party_id is not None}
    files = _files_of(ids)
    rounds = tuple(Round.objects.filter(case__in=ids).order_by("id").values_list("id", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_MOVES, [list(COUNTED), ids])
    Accused.objects.filter(case__in=ids).update(words="", person_id=None, post_id=None)
    gone = ledger.gone(Attachment.objects.filter(case__in=ids))
    Attachment.objects.filter(case__in=ids).delete()
    Round.objects.filter(case__in=ids).exclude(answer="").update(answer="")
    Ask.objects.filter(round__case__in=ids).update(reason="", decision="")
    Deferral.objects.filter(case__in=ids).exclude(reason="").update(reason="")
    Case.objects.filter(id__in=ids).update(
        title="",
        text="",
        place="",
        lat=None,
        lon=None,
        party=None,
        search_grams=[],
        erased_at=at,
    )
    _tell(ids, _blank_bundles({case.bundle_id for case in cases if case.bundle_id is not None}), gone, at)
    kept = set(Case.objects.filter(party__in=parties).values_list("party_id", flat=True))
    named = {case.reference: CaseId(case.pk) for case in cases}
    return Emptied(named, tuple(sorted(parties - kept)), tuple(files), rounds)


def _files_of(ids: Sequence[int]) -> set[UUID]:
    """Return the files of cases; what a note or an answer brought along stands in its move too."""
    files = set(Attachment.objects.filter(case__in=ids).values_list("file_id", flat=True))
    for moved in Move.objects.filter(case__in=ids).exclude(attachment_ids=[]):
        files.update(moved.attachment_ids)
    return files


def _blank_bundles(bundle_ids: set[int]) -> set[int]:
    """Blank the name of bundles of which nothing is left that could be read, and return which."""
    living = set(
        Case.objects.filter(bundle__in=bundle_ids, erased_at=None).values_list("bundle_id", flat=True)
    )
    Bundle.objects.filter(id__in=bundle_ids - living).update(title="")
    return bundle_ids - living


def _tell(ids: Sequence[int], bundle_ids: set[int], gone: ledger.Rows, at: datetime) -> None:
    """Tell the journal what is left, in a line that stays when those of the cases go."""
    rows = ledger.all_rows(
        gone,
        ledger.told(Case.objects.filter(id__in=ids), _BLANKED),
        ledger.told(Accused.objects.filter(case__in=ids), ("person_id", "post_id", "words")),
        ledger.told(Move.objects.filter(case__in=ids), ("attachment_ids", "words", "facts")),
        ledger.digests_left(Round.objects.filter(case__in=ids)),
        ledger.digests_left(Ask.objects.filter(round__case__in=ids)),
        ledger.told(Bundle.objects.filter(id__in=bundle_ids), ("title",)),
    )
    if rows:
        ledger.record(actor=_SYSTEM, code="cases.words.erased", at=at, rows=rows)


@transaction.atomic
def end_restored(case_ids: Sequence[CaseId], *, at: datetime) -> None:
    """End cases that a backup brought back as open: they were ended and erased after it was taken."""
    mine = Case.objects.filter(id__in=case_ids, is_open=True)
    rounds = list(Round.objects.filter(case__in=mine, state__in=RoundState.open_states()))
    found = list(mine)
    Round.objects.filter(id__in=[one.pk for one in rounds]).update(state=RoundState.WITHDRAWN, closed_at=at)
    mine.update(state=RoundState.WITHDRAWN, is_open=False, closed_at=at, due_at=None, extension_asked=False)
    rows = ledger.all_rows(
        ledger.told(Round.objects.filter(id__in=[one.pk for one in rounds]), ("state", "closed_at")),
        ledger.told(Case.objects.filter(id__in=[one.pk for one in found]), _ENDED),
    )
    if rows:
        ledger.record(actor=_SYSTEM, code="cases.restored.ended", at=at, rows=rows)
