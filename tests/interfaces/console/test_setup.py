"""The set-up pages: for those who set up, one thing to a page, and nothing typed is lost."""

import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.interfaces.console import bureau
from tests.interfaces.console.bureau import AT, SYSTEM
from tests.interfaces.console.conftest import Clock

from answerable.contexts.cases import api as cases
from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.dispatch import api as dispatch
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.contexts.organisation.models import Account
from answerable.interfaces.console.setup.urls import urlpatterns
from answerable.processes.set_up_bureau import set_up_bureau
from given import gateways, signing_in

pytestmark = pytest.mark.django_db
SETUP = "/console/setup/"
HANDLER = "east-1-handler"
UNIT = {"name_zh": "东三派出所", "name_en": "East Station 3", "level": "team", "kind": "territorial"}
TOPICS = """code,parent,name_zh,name_en,kind,terms_zh
noise,,噪音,Noise,complaint,吵
noise.night,noise,夜间施工,Night works,complaint,施工|夜里
"""


class Cheap(Argon2PasswordHasher):
    """What is tested here is not how long it takes to look at a password."""

    time_cost, memory_cost, parallelism = 1, 64, 1


@pytest.fixture
def desk(city: None, settings: Any) -> Client:
    """The desk of whoever sets up the whole bureau."""
    settings.PASSWORD_HASHERS = [f"{__name__}.Cheap"]
    set_up_bureau(actor=SYSTEM, tables=organisation.shipped_setup("china-police"), at=AT)
    return bureau.sit_down("setup", language="en")


@pytest.fixture
def east(desk: Client) -> Client:
    """The desk of somebody who sets up the east branch only."""
    people = "username,name,post,unit,roles\nonly,翁示例,管理员,east,setup\n"
    organisation.load_people(actor=SYSTEM, table=bureau.read_csv(people.encode(), "p"), at=AT)
    return bureau.sit_down("only", language="en")


def post_of(username: str) -> organisation.PostView:
    return organisation.posts_of(Account.objects.get(username=username), at=AT)[0]


def confirmed_by(username: str) -> None:
    """Let a second person confirm what waits, on his own desk."""
    second = bureau.sit_down(username, language="en")
    for one in re.findall(r'action="/console/setup/(proposals/[\w-]+/confirm)"', shown(second, "proposals")):
        send(second, one, {})


def unit(code: str) -> organisation.UnitView:
    found = organisation.units().by_code(code)
    assert found is not None
    return found


def shown(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(SETUP + path)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def send(client: Client, path: str, data: dict[str, object], status: int = 302) -> str:
    answer = client.post(SETUP + path, data)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def addresses() -> list[str]:
    """Return every address of the set-up, with something that is there."""
    named = {
        "<str:code>": {
            "units": "east-1",
            "areas": "pine",
            "topics": "security.theft",
            "templates": "answer.complaint",
        },
        "<uuid:public_id>": {
            "posts": str(post_of(HANDLER).public_id),
            "catalogue": _rule(),
            "proposals": str(UUID(int=0)),
        },
        "<uuid:gateway>": {"channels": str(gateways.a_gateway(1, AT, name=f"短信{uuid4()}"))},
        "<slug:kind>": {"channels": "sms_http"},
    }
    found = []
    for pattern in urlpatterns:
        path = str(pattern.pattern)
        room = path.partition("/")[0]
        for part, values in named.items():
            if room in values:
                path = path.replace(part, values[room], 1)
        path = path.replace("<str:code>", "east-1").replace("<str:role>", "handler")
        path = path.replace("<int:year>", "2026").replace("<day:day>", "2026-10-01")
        found.append(path.replace("<str:clock>/<str:kind>/<str:topic>", "answer/any/any"))
    return found


def _rule() -> str:
    rules = dispatch.catalogue() or [
        dispatch.save_rule(actor=SYSTEM, at=AT, priority=1, topic="security", unit_id=unit("east").id)
    ]
    return str(rules[0].public_id)


def test_every_page_opens_for_set_up_in_both_languages(desk: Client) -> None:
    for language in ("en", "zh-hans"):
        desk.cookies["language"] = language
        for path in addresses():
            assert desk.get(SETUP + path).status_code in (200, 405), path


def test_no_page_opens_for_anybody_else(desk: Client) -> None:
    other = bureau.sit_down("east-leader")
    paths = addresses()
    before = _state()
    for path in paths:
        assert other.get(SETUP + path).status_code in (403, 405), path
        assert other.post(SETUP + path, {}).status_code in (403, 405), path
        assert Client().post(SETUP + path, {}).status_code in (401, 405), path
    assert _state() == before


def _state() -> tuple[object, ...]:
    posts = [(post.code, post.grants, post.ends_on) for post in organisation.posts_not_ended(AT.date())]
    return (list(organisation.units()), posts, list(cases.topics()), dispatch.catalogue())


def test_reading_changes_nothing(desk: Client) -> None:
    paths = addresses()
    before = _state()
    for path in paths:
        desk.get(SETUP + path)
    assert _state() == before


def test_a_unit_is_opened_changed_moved_and_closed(desk: Client) -> None:
    send(desk, "units/east/open", {**UNIT, "code": "east-3"})
    assert "East Station 3" in shown(desk, "units/east/")
    send(desk, "units/east-3/change", {**UNIT, "name_en": "Lake Station", "position": "7"})
    send(desk, "units/east-3/move", {"parent": "west"})
    assert organisation.units().name(unit("east-3").id, "en") == "Lake Station"
    send(desk, "units/east-3/close", {})
    assert not unit("east-3").active
    send(desk, "units/east-3/reopen", {})
    assert unit("east-3").active


def test_what_was_typed_is_kept_beside_its_fault(desk: Client) -> None:
    page = send(desk, "units/east/open", {**UNIT, "code": "east-1", "phone": "000 123"}, status=422)
    assert "There is a unit of this code already." in page
    assert 'value="000 123"' in page
    assert 'value="东三派出所"' in page
    page = send(desk, "units/east/move", {"parent": "east-1"}, status=422)
    assert "This unit would lie below itself." in page


def test_a_unit_in_use_says_why_it_is_not_closed(desk: Client) -> None:
    assert "Move or end them first." in send(desk, "units/east/close", {}, status=422)


def test_a_post_is_given_granted_and_ended(desk: Client) -> None:
    new = {"username": "hua", "name": "华示例", "title_zh": "民警", "title_en": "Officer"}
    send(desk, "units/east-2/appoint", new)
    post = post_of("hua")
    send(desk, f"posts/{post.public_id}/grant", {"role": "handler", "unit": "east-2"})
    assert post_of("hua").grants == ()
    confirmed_by("chief")
    assert post_of("hua").grants == ((Role.HANDLER, unit("east-2").id),)
    send(desk, f"posts/{post.public_id}/revoke/handler/east-2", {})
    assert post_of("hua").grants == ()
    send(desk, f"posts/{post.public_id}/change", {"name": "华乙示例", "title_zh": "所长"})
    assert "华乙示例" in shown(desk, "units/east-2/")
    send(desk, f"posts/{post.public_id}/end", {})
    assert "华乙示例" not in shown(desk, "units/east-2/")


def test_a_password_is_shown_once_and_lets_in_to_choose_an_own_one(desk: Client) -> None:
    post = post_of(HANDLER)
    page = send(desk, f"posts/{post.public_id}/password", {}, status=200)
    found = re.search(r"<strong>(\S{19})</strong>", page)
    assert found is not None
    assert found[1] not in shown(desk, f"posts/{post.public_id}/")
    client = Client()
    signing_in.has_new_app(HANDLER, bureau.AT)
    signing_in.signs_in(client, HANDLER, found[1])
    assert client.get("/console/").headers["Location"] == "/console/password"


def test_a_shut_account_is_listed_and_can_be_opened_again(desk: Client) -> None:
    handler = bureau.sit_down(HANDLER)
    post = post_of(HANDLER)
    send(desk, f"posts/{post.public_id}/disable", {})
    assert handler.get("/console/").status_code == 302
    assert "Not held now" in shown(desk, "units/east-1/")
    send(desk, f"posts/{post.public_id}/enable", {})
    assert not organisation.account_of(post.person_id).active
    confirmed_by("chief")
    assert organisation.account_of(post.person_id).active


def test_nobody_changes_the_own_post(desk: Client) -> None:
    own = post_of("setup").public_id
    assert "This is your own post." in shown(desk, f"posts/{own}/")
    page = send(desk, f"posts/{own}/grant", {"role": "inspector", "unit": "bureau"}, status=422)
    assert "Nobody changes his own posts" in page
    for act in ("end", "disable"):
        send(desk, f"posts/{own}/{act}", {}, status=422)


def test_a_branch_sets_up_itself_and_nothing_else(east: Client) -> None:
    send(east, "units/east/open", {**UNIT, "code": "east-3"})
    send(east, "units/west/open", {**UNIT, "code": "west-1"}, status=422)
    send(east, "units/east-1/move", {"parent": "west"}, status=422)
    handler = post_of(HANDLER).public_id
    send(east, f"posts/{handler}/grant", {"role": "leader", "unit": "east"})
    send(east, f"posts/{handler}/grant", {"role": "leader", "unit": "bureau"}, status=422)
    stranger = post_of("stranger").public_id
    send(east, f"posts/{stranger}/password", {}, status=403)
    assert "Issue a password" not in shown(east, f"posts/{stranger}/")
    for path in (
        "areas/new",
        "topics/new",
        "catalogue/new",
        "clocks/new",
        "templates/new",
        "calendar/2026/new",
    ):
        assert (
            "Add"
            not in shown(east, path.rpartition("/")[0].replace("/2026", ""))
            .partition("<main")[2]
            .partition("table")[0]
        )
    send(east, "areas/pine/", {"name_zh": "松街", "name_en": "Pine"}, status=422)
    assert shown(east, "import", status=403)
    assert shown(east, "export", status=403)


def test_an_area_is_found_added_and_changed(desk: Client) -> None:
    facts = {"code": "elm", "name_zh": "榆树街", "name_en": "Elm Street", "parent": "east-district"}
    send(desk, "areas/new", {**facts, "names": "榆树街\n老榆树", "units": ["east-2"]})
    assert "Elm Street" in shown(desk, "areas?q=老榆")
    assert "Pine Street" not in shown(desk, "areas?q=老榆")
    page = shown(desk, "areas/elm/")
    assert "老榆树" in page
    send(desk, "areas/elm/", {**facts, "names": "榆树街"})
    area = organisation.areas().by_code("elm")
    assert area is not None
    assert area.names == ("榆树街",)
    assert organisation.areas().units_of(area.id) == ()


def test_a_map_is_taken_and_each_fault_of_one_is_shown(desk: Client) -> None:
    good = (
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"pine","parent":"east-district",'
        '"name_zh":"松树街","name_en":"Pine"},"geometry":{"type":"Polygon","coordinates":'
        "[[[117,31],[118,31],[118,32],[117,31]]]}}]}"
    )
    send(desk, "areas/map", {"map": SimpleUploadedFile("a.geojson", good.encode())})
    area = organisation.areas().by_code("pine")
    assert area is not None
    assert area.geometry
    bad = good.replace('"Polygon"', '"Point"').replace('"pine"', '"p p"')
    page = send(desk, "areas/map", {"map": SimpleUploadedFile("a.geojson", bad.encode())}, status=422)
    assert "geojson:1:geometry" in page
    assert "geojson:1:code" in page
    send(desk, "areas/map", {"map": SimpleUploadedFile("a.geojson", b"{")}, status=422)


def test_a_topic_is_added_changed_and_put_out_of_use(desk: Client) -> None:
    facts = {
        "name_zh": "广场舞",
        "name_en": "Square dancing",
        "kind": "complaint",
        "terms_zh": "广场舞\n音响",
    }
    send(desk, "topics/new", {**facts, "code": "security.dancing", "active": "on"})
    topic = cases.topics().by_code("security.dancing")
    assert topic is not None
    assert topic.terms_zh == ("广场舞", "音响")
    send(desk, "topics/security.dancing/", facts)
    assert "Not in use" in shown(desk, "topics")
    send(desk, "topics/new", {**facts, "code": "security.dancing"}, status=422)
    send(desk, "topics/new", {**facts, "code": "nowhere.dancing"}, status=422)


def test_a_rule_is_added_replaced_and_taken_out_and_flaws_are_shown(desk: Client) -> None:
    send(desk, "catalogue/new", {"topic": "security", "unit": "east", "priority": "10"})
    send(desk, "catalogue/new", {"topic": "security.theft", "unit": "west", "priority": "20"})
    assert "never decides" in shown(desk, "catalogue")
    rule = next(one for one in dispatch.catalogue() if one.topic == "security.theft")
    send(desk, f"catalogue/{rule.public_id}/", {"topic": "security.theft", "unit": "west", "priority": "5"})
    assert "never decides" not in shown(desk, "catalogue")
    shown(desk, f"catalogue/{rule.public_id}/", status=404)
    for one in dispatch.catalogue():
        send(desk, f"catalogue/{one.public_id}/retire", {})
    assert dispatch.catalogue() == []
    send(desk, "catalogue/new", {"topic": "nothing", "unit": "east", "priority": "10"}, status=422)


def test_days_are_added_changed_and_taken_out(desk: Client) -> None:
    day = {"kind": "holiday", "name_zh": "局庆", "name_en": "Founding day"}
    send(desk, "calendar/2026/new", {**day, "date": "2026-07-06"})
    send(desk, "calendar/2026-07-06/", {**day, "kind": "workday"})
    rows = [row for row in deadlines.calendar_table(2026).rows if row["date"] == "2026-07-06"]
    assert [row["kind"] for row in rows] == ["workday"]
    send(desk, "calendar/2026-07-06/remove", {})
    assert "Founding day" not in shown(desk, "calendar/2026")
    page = send(desk, "calendar/2026/new", {**day, "date": "soon"}, status=422)
    assert "Write dates as" in page


def test_the_week_is_changed_and_wrong_hours_are_told_beside_their_day(desk: Client) -> None:
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "08:30-12:00, 14:00-17:30")
    send(desk, "calendar/week", {**week, "sat": "09:00-12:00"})
    assert len(deadlines.workweek_table().rows) == 11
    wrong = {**week, "mon": "9 to 5", "tue": "09:00-12:00, 11:00-13:00", "wed": "12:00-09:00"}
    page = send(desk, "calendar/week", wrong, status=422)
    assert page.count('class="error"') == 3
    assert len(deadlines.workweek_table().rows) == 11
    send(desk, "calendar/week", {}, status=422)


def test_a_deadline_is_added_changed_and_taken_out_but_the_general_one_stays(desk: Client) -> None:
    facts = {
        "amount": "2",
        "unit": "working_days",
        "extension_max": "0",
        "why_zh": "本局规定",
        "why_en": "Our rule",
    }
    send(desk, "clocks/new", {**facts, "clock": "answer", "kind": "praise", "topic": "*"})
    send(desk, "clocks/answer/praise/any/", {**facts, "amount": "3"})
    rows = [
        row for row in deadlines.clocks_table().rows if row["kind"] == "praise" and row["clock"] == "answer"
    ]
    assert [row["amount"] for row in rows] == ["3"]
    send(desk, "clocks/answer/praise/any/", {**facts, "amount": "0"}, status=422)
    send(desk, "clocks/answer/praise/any/remove", {})
    send(desk, "clocks/answer/any/any/remove", {}, status=422)
    shown(desk, "clocks/answer/praise/any/", status=404)


def test_a_template_is_added_and_shown_as_a_resident_gets_it(desk: Client) -> None:
    facts = {
        "name_zh": "答复", "name_en": "Answer", "purpose": "answer", "kind": "*", "topic": "*", "channel": "*",
        "body_zh": "您好，{{ answer }}", "body_en": "Hello, {{ answer }} <b>", "active": "on",
    }  # fmt: skip
    send(desk, "templates/new", {**facts, "code": "answer.own"})
    assert "Hello, (the answer) &lt;b&gt;" in shown(desk, "templates/answer.own/")
    page = send(desk, "templates/answer.own/", {**facts, "body_en": "Hello {{ secret }}"}, status=422)
    assert "Hello {{ secret }}" in page


def zipped(**tables: str) -> SimpleUploadedFile:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in tables.items():
            archive.writestr(f"{name}.csv", text)
    return SimpleUploadedFile("own.zip", file.getvalue())


def test_a_file_is_checked_then_taken_without_choosing_it_again(desk: Client) -> None:
    page = send(desk, "import", {"file": zipped(topics=TOPICS), "act": "check"}, status=200)
    assert "No fault found." in page
    assert "noise" not in cases.topics()
    carried = re.search(r'name="carried" value="([^"]+)"', page)
    assert carried is not None
    data = {"act": "take", "base": "", "carried_name": "own.zip", "carried": carried[1]}
    assert "The set-up is taken" in send(desk, "import", data, status=200)
    assert "noise.night" in cases.topics()


def test_every_fault_of_a_file_is_shown_with_its_line(desk: Client) -> None:
    broken = zipped(topics=TOPICS.replace("complaint,吵", "grumble,吵"), units="code\nx\n", colours="a\n1\n")
    page = send(desk, "import", {"file": broken, "act": "take"}, status=422)
    for where in ("topics.csv:2:kind", "units.csv:1:parent", "colours"):
        assert where in page
    assert "noise" not in cases.topics()


@pytest.mark.parametrize(
    ("name", "raw"),
    [("own.zip", b"no zip"), ("own.xlsx", b"no book"), ("units.csv", b""), ("own.exe", b"MZ")],
)
def test_what_can_t_be_read_is_refused(desk: Client, name: str, raw: bytes) -> None:
    send(desk, "import", {"file": SimpleUploadedFile(name, raw), "act": "take"}, status=422)


def test_no_file_at_all_is_asked_for(desk: Client) -> None:
    assert "Choose a file." in send(desk, "import", {"act": "check"}, status=422)
    data = {"act": "take", "carried_name": "x", "carried": "%%%"}
    assert "Choose the file again." in send(desk, "import", data, status=422)


def test_the_set_up_is_written_out_as_it_is_read_in(desk: Client, tmp_path: Path) -> None:
    answer = desk.get(SETUP + "export")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    (tmp_path / "set-up.zip").write_bytes(answer.content)
    upload = SimpleUploadedFile("set-up.zip", answer.content)
    page = send(desk, "import", {"file": upload, "act": "check"}, status=422)
    # The one line that the file may not say is about whoever takes it.
    assert page.count("<tr data-row>") == 1
    assert "You can&#x27;t set your own posts." in page


def test_what_was_typed_when_the_session_had_ended_comes_back(desk: Client, time: Clock) -> None:
    time.at += timedelta(hours=1)
    typed = {**UNIT, "code": "east-3", "phone": "000 123"}
    page = send(desk, "units/east/open", typed, status=401)
    kept = page.split('name="kept" value="')[1].split('"')[0]
    back = signing_in.signs_in(desk, "setup", kept=kept)
    assert back.headers["Location"] == f"{SETUP}units/east/open"
    page = shown(desk, "units/east/open")
    assert 'value="000 123"' in page
    assert 'value="东三派出所"' in page
    assert organisation.units().by_code("east-3") is None


def test_a_page_costs_the_same_for_many_units_and_posts(desk: Client) -> None:
    paths = ("units", "units/east/", "areas")
    # Once to read what is kept in memory, once to count.
    before = [[len(bureau.statements(desk, SETUP + path)) for path in paths] for _ in range(2)][1]
    units = "code,parent,level,kind,name_zh,name_en\n"
    units += "".join(f"u{n},east,team,desk,单位{n},Unit {n}\n" for n in range(60))
    people = "username,name,post,unit,roles\n"
    people += "".join(f"u{n},示例{n},民警,east,handler\n" for n in range(60))
    areas = "code,parent,name_zh,name_en,units\n" + "".join(f"u{n},,路{n},Road {n},u{n}\n" for n in range(60))
    organisation.load_units(actor=SYSTEM, table=bureau.read_csv(units.encode(), "u"), at=AT)
    organisation.load_people(actor=SYSTEM, table=bureau.read_csv(people.encode(), "p"), at=AT)
    organisation.load_areas(actor=SYSTEM, table=bureau.read_csv(areas.encode(), "a"), at=AT)
    after = [[len(bureau.statements(desk, SETUP + path)) for path in paths] for _ in range(2)][1]
    assert after == before
