"""Builds the demo city: its bureau through the product's own set-up, then its life through the product's services.

The life is lived in cohorts, the newest first: the voices of some days with everything that follows from them until
now, in one transaction. So the site can open when the first is there, and whatever is killed leaves whole cohorts.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from answerable.contexts.cases import api as cases
from answerable.contexts.credentials import api as credentials
from answerable.contexts.dispatch import api as dispatch
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Level, UnitKind
from answerable.interfaces.cli.demo.city.places import FULL, SMALL, Scale
from answerable.interfaces.cli.demo.city.tables import City, make_city
from answerable.interfaces.cli.demo.life.arrivals import Crowd, Ground, Window
from answerable.interfaces.cli.demo.life.hotline import keep_watch
from answerable.interfaces.cli.demo.life.hours import Hours
from answerable.interfaces.cli.demo.life.office import keep_office
from answerable.interfaces.cli.demo.life.published import keep_published
from answerable.interfaces.cli.demo.life.town import Town
from answerable.interfaces.cli.demo.life.watch import keep_warned
from answerable.interfaces.web import demo_city
from answerable.interfaces.web.demo_logins import LOGINS, PASSWORD, app_secret
from answerable.kernel import row_security
from answerable.kernel.actor import Actor
from answerable.kernel.tables import open_tables
from answerable.processes.set_up_bureau import set_up_bureau

SYSTEM = Actor.system("demo")
BASE = "china-police"
Told = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How large a city, how many voices over how many days up to when, and from which seed.

    `archive` is the number of old voices, sorted by hand, from which the classifier learns before the city opens.
    """

    until: datetime
    seed: int = 1
    cases: int = 20_000
    days: int = 182
    scale: Scale = FULL
    slice_hours: int = 48
    first_days: int = 14
    cohort_days: int = 12
    archive: int = 1000

    @classmethod
    def small(cls, until: datetime, seed: int = 1, count: int = 300, archive: int = 0) -> "Plan":
        return cls(until, seed, count, days=40, scale=SMALL, first_days=40, archive=archive)

    @property
    def since(self) -> datetime:
        return self.until - timedelta(days=self.days)

    def cohorts(self) -> list[Window]:
        """Return the stretches whose voices are lived together, the newest first."""
        ends = [self.until, self.until - timedelta(days=self.first_days)]
        while ends[-1] > self.since:
            ends.append(ends[-1] - timedelta(days=self.cohort_days))
        return [Window(max(start, self.since), end) for end, start in pairwise(ends)]

    def slices(self, began: datetime, until: datetime) -> list[datetime]:
        """Return the ends of the slices in which a cohort that speaks from `began` to `until` lives on till now.

        They are longer when little happens any more, and shorter at the end of the newest, where it can be seen.
        """
        ends = []
        at = began
        while at < self.until:
            hours: float = self.slice_hours
            if self.until - at <= timedelta(days=4):
                hours = self.slice_hours / 4 if until == self.until else hours
            elif at > until + timedelta(days=16):
                hours = self.slice_hours * 5
            at += timedelta(hours=hours)
            ends.append(min(at, self.until))
        return ends


@dataclass(frozen=True, slots=True)
class Built:
    """What came of it."""

    voices: int
    acts: int
    refused: int


def silent(done: int) -> None:
    """Tell nobody."""


def build(plan: Plan, told: Told = silent) -> Built:
    """Build the whole city in an empty installation. `told` hears of each voice that has come in."""
    set_up(plan)
    made = [live(plan, number, told) for number in range(len(plan.cohorts()))]
    return Built(sum(b.voices for b in made), sum(b.acts for b in made), sum(b.refused for b in made))


def set_up(plan: Plan) -> None:
    """Set the bureau up, and let its classifier learn from what the old hotline has left."""
    city = make_city(plan.scale, plan.seed)
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
        credentials.set_app(
            actor=SYSTEM, username=login.username, secret=app_secret(login.username), at=plan.since
        )
    if plan.archive:
        _learn(plan, city)


def _learn(plan: Plan, city: City) -> None:
    """Train on the archive: voices of the year before, which were sorted by hand."""
    crowd = Crowd(_ground(city, plan), _hours(), f"archive {plan.seed}", plan.archive)
    old = crowd.arrivals(plan.since - timedelta(days=365), plan.since)
    labelled = [
        dispatch.Example(f"{one.submission.title}\n{one.submission.text}", one.truth.topic.code)
        for one in old
    ]
    dispatch.train_model(actor=SYSTEM, at=plan.since, labelled=labelled)


def live(plan: Plan, number: int, told: Told = silent) -> Built:
    """Live one cohort until now, and note that it was lived, in one transaction."""
    window = plan.cohorts()[number]
    hours = _hours()
    crowd = Crowd(_ground(make_city(plan.scale, plan.seed), plan), hours, str(plan.seed), plan.cases)
    arrivals = crowd.arrivals(plan.since, plan.until, window)
    began = min([window.since, *(arrival.at for arrival in arrivals)])
    with _careless(), transaction.atomic():
        town = Town(hours, f"{plan.seed} {number}", began, plan.until)
        town.run(arrivals, plan.slices(began, window.until), told)
        if number == 0:
            keep_watch(plan.until, ZoneInfo(settings.TIME_ZONE))
            keep_office(plan.until)
        built = Built(len(arrivals), town.agenda.done, town.agenda.refused)
        mark = demo_city.lived(number, built.voices, built.acts, mark_of(plan))
        if mark.is_whole:
            keep_warned(plan.until, plan.seed)
            keep_published(plan.since, plan.until)
    return built


def mark_of(plan: Plan) -> demo_city.Mark:
    """Return the mark of a city of which nothing has been lived."""
    return demo_city.Mark(
        plan.seed, plan.cases, plan.until.isoformat(), plan.scale is SMALL, len(plan.cohorts())
    )


def plan_of(mark: demo_city.Mark) -> Plan:
    """Return the plan by which a marked city was begun."""
    if mark.small:
        return Plan.small(mark.ends, mark.seed, mark.cases)
    return Plan(mark.ends, mark.seed, mark.cases)


def _hours() -> Hours:
    return Hours.of_setup(ZoneInfo(settings.TIME_ZONE))


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
    """Do not wait for the disk: a cohort that a power cut takes has lost its mark too, and is lived anew."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = on")


def analyse(*, vacuum: bool = False) -> None:
    """Let pages be planned with knowledge of what is there."""
    if not connection.in_atomic_block:
        # VACUUM refuses a transaction, which any scope would bring.
        with row_security.within(row_security.CLOSED), connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)" if vacuum else "ANALYZE")
