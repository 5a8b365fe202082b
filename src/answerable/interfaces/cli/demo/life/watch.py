"""What the bureau was warned of: the counts of its earlier system, the last quarter judged, and what people found."""

from datetime import date, datetime, time, timedelta
from itertools import cycle

import numpy as np
from django.utils import timezone

from answerable.contexts.insight import api as insight
from answerable.contexts.insight.api import GivenCount
from answerable.contexts.insight.enums import Cause
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.kernel.actor import Actor

YEARS = 3
JUDGED = 10
# So many standard deviations above its mean a week was no usual one, and says little of what the past was like.
USUAL = 2.0
FOUND = (
    (Cause.MATTER, "工地夜间抢工，已责令停工并约谈施工单位，后续回访居民。"),
    (Cause.EVENT, "节日活动期间人流集中，属于已知情况，活动后已恢复。"),
    (Cause.MATTER, "同类骗局短时间集中出现，已发布预警并入社区宣传。"),
    (Cause.CAMPAIGN, "近期开展宣传，群众主动反映增多，不是新问题。"),
    (Cause.CHANCE, "逐件看过，没有共同的地点和原因，判断为偶然波动。"),
)


def keep_warned(until: datetime, seed: int) -> None:
    """Take over a made past, judge the last weeks one after another, and let people have looked into most of it."""
    newest = insight.count_weeks(at=until, weeks=None)
    known = insight.history()
    if known is None:
        return
    past = _past(insight.counts(), known.first, newest, seed)
    insight.load_history(actor=Actor.system("demo"), counts=past, at=until)
    root = organisation.units().root.id
    analyst = organisation.actor_for(organisation.posts_holding(Role.ANALYST, root, at=until)[0].id, at=until)
    found = cycle(FOUND)
    for back in reversed(range(JUDGED)):
        week = newest - timedelta(days=7 * back)
        at = timezone.make_aware(datetime.combine(week + timedelta(days=7), time(5, 23)))
        for number, one in enumerate(insight.judge_week(week=week, at=at)):
            if back < 2 and number % 2:
                continue
            insight.take_warning(actor=analyst, public_id=one.public_id, at=at + timedelta(hours=4 + number))
            if back >= 2:
                cause, words = next(found)
                closed = at + timedelta(days=2, hours=number)
                insight.close_warning(
                    actor=analyst, public_id=one.public_id, cause=cause, words=words, at=closed
                )
    insight.climb_warnings(at=until)


def _past(
    lived: dict[tuple[str, int | None], dict[date, int]], first: date, newest: date, seed: int
) -> list[GivenCount]:
    """Make counts of the years before that go on as the city lives now, with a season."""
    random = np.random.default_rng(seed)
    weeks = (newest - first).days // 7 + 1
    before = [first - timedelta(days=7 * back) for back in range(1, 52 * YEARS + 1)]
    turns = np.array([week.toordinal() / 365.25 * 2 * np.pi for week in before])
    given = []
    for (topic, area), counts in sorted(lived.items(), key=lambda one: (one[0][0], one[0][1] or 0)):
        mean = sum(counts.values()) / weeks
        most = mean + USUAL * mean**0.5
        usual = sum(min(count, max(1.0, most)) for count in counts.values()) / weeks
        made = random.poisson(usual * (1 + 0.12 * np.cos(turns - 3.6)))
        given += [
            GivenCount(topic, area, week, int(count))
            for week, count in zip(before, made, strict=True)
            if count
        ]
    return given
