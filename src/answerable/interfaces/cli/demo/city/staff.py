"""The bureau's people: nobody is called after the sixty-year calendar, so nobody can be meant."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from answerable.interfaces.cli.demo.city.bureau import BUREAU, INSPECTORATE, VOICE, UnitLine
from answerable.interfaces.cli.demo.city.names import staff_names
from answerable.interfaces.web.demo_logins import LOGINS

STATION = (
    ("所长", "Station Chief", "leader"),
    ("教导员", "Political Instructor", "leader|handler"),
    ("社区民警", "Community Officer", "handler"),
    ("值班民警", "Duty Officer", "handler"),
)
TEAM = (
    ("大队长", "Team Leader", "leader"),
    ("副大队长", "Deputy Team Leader", "leader|handler"),
    ("民警", "Officer", "handler"),
    ("民警", "Officer", "handler"),
)
BRANCH = (
    ("局长", "Branch Chief", "leader"),
    ("民意专员", "Public-voice Officer", "dispatcher"),
    ("民意专员", "Public-voice Officer", "dispatcher|reviewer"),
    ("综合民警", "Officer", "handler"),
)
DIVISION = (
    ("支队长", "Division Chief", "leader"),
    ("民意专员", "Public-voice Officer", "dispatcher"),
    ("综合民警", "Officer", "handler"),
)
OFFICES: dict[str, tuple[tuple[str, str, str, int], ...]] = {
    BUREAU: (
        ("局长", "Chief of the Bureau", "leader", 1),
        ("副局长", "Deputy Chief", "leader", 2),
        ("督办民警", "Supervising Officer", "handler", 2),
        ("新闻发言人", "Spokesperson", "spokesperson", 1),
        ("系统管理员", "Set-up Officer", "setup", 2),
    ),
    VOICE: (
        ("中心主任", "Head of the Centre", "leader@bureau|dispatcher@bureau", 1),
        ("坐席员", "Hotline Agent", "agent@bureau", 12),
        ("分派员", "Dispatcher", "dispatcher@bureau", 6),
        ("回访员", "Reviewer", "reviewer@bureau", 6),
        ("答复民警", "Officer", "handler", 3),
        ("分析员", "Analyst", "analyst@bureau", 2),
    ),
    INSPECTORATE: (
        ("支队长", "Head of the Inspectorate", "leader|inspector@bureau", 1),
        ("督察", "Inspector", "inspector@bureau", 4),
        ("民意专员", "Public-voice Officer", "dispatcher", 1),
    ),
}


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A person with a post; a role may name another unit after an @."""

    username: str
    name: str
    post_zh: str
    post_en: str
    unit: str
    roles: str


def make_staff(units: Sequence[UnitLine]) -> list[StaffLine]:
    """Return everybody's post, from the top of the bureau down."""
    names = iter(staff_names())
    waiting: dict[tuple[str, str], list[str]] = {}
    for login in LOGINS:
        waiting.setdefault((login.unit, login.post), []).append(login.username)
    staff = []
    for unit in units:
        numbers = count(1)
        for post_zh, post_en, roles in _posts(unit):
            number = next(numbers)
            known = waiting.get((unit.code, post_zh))
            username = known.pop(0) if known else f"{unit.code}.{number}"
            staff.append(StaffLine(username, next(names), post_zh, post_en, unit.code, roles))
    return staff


def _posts(unit: UnitLine) -> Iterator[tuple[str, str, str]]:
    if unit.code in OFFICES:
        for post_zh, post_en, roles, many in OFFICES[unit.code]:
            yield from [(post_zh, post_en, roles)] * many
    elif unit.level == "branch":
        yield from BRANCH if unit.kind == "territorial" else DIVISION
    else:
        yield from STATION if unit.kind == "territorial" else TEAM
