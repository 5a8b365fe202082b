"""The demo city's past comes in by cohorts: whole ones only, each once, and nobody's bureau is taken for a city."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from answerable.contexts.cases.models import Case
from answerable.contexts.intake.models import Submission
from answerable.interfaces.cli.demo import building
from answerable.interfaces.cli.demo.building import Plan, live, mark_of, plan_of, set_up
from answerable.interfaces.cli.demo.city.places import SMALL
from answerable.interfaces.cli.demo.filling import Count
from answerable.interfaces.cli.demo.life.town import Town
from answerable.interfaces.web import demo_city
from answerable.interfaces.web.demo_city import Found

pytestmark = pytest.mark.django_db(transaction=True)

UNTIL = datetime(2026, 11, 25, 7, 30, tzinfo=UTC)
PLAN = Plan(UNTIL, 3, cases=24, days=12, scale=SMALL, slice_hours=96, first_days=4, cohort_days=4, archive=0)


@pytest.fixture(autouse=True)
def emptied() -> Iterator[None]:
    yield
    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
    demo_city.forget()


def test_cohorts_cover_the_past_once_newest_first() -> None:
    cohorts = PLAN.cohorts()
    assert cohorts[0].until == UNTIL
    assert [one.since for one in cohorts[:-1]] == [one.until for one in cohorts[1:]]
    assert cohorts[-1].since == PLAN.since


def test_a_city_opens_with_its_newest_part_and_its_past_follows() -> None:
    set_up(PLAN)
    first = live(PLAN, 0)
    assert demo_city.found() is Found.OPEN
    assert Submission.objects.count() == first.voices > 0
    assert Case.objects.order_by("received_at")[0].received_at >= UNTIL - timedelta(days=PLAN.first_days + 4)
    for number in (2, 1):
        live(PLAN, number)
    assert demo_city.found() is Found.WHOLE
    assert Submission.objects.count() == PLAN.cases
    assert not Submission.objects.filter(state="waiting").exists()


def test_a_cohort_that_is_interrupted_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(PLAN)
    live(PLAN, 0)
    before = demo_city.mark(), Submission.objects.count(), Case.objects.count()

    class Killed(BaseException):
        pass

    def die_after(*_: object) -> None:
        raise Killed

    monkeypatch.setattr(Town, "_live", die_after)
    with pytest.raises(Killed):
        live(PLAN, 1)
    assert (demo_city.mark(), Submission.objects.count(), Case.objects.count()) == before


def test_no_cohort_is_lived_twice() -> None:
    demo_city.lived(1, 5, 9, mark_of(PLAN))
    with demo_city.cohort_taken(1) as mine:
        assert not mine
    with demo_city.cohort_taken(2) as mine:
        assert mine


def test_a_cohort_that_somebody_is_at_is_left_to_them() -> None:
    with connection.copy().cursor() as other:
        other.execute("SELECT pg_advisory_lock(%s, 2)", [demo_city.COHORT_LOCK])
        with demo_city.cohort_taken(2) as mine:
            assert not mine
        other.connection.close()


def test_the_plan_of_a_city_is_read_back_from_its_mark() -> None:
    for plan in (Plan(UNTIL, 4, 900), Plan.small(UNTIL, 5, 70)):
        again = plan_of(mark_of(plan))
        assert (again.cohorts(), again.seed, again.cases, again.scale) == (
            plan.cohorts(),
            plan.seed,
            plan.cases,
            plan.scale,
        )


@dataclass
class Number:
    value: int

    def get_lock(self) -> "Number":
        return self

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


def test_what_a_failed_attempt_had_counted_is_taken_back() -> None:
    shown = Number(100)
    count = Count(shown)  # type: ignore[arg-type]
    count.more(30)
    count.more(12)
    assert shown.value == 142
    count.forget()
    assert shown.value == 100


def test_a_real_bureau_is_never_taken_for_a_demo_city() -> None:
    assert demo_city.found() is Found.NOTHING
    set_up(PLAN)
    assert demo_city.found() is Found.BUREAU
    with pytest.raises(RuntimeError):
        demo_city.clear()
    demo_city.begin()
    assert demo_city.found() is Found.HALF


def test_the_sign_in_page_says_how_much_is_there(client: Client, settings: Any) -> None:
    settings.DEMO = True
    demo_city.lived(0, 6, 9, mark_of(PLAN))
    assert "25%" in client.get("/console/sign-in").content.decode()
    for number in (1, 2):
        demo_city.lived(number, 9, 9, mark_of(PLAN))
    assert "%" not in client.get("/console/sign-in").content.decode().split("demo-title")[1]


def test_a_first_day_is_not_waited_for_when_the_disk_is_slow() -> None:
    """Inside of the careless part commits do not wait; afterwards they do again."""
    with building._careless(), connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("off",)
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)
