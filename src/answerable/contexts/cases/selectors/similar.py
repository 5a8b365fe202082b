"""Recent cases that may be about the same thing.

The rarest words of a text are looked up in the index, and what is found is ranked by how many words both have. How
rare a word is, the newest cases say: PostgreSQL shows its own statistics to no role that row policies bind.
"""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

from answerable.contexts.cases.models import Case
from answerable.contexts.cases.permissions import visible
from answerable.contexts.cases.selectors.rows import rows_of
from answerable.contexts.cases.views import SimilarCase
from answerable.contexts.organisation import api as organisation
from answerable.kernel import row_security
from answerable.kernel.actor import Actor
from answerable.kernel.text import query_grams

RECENT = timedelta(days=30)
# So many of the rarest words are looked up, and so many of the newest cases that have one of them are compared.
LOOKED_UP, COMPARED = 12, 200
# Below this share of common words two texts only share a language.
LEAST = 0.2
_FRESH_SECONDS = 600.0

# So many of the newest cases say how common words are now. What is behind a wall takes no part.
_SAMPLE, _COMMON = 2_000, 40
_STATISTICS = """
SELECT word, count(*)::float / %s
FROM (
  SELECT search_grams FROM cases_case
  WHERE walled_persons = '{}' AND walled_units = '{}'
  ORDER BY received_at DESC, id DESC LIMIT %s
) newest, unnest(newest.search_grams) word
GROUP BY word HAVING count(*) >= %s
"""


class _Frequencies:
    """How large a share of all cases has a word."""

    def __init__(self) -> None:
        self._known: dict[str, float] = {}
        self._until = 0.0

    def get(self) -> dict[str, float]:
        if time.monotonic() >= self._until:
            with row_security.system("cases.common_words"), connection.cursor() as cursor:
                cursor.execute(_STATISTICS, [_SAMPLE, _SAMPLE, _COMMON])
                self._known = dict(cursor.fetchall())
            self._until = time.monotonic() + _FRESH_SECONDS
        return self._known


_frequencies = _Frequencies()


def similar_cases(
    actor: Actor, text: str, area_id: int | None, at: datetime, *, limit: int = 5, leave_out: str = ""
) -> tuple[SimilarCase, ...]:
    """Return open cases of the last 30 days with words of this text, the same area first.

    Nothing of what the actor may not see takes part. `leave_out` is the reference of the case that is being looked at.
    """
    grams = query_grams(text)
    if not grams:
        return ()
    rare = _rarest(grams)
    cases = Case.objects.filter(visible(actor) & Q(is_open=True, search_grams__overlap=rare))
    cases = cases.filter(received_at__gte=at - RECENT, received_at__lte=at).exclude(reference=leave_out)
    found = cases.order_by("-received_at", "-id").values_list("id", "area_id", "search_grams")[:COMPARED]
    wanted = set(grams)
    ranked = []
    for key, area, words in found:
        overlap = len(wanted.intersection(words)) / len(wanted)
        if overlap >= LEAST:
            ranked.append((_near(area, area_id), overlap, key))
    ranked.sort(reverse=True)
    rows = rows_of(key for _, _, key in ranked[:limit])
    return tuple(
        SimilarCase(rows[key], overlap, near) for near, overlap, key in ranked[:limit] if key in rows
    )


def _rarest(grams: Sequence[str]) -> list[str]:
    known = _frequencies.get()
    return sorted(grams, key=lambda gram: (known.get(gram, 0.0), gram))[:LOOKED_UP]


def _near(area: int | None, wanted: int | None) -> bool:
    """Whether one lies in the other."""
    if area is None or wanted is None:
        return False
    index = organisation.areas()
    return index.is_within(area, wanted) or index.is_within(wanted, area)
