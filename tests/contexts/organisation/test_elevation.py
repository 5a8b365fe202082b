"""More rights for some hours instead of a superuser: by two, for a reason, over by itself (T10)."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.contexts.organisation.tables import AT, actor, post_of, unit_id

from answerable.contexts.ledger.models import JournalLine
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.contexts.organisation.errors import NeedsSecond
from answerable.contexts.organisation.models import Elevation
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Invalid, NotFound, NotPermitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bureau")]
HOUR = timedelta(hours=1)


def elevate(
    second: Actor | None, who: str = "lin", unit: str = "east", lasts: timedelta = HOUR, reason: str = "代班"
) -> None:
    organisation.elevate(
        actor=actor(who),
        second=second,
        role=Role.LEADER,
        unit_id=unit_id(unit),
        reason=reason,
        lasts=lasts,
        at=AT,
    )


def reach_at(at: datetime, who: str = "lin") -> set[str]:
    held = organisation.actor_for(post_of(who).id, at=at)
    return {organisation.units().get(unit).code for unit in held.reach([Role.LEADER])}


def test_it_begins_with_a_second_person_and_ends_by_itself() -> None:
    elevate(actor("east"))
    assert reach_at(AT) == {"east", "east-1", "east-2"}
    assert reach_at(AT + HOUR - timedelta(seconds=1)) == {"east", "east-1", "east-2"}
    assert reach_at(AT + HOUR) == set()
    assert reach_at(AT - timedelta(seconds=1)) == set()
    assert JournalLine.objects.order_by("id").last().code == "organisation.elevation.begun"  # type: ignore[union-attr]


def test_alone_nobody_rises() -> None:
    for second in (None, actor("lin"), Actor.system("job")):
        with pytest.raises(NeedsSecond):
            elevate(second)
    with pytest.raises(NotPermitted):  # whoever approves sets up the unit
        elevate(actor("zheng"))
    with pytest.raises(NotPermitted):
        elevate(actor("east"), unit="bureau")
    assert reach_at(AT) == set()


def test_it_is_asked_for_oneself_only() -> None:
    with pytest.raises(NotPermitted):
        organisation.require_elevation(actor("zheng"), post_of("lin").id, unit_id("east"), HOUR)


@pytest.mark.parametrize("lasts", [timedelta(0), timedelta(hours=8, seconds=1), timedelta(days=-1)])
def test_it_lasts_eight_hours_at_most(lasts: timedelta) -> None:
    with pytest.raises(Invalid):
        elevate(actor("east"), lasts=lasts)


def test_without_a_reason_it_does_not_begin() -> None:
    with pytest.raises(Invalid):
        elevate(actor("east"), reason=" ")


def test_everybody_sees_who_has_more_rights_and_who_had() -> None:
    elevate(actor("east"))
    (seen,) = organisation.running_elevations(AT)
    assert (seen.post, seen.approved_by, seen.reason) == (post_of("lin"), post_of("east"), "代班")
    assert organisation.running_elevations(AT + HOUR) == []
    (over,) = organisation.past_elevations(AT + HOUR)
    assert over.over_at == AT + HOUR


def test_it_is_ended_before_its_time_by_its_holder_or_who_sets_up_the_unit() -> None:
    for by in ("lin", "east"):
        elevate(actor("east"))
        (running,) = organisation.running_elevations(AT)
        with pytest.raises(NotPermitted):
            organisation.end_elevation(actor=actor("zheng"), public_id=running.public_id, at=AT)
        organisation.end_elevation(actor=actor(by), public_id=running.public_id, at=AT)
        assert reach_at(AT + timedelta(minutes=1)) == set()
        with pytest.raises(NotFound):
            organisation.end_elevation(actor=actor(by), public_id=running.public_id, at=AT)


def test_an_elevation_makes_nobody_the_one_who_is_told() -> None:
    """Notices and duties go by lasting grants: an hour's stand-in does not inherit them."""
    elevate(actor("east"))
    assert post_of("lin").id not in {
        one.id for one in organisation.posts_holding(Role.LEADER, unit_id("east"), at=AT)
    }


def test_the_database_refuses_one_that_approves_himself() -> None:
    elevate(actor("east"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Elevation.objects.update(approved_by=post_of("lin").id)
