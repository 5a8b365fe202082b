"""Judge a week: which counts does their past not explain, and which of them says it best?"""

from collections.abc import Mapping
from datetime import date, datetime

import numpy as np
from django.conf import settings
from django.db import transaction

from answerable.contexts.insight.domain.hierarchy import Array, Node, telling
from answerable.contexts.insight.domain.warning import LEAST_HISTORY, Judged, Rule, judge
from answerable.contexts.insight.enums import WarningState
from answerable.contexts.insight.levels import WEEK, area_line, counted_until, topic_line
from answerable.contexts.insight.models import EarlyWarning, JudgedWeek
from answerable.contexts.insight.recipients import tell_first
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor

# Below a case a month there is no season to learn, and three cases are an outbreak by any threshold.
LEAST_MEAN = 0.25
# Shares of false alarms are steps of this grid, so that the table of a threshold serves for many weeks.
LARGEST, STEP, SMALLEST = 0.05, 0.8, 1e-4
_SYSTEM = Actor.system("insight")


def judge_week(*, week: date, at: datetime) -> list[EarlyWarning]:
    """Judge the week of a Monday, once, and return the warnings that it raised.

    What is above its threshold already stands in an open warning about the same is not raised again.
    """
    counted = counted_until(week)
    if counted is None or JudgedWeek.objects.filter(week=week).exists():
        return []
    first, series = counted
    weeks = (week - first) // WEEK + 1
    if weeks < LEAST_HISTORY:
        return []
    nodes = {node: counts for node, counts in series.items() if counts[:-1].mean() >= LEAST_MEAN}
    if not nodes:
        return []
    alpha = share_for(settings.OPTIONS.warnings_per_week, len(nodes))
    (judged,) = judge(np.array(list(nodes.values())), first=weeks, rule=Rule(alpha=alpha))
    return _raise(week, nodes, judged, alpha, at)


def share_for(budget: float, series: int) -> float:
    """Return the share of quiet weeks that may alarm, so that all series together keep to the weekly budget."""
    wanted = min(max(budget / series, SMALLEST), LARGEST)
    steps = int(np.ceil(np.log(wanted / LARGEST) / np.log(STEP) - 1e-9))
    return float(LARGEST * STEP**steps)


@transaction.atomic
def _raise(
    week: date, nodes: Mapping[Node, Array], judged: Judged, alpha: float, at: datetime
) -> list[EarlyWarning]:
    places = {node: place for place, node in enumerate(nodes)}
    excesses = {
        node: float(nodes[node][-1] - judged.expected[place])
        for node, place in places.items()
        if judged.alarm[place]
    }
    standing = set(
        EarlyWarning.objects.exclude(state=WarningState.CLOSED).values_list("topic_code", "area_id")
    )
    made = [
        EarlyWarning(
            week=week,
            topic_code=node.topic,
            area_id=node.area,
            count=int(nodes[node][-1]),
            expected=float(judged.expected[places[node]]),
            evidence=float(judged.score[places[node]]),
            threshold=float(judged.threshold[places[node]]),
            raised_at=at,
        )
        for node in telling(excesses, topic_line, area_line)
        if node not in standing
    ]
    made = EarlyWarning.objects.bulk_create(made)
    JudgedWeek.objects.create(
        week=week,
        series=len(nodes),
        alpha=alpha,
        budget=settings.OPTIONS.warnings_per_week,
        alarms=len(excesses),
        raised=len(made),
        at=at,
    )
    ledger.record_many(
        [
            ledger.Entry(
                actor=_SYSTEM,
                code="insight.warning.raised",
                at=at,
                internal={"warning": str(one.public_id), "topic": one.topic_code, "week": week.isoformat()},
            )
            for one in made
        ]
    )
    tell_first(made, at=at)
    return made
