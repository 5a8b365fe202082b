"""Why something is due when it is, in one sentence that a resident understands."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from answerable.contexts.deadlines.domain.calendar import Calendar, SpecialDay
from answerable.contexts.deadlines.domain.replay import Due, Pause
from answerable.contexts.deadlines.domain.rules import Rule
from answerable.contexts.deadlines.enums import TimeUnit

_UNIT_ZH = {
    TimeUnit.WORKING_MINUTES: "个工作分钟",
    TimeUnit.WORKING_HOURS: "个工作小时",
    TimeUnit.WORKING_DAYS: "个工作日",
    TimeUnit.HOURS: "小时",
    TimeUnit.DAYS: "天",
}
_UNIT_EN = {
    TimeUnit.WORKING_MINUTES: "working minute",
    TimeUnit.WORKING_HOURS: "working hour",
    TimeUnit.WORKING_DAYS: "working day",
    TimeUnit.HOURS: "hour",
    TimeUnit.DAYS: "day",
}
_WEEKDAY_ZH = "一二三四五六日"


def explain(due: Due, rule: Rule, calendar: Calendar) -> tuple[str, str]:
    """Return the sentence in Chinese and in English: norm, start, days that do not count, pauses, extensions, date."""
    runs = [] if rule.unit is TimeUnit.HOURS else _runs(_relevant(due, calendar))
    return _chinese(due, rule, calendar, runs), _english(due, rule, calendar, runs)


def _relevant(due: Due, calendar: Calendar) -> list[SpecialDay]:
    return calendar.special_between(calendar.local_day(due.started_at), calendar.local_day(due.at))


def _runs(days: Sequence[SpecialDay]) -> list[list[SpecialDay]]:
    """Join neighbouring days of one kind and name, such as the seven of a holiday."""
    if not days:
        return []
    runs = [[days[0]]]
    for before, day in pairwise(days):
        same = before.works == day.works and before.name_zh == day.name_zh
        if same and day.day - before.day == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _chinese(due: Due, rule: Rule, calendar: Calendar, runs: Sequence[Sequence[SpecialDay]]) -> str:
    parts = [f"{rule.why_zh}：自{_moment_zh(due.started_at, calendar)}起{rule.amount}{_UNIT_ZH[rule.unit]}"]
    for run in runs:
        if run[0].works:
            parts.append(
                f"{_day_zh(run[0].day)}（周{_WEEKDAY_ZH[run[0].day.weekday()]}）调休上班，计入工作日"
            )
        else:
            span = _day_zh(run[0].day) + (f"至{_day_zh(run[-1].day)}" if len(run) > 1 else "")
            parts.append(f"{span}{run[0].name_zh}放假不计")
    parts += [f"等待补充情况的{_minutes_zh(pause)}不计" for pause in due.pauses if pause.minutes]
    parts += [f"经{entry.by_zh or '上级'}批准延期" for entry in due.extensions]
    return "，".join(parts) + f"，因此期限为{_moment_zh(due.at, calendar)}。"


def _english(due: Due, rule: Rule, calendar: Calendar, runs: Sequence[Sequence[SpecialDay]]) -> str:
    parts = [
        f"{rule.why_en}: {_count_en(rule.amount, _UNIT_EN[rule.unit])} from {_moment_en(due.started_at, calendar)}"
    ]
    for run in runs:
        if run[0].works:
            parts.append(f"{_day_en(run[0].day)} is a working day in place of a holiday")
        else:
            span = _day_en(run[0].day) + (f" to {_day_en(run[-1].day)}" if len(run) > 1 else "")
            verb = "do" if len(run) > 1 else "does"
            parts.append(f"{span} ({run[0].name_en}) {verb} not count")
    parts += [
        f"{_minutes_en(pause)} of waiting for details do not count" for pause in due.pauses if pause.minutes
    ]
    parts += [f"extended with the approval of {entry.by_en or 'the level above'}" for entry in due.extensions]
    return "; ".join(parts) + f"; so it is due by {_moment_en(due.at, calendar)}."


def _moment_zh(at: datetime, calendar: Calendar) -> str:
    local = at.astimezone(calendar.zone)
    return f"{_day_zh(local.date())}（周{_WEEKDAY_ZH[local.weekday()]}）{local:%H:%M}"


def _day_zh(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _moment_en(at: datetime, calendar: Calendar) -> str:
    local = at.astimezone(calendar.zone)
    return f"{local:%a} {local.day} {local:%b} {local:%H:%M}"


def _day_en(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def _minutes_zh(pause: Pause) -> str:
    hours, minutes = divmod(pause.minutes, 60)
    return (f"{hours}小时" if hours else "") + (f"{minutes}分钟" if minutes else "")


def _minutes_en(pause: Pause) -> str:
    hours, minutes = divmod(pause.minutes, 60)
    return " ".join([_count_en(hours, "hour")] * bool(hours) + [_count_en(minutes, "minute")] * bool(minutes))


def _count_en(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
