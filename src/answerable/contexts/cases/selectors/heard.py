"""What came in, as counts that everybody may read: whole city, wide topics, nothing that points at single people."""

from collections import Counter
from datetime import datetime

from django.db.models import Count

from answerable.contexts.cases.enums import Sensitive
from answerable.contexts.cases.models import Case
from answerable.contexts.cases.topics import topics


def heard(since: datetime, until: datetime, *, at_least: int) -> list[tuple[str, int]]:
    """Return how many cases came in by topic of the first level, most first; smaller counts are left out.

    Complaints about the police are left out as well: so soon, even a count would tell those complained of.
    """
    tree = topics()
    rows = (
        Case.objects.filter(received_at__gte=since, received_at__lt=until, walled_persons=[], walled_units=[])
        .exclude(topic_code="")
        .values_list("topic_code")
        .annotate(count=Count("id"))
        .order_by()
    )
    counts: Counter[str] = Counter()
    for code, count in rows:
        if tree.sensitive(code) is not Sensitive.OFFICER and (line := tree.line(code)):
            counts[line[-1]] += count
    return [(code, count) for code, count in counts.most_common() if count >= at_least]
