"""Builds the demo city: its bureau through the product's own set-up, then its life through the product's services."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from answerable.contexts.cases import api as cases
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Level, UnitKind
from answerable.interfaces.cli.demo.city.places import FULL, SMALL, Scale
from answerable.interfaces.cli.demo.city.tables import City, make_city
from answerable.interfaces.cli.demo.life.arrivals import Crowd, Ground
from answerable.interfaces.cli.demo.life.hours import Hours
from answerable.interfaces.cli.demo.life.town import Town
from answerable.interfaces.web.demo_logins import LOGINS, PASSWORD
from answerable.kernel import row_security
from answerable.kernel.actor import Actor
from answerable.kernel.tables import open_tables
from answerable.processes.set_up_bureau import set_up_bureau

SYSTEM = Actor.system("demo")
BASE = "china-police"


@dataclass(frozen=True, slots=True)
class Plan:
    """How large a city, how many voices over how many days up to when, and from which seed."""

    until: datetime
    seed: int = 1
    cases: int = 20_000
    days: int = 182
    scale: Scale = FULL
    slice_hours: int = 48

    @classmethod
    def small(cls, until: datetime, seed: int = 1, count: int = 300) -> "Plan":
        return cls(until, seed, count, days=40, scale=SMALL, slice_hours=48)

    @property
    def since(self) -> datetime:
        return self.until - timedelta(days=self.days)

    def slices(self) -> list[datetime]:
        """Return the ends of the slices in which time passes: shorter ones at the end, where it can be seen."""
        ends = []
        at = self.since
        while at < self.until:
            left = self.until - at
            at += timedelta(hours=self.slice_hours if left > timedelta(days=4) else self.slice_hours / 4)
            ends.append(min(at, self.until))
        return ends


@dataclass(frozen=True, slots=True)
class Built:
    """What came of it."""

    voices: int
    acts: int
    refused: int


def build(plan: Plan, told: Callable[[str, int], None] = lambda what, done: None) -> Built:
    """Build the city in an empty installation. `told` hears what is being done and how much of it is new."""
    city = make_city(plan.scale, plan.seed)
    told("setup", 0)
    with TemporaryDirectory() as folder:
        city.write(Path(folder), plan.since.date() - timedelta(days=400))
        set_up_bureau(
            actor=SYSTEM,
            tables=open_tables(Path(folder)),
            base=organisation.shipped_setup(BASE),
            at=plan.since,
        )
    for login in LOGINS:
        organisation.set_password(actor=SYSTEM, username=login.username, password=PASSWORD, at=plan.since)
    told("life", 0)
    with _careless():
        return _live(plan, city, told)


def _live(plan: Plan, city: City, told: Callable[[str, int], None]) -> Built:
    hours = Hours.of_setup(ZoneInfo(settings.TIME_ZONE))
    arrivals = Crowd(_ground(city, plan), hours, plan.seed, plan.cases).arrivals(plan.since, plan.until)
    town = Town(hours, plan.seed, plan.since)
    ends = plan.slices()
    town.run(arrivals, ends, lambda many: told("life", many))
    _analyse()
    return Built(len(arrivals), town.agenda.done, town.agenda.refused)


def _ground(city: City, plan: Plan) -> Ground:
    tree = organisation.units()
    stations = [u for u in tree if u.level is Level.TEAM and u.kind is UnitKind.TERRITORIAL]
    return Ground(
        city=city,
        kinds={topic.code: str(topic.kind) for topic in cases.topics().leaves()},
        unit_ids={unit.code: unit.id for unit in tree},
        posts={
            unit.code: [post.id for post in organisation.posts_in(unit.id, at=plan.since)]
            for unit in stations
        },
    )


@contextmanager
def _careless() -> Iterator[None]:
    """Do not wait for the disk: what a power cut takes is made anew, because the mark says that it was half made."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = on")


def _analyse() -> None:
    """Let the first pages be planned with knowledge of what is there."""
    if not connection.in_atomic_block:
        # VACUUM refuses a transaction, which any scope would bring.
        with row_security.within(row_security.CLOSED), connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
