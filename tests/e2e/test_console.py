"""The staff's road: a call becomes a case, is dispatched, handled, answered, contested and called back.

Both languages, desk and phone, with axe finding nothing; and the hotline desk with the keyboard alone.
"""

import re

import pytest

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.models import Case
from answerable.contexts.dispatch import api as dispatch
from answerable.contexts.organisation import api as organisation
from answerable.contexts.review import api as review
from answerable.contexts.review.enums import CallTime, Resolved, Satisfaction
from answerable.kernel import clock
from answerable.kernel.tables import read_csv
from e2e.conftest import DESK, PHONE, Visitor, Visits, passes_the_door
from given import AT, SYSTEM, Bureau, a_bureau, a_case, a_dispatched_case, a_handled_case, later, signing_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

CATALOGUE = "priority,topic,area,kind,unit,note\n10,nuisance,*,*,@area,\n20,traffic,*,*,traffic-1,\n"
WORDS = "松树街工地半夜施工，吵得睡不着。"


@pytest.fixture(autouse=True)
def bureau(monkeypatch: pytest.MonkeyPatch) -> Bureau:
    monkeypatch.setattr(clock, "now", lambda: later(hours=3))
    found = a_bureau()
    dispatch.load_catalogue(actor=SYSTEM, table=read_csv(CATALOGUE.encode(), "catalogue.csv"), at=AT)
    return found


def sits_down(visits: Visits, who: str, language: str, size: object = DESK) -> Visitor:
    signing_in.may_enter(who, AT)
    visitor: Visitor = visits(language, size)
    passes_the_door(visitor, who)
    assert visitor.at() == "/console/"
    visitor.finds_nothing_wrong()
    return visitor


def opens(visitor: Visitor, path: str) -> None:
    """Go somewhere, let what is fetched afterwards arrive, and look hard."""
    visitor.goes_to(path)
    visitor.page.wait_for_load_state("networkidle")
    visitor.finds_nothing_wrong()


def the_case() -> Case:
    return Case.objects.get()


@pytest.mark.parametrize(("language", "size"), [("zh-hans", DESK), ("en", PHONE)])
def test_a_call_goes_all_the_way(visits: Visits, bureau: Bureau, language: str, size: object) -> None:
    agent = sits_down(visits, "agent", language, size)
    opens(agent, "/console/hotline")
    agent.page.fill("#id_phone", "10000001234")
    agent.page.fill("#id_text", WORDS)
    agent.page.fill("#id_place", "松树街")
    agent.page.locator("#live .goes-to").wait_for()
    agent.finds_nothing_wrong()
    agent.page.locator("button[value=triage]").click()
    agent.page.locator(".receipt .reference").wait_for()
    agent.finds_nothing_wrong()
    reference = the_case().reference
    assert reference in agent.page.content()

    if the_case().state == "triage":
        dispatcher = sits_down(visits, "dispatcher", language, size)
        opens(dispatcher, "/console/triage")
        dispatcher.page.locator("[name=choice]").first.check()
        dispatcher.page.locator(".triage-form button[data-main]").click()
        dispatcher.page.wait_for_url("**/console/triage")
        dispatcher.finds_nothing_wrong()
    case = the_case()
    assert (case.state, case.unit_id) == ("dispatched", bureau.unit("east-1"))

    handler = sits_down(visits, "east-1-handler", language, size)
    opens(handler, "/console/cases/?view=unit")
    handler.page.locator("[data-row] a").first.click()
    handler.page.wait_for_load_state("networkidle")
    handler.finds_nothing_wrong()
    for act, fill in (
        ("sign-for", {}),
        ("log-contact", {"[name=text]": "已电话联系。"}),
        ("answer", {"[name=text]": "工地已停工整改。"}),
    ):
        does(handler, reference, act, fill)
    assert the_case().state == "answered"

    fact = cases.facts_of([cases.CaseId(case.pk)])[cases.CaseId(case.pk)]
    rating = review.NewRating(
        fact.round_id,
        Satisfaction.DISSATISFIED,
        Resolved.NO,
        later(hours=3),
        "还是很吵",
        may_call=True,
        call_time=CallTime.ANY,
        by_link=False,
    )
    review.rate_rounds([rating])
    reviewer = sits_down(visits, "reviewer", language, size)
    opens(reviewer, "/console/calls/")
    reviewer.page.locator("main .page-head button").first.click()
    reviewer.page.wait_for_url(re.compile(r"/console/calls/[0-9a-f-]+$"))
    reviewer.finds_nothing_wrong()
    reviewer.page.check("[name=outcome][value=reached]")
    reviewer.page.fill("#id_note", "仍在施工。")
    reviewer.page.locator("button[data-main]").first.click()
    reviewer.page.wait_for_load_state("networkidle")
    reviewer.page.check("[name=decision][value=upheld]")
    reviewer.page.fill("#id_reason", "确未停工，由分局重新办理。")
    reviewer.page.locator("button[data-main]").nth(1).click()
    reviewer.page.wait_for_url("**/console/calls/")
    reviewer.finds_nothing_wrong()
    assert (the_case().round_no, the_case().unit_id) == (2, bureau.unit("east"))

    leader = sits_down(visits, "east-leader", language, size)
    opens(leader, "/console/overview")
    opens(leader, f"/console/cases/{reference}")
    opens(leader, "/console/notices")
    opens(leader, "/console/more")


def does(visitor: Visitor, reference: str, act: str, fill: dict[str, str]) -> None:
    """Do an act on its own page, as without a script."""
    opens(visitor, f"/console/cases/{reference}/act/{act}")
    for field, text in fill.items():
        visitor.page.fill(f"#act {field}", text)
    for name, value in (("by", "phone"), ("reached", "yes")):
        if visitor.page.locator(f"[name={name}]").count():
            visitor.page.check(f"[name={name}][value={value}]")
    if visitor.page.locator("[name=outcome]").count():
        visitor.page.select_option("[name=outcome]", "solved")
        visitor.page.locator("#preview .said", has_text="工地已停工整改。").wait_for()
        visitor.finds_nothing_wrong()
    visitor.page.locator("#act button[data-main]").click()
    visitor.page.wait_for_url(f"**/console/cases/{reference}")


def test_a_call_is_taken_with_the_keyboard_alone(visits: Visits, bureau: Bureau) -> None:
    agent = sits_down(visits, "agent", "zh-hans")
    page = agent.page
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url("**/console/hotline")
    page.keyboard.press("F2")
    page.keyboard.type("10000001234")
    page.keyboard.press("F3")
    page.keyboard.type(WORDS)
    page.keyboard.press("F4")
    page.keyboard.type("松树街")
    page.keyboard.press("F7")
    page.keyboard.type("东一")
    page.keyboard.press("Enter")
    page.locator("#live .goes-to").wait_for()
    page.keyboard.press("F9")
    page.locator(".receipt .reference").wait_for()
    case = the_case()
    assert (case.unit_id, case.place) == (bureau.unit("east-1"), "松树街")
    page.keyboard.press("Enter")
    page.locator("#id_text").wait_for()
    page.keyboard.press("F3")
    page.keyboard.type("身份证丢了怎么补办？")
    page.keyboard.press("F8")
    page.keyboard.type("带户口本到任一户籍窗口即可补办。")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".receipt .reference").wait_for()
    assert Case.objects.filter(state="answered").count() == 1


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_place_is_pointed_at_on_the_map(visits: Visits, bureau: Bureau, size: object) -> None:
    west, east = [
        {
            "type": "Feature",
            "properties": {"code": code, "name_zh": code, "name_en": code},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x, 31], [x + 1, 31], [x + 1, 32], [x, 32], [x, 31]]],
            },
        }
        for code, x in (("west-district", 116), ("east-district", 117))
    ]
    drawn = organisation.load_geojson(
        actor=SYSTEM, document={"type": "FeatureCollection", "features": [west, east]}, at=AT
    )
    assert drawn.changed == 2, drawn
    agent = sits_down(visits, "agent", "en", size)
    opens(agent, "/console/hotline")
    agent.page.fill("#id_text", WORDS)
    agent.page.locator("[data-map-open]").click()
    agent.page.locator(".map-label").first.wait_for()
    agent.page.locator("[data-map-centre]").scroll_into_view_if_needed()
    box = agent.page.locator(".map-card .canvas").bounding_box()
    assert box
    agent.page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.5)
    agent.page.locator("[data-map-says]", has_text="In:").wait_for()
    assert agent.page.input_value("#id_area") == "west-district"
    agent.finds_nothing_wrong()
    agent.page.locator("button[value=triage]").click()
    agent.page.locator(".receipt .reference").wait_for()
    case = the_case()
    assert case.area_id == bureau.area("west-district")
    assert 31 < (case.lat or 0) < 32


def test_lists_and_the_case_by_keyboard(visits: Visits, bureau: Bureau) -> None:
    ids = [a_handled_case(bureau, title=f"第{number}件") for number in range(3)]
    handler = sits_down(visits, "east-1-handler", "zh-hans")
    page = handler.page
    handler.goes_to("/console/cases/?view=mine")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("x")
    assert page.locator("[data-bulk]").is_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/console/cases/20"))
    page.wait_for_load_state("networkidle")
    page.keyboard.press("n")
    page.locator("#act-here #act textarea").wait_for()
    page.locator("#act-here textarea").fill("明早再去。")
    page.keyboard.press("Control+Enter")
    page.locator(".talk .internal", has_text="明早再去。").wait_for()
    page.keyboard.press("?")
    assert page.locator("#shortcuts").is_visible()
    handler.finds_nothing_wrong()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("第1件")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/console/cases/\?"))
    assert page.locator("[data-row]").count() == 1
    assert "%E7" not in page.url
    assert len(ids) == 3


def test_triage_by_keyboard(visits: Visits, bureau: Bureau) -> None:
    for _ in range(2):
        a_case(bureau, area="pine")
    dispatcher = sits_down(visits, "dispatcher", "zh-hans")
    dispatcher.goes_to("/console/triage")
    dispatcher.page.wait_for_load_state("networkidle")
    dispatcher.page.keyboard.press("1")
    dispatcher.page.keyboard.press("Enter")
    dispatcher.page.locator("#toasts .toast").wait_for()
    assert Case.objects.filter(state="dispatched", unit_id=bureau.unit("east-1")).count() == 1


def test_a_session_that_ended_gives_back_what_was_typed(
    visits: Visits, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = Case.objects.get(pk=a_handled_case(bureau))
    handler = sits_down(visits, "east-1-handler", "zh-hans")
    handler.goes_to(f"/console/cases/{case.reference}/act/note")
    handler.page.fill("#id_text", "写了很久的备注。")
    monkeypatch.setattr(clock, "now", lambda: later(hours=4))
    handler.page.locator("#act button[data-main]").click()
    handler.page.fill("#id_username", "east-1-handler")
    handler.page.fill("#id_password", signing_in.PASSWORD)
    handler.finds_nothing_wrong()
    handler.page.locator("main form button.wide").first.click()
    handler.page.fill("#id_code", signing_in.code_now())
    handler.page.locator("main form button.wide").first.click()
    assert handler.at() == f"/console/cases/{case.reference}/act/note"
    assert handler.page.input_value("#id_text") == "写了很久的备注。"
    handler.page.locator("#act button[data-main]").click()
    handler.page.locator(".talk .internal", has_text="写了很久的备注。").wait_for()


def test_it_works_without_scripts(visits: Visits, bureau: Bureau) -> None:
    case = Case.objects.get(pk=a_dispatched_case(bureau))
    signing_in.may_enter("east-1-handler", AT)
    handler = visits("zh-hans", PHONE, scripts=False)
    handler.goes_to("/console/sign-in")
    handler.page.fill("#id_username", "east-1-handler")
    handler.page.fill("#id_password", signing_in.PASSWORD)
    handler.page.locator("main form button.wide").first.click()
    handler.page.fill("#id_code", signing_in.code_now())
    handler.page.locator("main form button.wide").first.click()
    handler.goes_to(f"/console/cases/{case.reference}")
    handler.page.locator(".act-bar a", has_text="签收").click()
    handler.page.locator("#act button[data-main]").click()
    assert Case.objects.get(pk=case.pk).state == "handling"
