"""Calendar and rules as a snapshot in memory, read anew when they have changed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F

from answerable.contexts.deadlines.domain.calendar import Calendar, Interval, SpecialDay
from answerable.contexts.deadlines.domain.rules import Rule, rule_for
from answerable.contexts.deadlines.enums import ClockKind, TimeUnit
from answerable.contexts.deadlines.models import CalendarDay, ClockRule, RuleBookVersion, WorkInterval


@dataclass(frozen=True, slots=True)
class RuleBook:
    version: int
    calendar: Calendar
    rules: tuple[Rule, ...]
    _found: dict[tuple[ClockKind, str, Sequence[str]], Rule | None] = field(
        default_factory=dict, repr=False, compare=False
    )

    def rule_for(self, clock: ClockKind, kind: str, topics: tuple[str, ...]) -> Rule | None:
        """Return the rule for a clock, each look-up worked out once."""
        key = (clock, kind, topics)
        if key not in self._found:
            self._found[key] = rule_for(self.rules, clock, kind, topics)
        return self._found[key]


_held: RuleBook | None = None


def rulebook() -> RuleBook:
    """Return the calendar and rules in force; one small query tells whether the held ones still are."""
    global _held
    version = RuleBookVersion.objects.order_by("id").values_list("number", flat=True).first() or 0
    if _held is None or _held.version != version:
        _held = RuleBook(version, _calendar(), _rules())
    return _held


def touch() -> None:
    """Note that calendar or rules have changed. Call it in the transaction that changes them."""
    global _held
    if not RuleBookVersion.objects.update(number=F("number") + 1):
        RuleBookVersion.objects.create(number=1)
    _held = None


def _calendar() -> Calendar:
    week: dict[int, list[Interval]] = defaultdict(list)
    for weekday, starts, ends in WorkInterval.objects.order_by("weekday", "starts").values_list(
        "weekday", "starts", "ends"
    ):
        week[weekday].append((starts, ends))
    if not week:
        # Before a bureau has said when it works: the usual office hours.
        week = defaultdict(list, {n: [(time(9), time(12)), (time(13, 30), time(17, 30))] for n in range(5)})
    special = {
        day.day: SpecialDay(day.day, day.works, day.name_zh, day.name_en) for day in CalendarDay.objects.all()
    }
    return Calendar(week, special, ZoneInfo(settings.TIME_ZONE))


def _rules() -> tuple[Rule, ...]:
    return tuple(rule_of(row) for row in ClockRule.objects.order_by("id"))


def rule_of(row: ClockRule) -> Rule:
    return Rule(
        kind=row.kind,
        topic=row.topic,
        clock=ClockKind(row.clock),
        amount=row.amount,
        unit=TimeUnit(row.unit),
        extension_max=row.extension_max,
        why_zh=row.why_zh,
        why_en=row.why_en,
    )
