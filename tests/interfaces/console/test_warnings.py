"""The room of warnings: the list, a warning with its curve, and what one does about it."""

import pytest
from tests.contexts.insight.past import a_quiet_past, judged, many
from tests.interfaces.console.bureau import sit_down, statements

import given
from answerable.contexts.insight.enums import WarningState
from answerable.contexts.insight.models import EarlyWarning

pytestmark = pytest.mark.django_db


@pytest.fixture
def warning(city: given.Bureau) -> EarlyWarning:
    a_quiet_past(city)
    many(city, 16)
    judged()
    return EarlyWarning.objects.get()


def test_a_warning_is_found_read_taken_and_closed(city: given.Bureau, warning: EarlyWarning) -> None:
    leader = sit_down("east-1-leader")
    address = f"/console/warnings/{warning.public_id}"
    page = leader.get("/console/warnings/").content.decode()
    assert address in page
    assert "夜间噪音" in page
    page = leader.get(address).content.decode()
    assert "16" in page
    assert '<polygon class="band"' in page
    # The cases of that week, as its reader may see them.
    listed = "/console/cases/?view=all&amp;topic=nuisance.night&amp;area=pine&amp;from=2026-05-04&amp;until=2026-05-10"
    assert listed in page
    assert leader.post(f"{address}/take").status_code == 302
    refused = leader.post(f"{address}/close", {"cause": "matter", "words": " "})
    assert refused.status_code == 422
    assert leader.post(f"{address}/close", {"cause": "matter", "words": "已责令停工"}).status_code == 302
    warning.refresh_from_db()
    assert (warning.state, warning.words) == (WarningState.CLOSED, "已责令停工")
    # Another's page was open all the while.
    late = sit_down("chief").post(f"{address}/close", {"cause": "chance", "words": "偶然"})
    assert late.status_code == 409
    assert "偶然" in late.content.decode()


def test_it_is_given_to_another_post(city: given.Bureau, warning: EarlyWarning) -> None:
    address, post = f"/console/warnings/{warning.public_id}", city.post("analyst")
    chief = sit_down("chief")
    assert chief.post(f"{address}/assign", {"post": city.post("west-leader")}).status_code == 422
    assert chief.post(f"{address}/assign", {"post": post}).status_code == 302
    notices = sit_down("analyst").get("/console/notices").content.decode()
    assert 'href="/console/warnings/"' in notices


def test_a_warning_of_another_place_is_not_there(city: given.Bureau, warning: EarlyWarning) -> None:
    west = sit_down("west-leader")
    assert str(warning.public_id) not in west.get("/console/warnings/").content.decode()
    for way in ("", "/take", "/assign", "/close"):
        address = f"/console/warnings/{warning.public_id}{way}"
        assert (west.post(address) if way else west.get(address)).status_code == 404, way


def test_a_bureau_without_a_past_is_told_why_nothing_is_judged(city: given.Bureau) -> None:
    assert "answerable insight history" in sit_down("chief").get("/console/warnings/").content.decode()


def test_the_list_asks_as_much_for_many_as_for_one(city: given.Bureau, warning: EarlyWarning) -> None:
    client = sit_down("chief")
    client.get("/console/warnings/")
    before = len(statements(client, "/console/warnings/"))
    for topic in ("identity", "traffic", "traffic.parking"):
        EarlyWarning.objects.create(
            week=warning.week,
            topic_code=topic,
            count=9,
            expected=1,
            evidence=5,
            threshold=3,
            raised_at=given.AT,
        )
    assert len(statements(client, "/console/warnings/")) == before
