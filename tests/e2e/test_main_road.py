"""The whole road in browsers: told, dispatched, answered, judged, called back, and begun again one level up."""

import pytest

from answerable.contexts.cases import api as cases
from answerable.contexts.intake.models import Submission
from answerable.contexts.organisation import api as organisation
from answerable.kernel import clock
from answerable.processes.sweep_submissions import sweep_submissions
from e2e.conftest import DESK, PHONE, Visitor, Visits, passes_the_door
from given import AT, Bureau, a_bureau, signing_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

WORDS = "松树街的工地连续三晚施工到凌晨两点，吵得睡不着。"
ANSWER = "民警已到现场核查，施工单位停止夜间作业。"
WHY = "昨晚又响到一点，没有停。"


@pytest.fixture(autouse=True)
def bureau() -> Bureau:
    return a_bureau()


def goes_on(visitor: Visitor) -> None:
    visitor.page.locator("main form .actions .button").first.click()


def sits_down(visits: Visits, username: str, language: str, size: dict[str, int]) -> Visitor:
    """Open a browser in which somebody of the bureau has signed in."""
    signing_in.may_enter(username, AT)
    staff: Visitor = visits(language, size)
    passes_the_door(staff, username)
    return staff


def tells(resident: Visitor) -> tuple[str, str]:
    """Say it, and return what the receipt holds."""
    page = resident.page
    resident.goes_to("/tell/")
    page.fill("#id_text", WORDS)
    goes_on(resident)
    page.fill("#id_place", "松树街12号")
    goes_on(resident)
    page.check("[name=about_police][value=no]")
    goes_on(resident)
    goes_on(resident)
    page.check("[name=mode][value=contact]")
    page.fill("#id_phone", "10000001234")
    goes_on(resident)
    goes_on(resident)
    page.wait_for_url("**/tell/done")
    return page.locator(".receipt .reference").inner_text(), page.locator(".receipt .code").inner_text()


def opens(resident: Visitor, reference: str, code: str) -> str:
    resident.goes_to("/track")
    resident.page.fill("#id_reference", reference)
    resident.page.fill("#id_code", code)
    goes_on(resident)
    resident.page.wait_for_url("**/track/case")
    return resident.page.locator("main").inner_text()


def fills(staff: Visitor, within: str, **fields: str) -> None:
    """Fill in the fields of a form, whatever kind they are; a searchable select keeps its select beneath."""
    form = staff.page.locator(within)
    for name, value in fields.items():
        field = form.locator(f"[name={name}]")
        if field.first.get_attribute("type") == "radio":
            form.locator(f"[name={name}][value={value}]").check()
        elif field.first.evaluate("field => field.tagName") == "SELECT":
            field.first.evaluate(
                "(field, value) => { field.value = value; field.dispatchEvent(new Event('change', {bubbles: true})) }",
                value,
            )
        else:
            field.first.fill(value)


def acts(staff: Visitor, reference: str, act: str, **fields: str) -> None:
    """Go to the page of an act, fill it in and send it."""
    staff.goes_to(f"/console/cases/{reference}/act/{act}")
    staff.finds_nothing_wrong()
    fills(staff, "#act form", **fields)
    with staff.page.expect_navigation():
        staff.page.locator("#act form [data-main]").click()
    assert staff.at().startswith(f"/console/cases/{reference}"), staff.page.locator("main").inner_text()
    assert "/act/" not in staff.at()


def dispatches(dispatcher: Visitor) -> None:
    """Take the case that waits and give it to a station."""
    page = dispatcher.page
    dispatcher.goes_to("/console/triage")
    assert WORDS in page.locator("main").inner_text()
    dispatcher.finds_nothing_wrong()
    page.locator(".triage-form details").evaluate("fold => { fold.open = true }")
    fills(dispatcher, ".triage-form", topic="nuisance.night", unit="east-1", reason="松树街归东一派出所管。")
    with page.expect_navigation():
        page.locator(".triage-form [data-main]").click()
    assert WORDS not in page.locator("main").inner_text()


def upholds(reviewer: Visitor) -> None:
    """Take the call, speak with the resident, and find that they are right."""
    page = reviewer.page
    reviewer.goes_to("/console/calls/")
    reviewer.finds_nothing_wrong()
    page.locator("main a[href*='/console/calls/']").first.click()
    page.locator("form[action$='/take'] button").click()
    reviewer.finds_nothing_wrong()
    fills(reviewer, "main", outcome="reached", note="昨晚仍在施工。")
    with page.expect_navigation():
        page.locator("section[aria-labelledby=record] [data-main]").click()
    fills(reviewer, "main", decision="upheld", reason="情况属实，由分局重新办理。")
    with page.expect_navigation():
        page.locator("section[aria-labelledby=decide] [data-main]").click()


@pytest.mark.parametrize(
    ("language", "size"), [("zh-hans", DESK), ("en", PHONE)], ids=["zh-desk", "en-phone"]
)
def test_a_voice_is_answered_judged_and_taken_one_level_up(
    visits: Visits, language: str, size: dict[str, int]
) -> None:
    resident = visits(language, size)
    reference, code = tells(resident)
    assert sweep_submissions(at=clock.now()).settled == 1

    dispatches(sits_down(visits, "dispatcher", language, size))
    handler = sits_down(visits, "east-1-handler", language, size)
    handler.goes_to(f"/console/cases/{reference}")
    handler.finds_nothing_wrong()
    acts(handler, reference, "sign-for")
    acts(handler, reference, "answer", outcome="solved", text=ANSWER)

    assert ANSWER in opens(resident, reference, code)
    resident.goes_to("/track/rate")
    resident.page.check("[name=satisfaction][value=dissatisfied]")
    resident.page.check("[name=resolved][value=no]")
    resident.page.fill("#id_comment", WHY)
    goes_on(resident)
    resident.page.wait_for_load_state()

    upholds(sits_down(visits, "reviewer", language, size))
    assert "情况属实，由分局重新办理。" in opens(resident, reference, code)
    fact = cases.facts_of([cases.case_with_reference(reference) or 0])
    [case] = fact.values()
    assert case.round_no == 2
    assert organisation.units().get(case.unit_id or 0).code == "east"
    assert Submission.objects.get().case_reference == reference
