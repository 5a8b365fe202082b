"""A resident's road: say it, get a receipt, come back; zh and en, phone and desk, with and without scripts."""

import re
from datetime import timedelta

import pytest
from django.conf import LazySettings

from answerable.contexts.cases import api as cases
from answerable.contexts.intake.models import Submission
from answerable.kernel import clock
from answerable.kernel.ids import new_access_code
from answerable.kernel.secrets import hash_code
from e2e.conftest import DESK, PHONE, Visitor, Visits
from given import Bureau, a_bureau, an_answered_case

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

WORDS = {
    "zh-hans": "小区旁边工地连续三晚施工到凌晨两点，希望民警去看看。",
    "en": "The building site next door has worked until two in the morning three nights in a row.",
}


@pytest.fixture(autouse=True)
def bureau() -> Bureau:
    return a_bureau()


def goes_on(resident: Visitor) -> None:
    resident.page.locator("main form .actions .button").first.click()


def tells(resident: Visitor, language: str, look: bool = True) -> None:
    """Take every step from the first page to the receipt, looking hard at each."""

    def looks() -> None:
        if look:
            resident.finds_nothing_wrong()

    page = resident.page
    resident.goes_to("/")
    looks()
    page.fill("#id_text", WORDS[language])
    page.locator(".hero-form button").click()
    assert resident.at() == "/tell/where"
    page.fill("#id_place", "松树街12号")
    looks()
    goes_on(resident)
    page.check("[name=about_police][value=yes]")
    looks()
    page.check("[name=about_police][value=no]")
    goes_on(resident)
    page.set_input_files(
        "#id_files", [{"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}]
    )
    looks()
    goes_on(resident)
    goes_on(resident)
    assert resident.at() == "/tell/contact"
    assert page.locator(".error-summary").is_visible()
    looks()
    page.check("[name=mode][value=contact]")
    page.fill("#id_phone", "10000001234")
    looks()
    goes_on(resident)
    assert resident.at() == "/tell/check"
    looks()
    goes_on(resident)
    assert resident.at() == "/tell/done"
    looks()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_resident_says_it_and_gets_a_receipt(visits: Visits, language: str, size: dict[str, int]) -> None:
    resident = visits(language, size, theme="dark" if language == "en" else "light")
    tells(resident, language)
    kept = Submission.objects.get()
    page = resident.page
    assert page.locator(".receipt .reference").inner_text() == kept.reference
    code = page.locator(".receipt .code").inner_text()
    page.goto(f"{resident.address}/track#{kept.reference}.{code}")
    assert resident.at() == "/track"
    assert page.input_value("#id_code") == code
    resident.finds_nothing_wrong()
    goes_on(resident)
    assert resident.at() == "/track/case"
    assert kept.reference in page.locator("main").inner_text()
    resident.finds_nothing_wrong()


@pytest.mark.parametrize(
    ("language", "size"), [("zh-hans", PHONE), ("en", DESK)], ids=["zh-phone", "en-desk"]
)
def test_a_resident_comes_back_to_an_answer(
    visits: Visits, bureau: Bureau, language: str, size: dict[str, int]
) -> None:
    code = new_access_code()
    case_id = an_answered_case(bureau, at=clock.now() - timedelta(hours=5), code_hash=hash_code(code))
    resident = visits(language, size, theme="dark" if language == "en" else "light")
    page = resident.page
    resident.goes_to("/track")
    page.fill("#id_reference", cases.facts_of([case_id])[case_id].reference)
    page.fill("#id_code", code)
    goes_on(resident)
    assert resident.at() == "/track/case"
    for fold in page.locator("details").all():
        fold.evaluate("fold => { fold.open = true }")
    resident.finds_nothing_wrong()
    page.locator("a[href='/track/add']").first.click()
    resident.finds_nothing_wrong()
    page.fill("#id_text", WORDS[language])
    goes_on(resident)
    assert WORDS[language] in page.locator(".timeline").inner_text()
    page.locator("a[href='/track/rate']").click()
    resident.finds_nothing_wrong()
    goes_on(resident)
    assert page.locator(".error-summary").is_visible()
    page.check("[name=satisfaction][value=dissatisfied]")
    page.check("[name=resolved][value=no]")
    goes_on(resident)
    resident.finds_nothing_wrong()
    resident.goes_to("/track/case")
    assert page.locator("a[href='/track/rate']").count() == 0
    resident.finds_nothing_wrong()


def test_everything_works_without_scripts(visits: Visits) -> None:
    resident = visits("zh-hans", PHONE, scripts=False)
    tells(resident, "zh-hans", look=False)
    assert re.fullmatch(r"20\d\d-\w{4}-\w{4}", resident.page.locator(".receipt .reference").inner_text())
    assert not resident.page.locator("[data-prints]").is_visible()


def test_what_was_typed_is_still_there_after_the_page_was_lost(visits: Visits) -> None:
    resident = visits("zh-hans", PHONE)
    resident.goes_to("/tell/")
    with resident.page.expect_response("**/tell/suggest"):
        resident.page.locator("#id_text").type("写到一半就断了")
    resident.goes_to("/about/data")
    resident.goes_to("/tell/")
    assert resident.page.input_value("#id_text") == "写到一半就断了"


def test_a_lost_line_is_told_and_nothing_is_lost(visits: Visits) -> None:
    resident = visits("zh-hans", PHONE)
    resident.goes_to("/tell/")
    page = resident.page
    page.context.set_offline(True)
    page.fill("#id_text", WORDS["zh-hans"])
    page.locator("main form .actions .button").first.click()
    assert resident.at() == "/tell/"
    assert page.locator("[data-offline]").is_visible()
    page.context.set_offline(False)
    page.locator("main form .actions .button").first.click()
    page.wait_for_url("**/tell/where")


def test_a_place_can_be_pointed_at(visits: Visits) -> None:
    resident = visits("en", PHONE)
    resident.goes_to("/tell/")
    resident.page.fill("#id_text", WORDS["en"])
    goes_on(resident)
    # The areas of this small bureau are names without outlines: the map says so and the list remains.
    resident.page.locator("[data-map-open]").click()
    resident.page.locator("[data-map] .hint").wait_for()
    assert resident.page.locator("#id_area").is_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/about/data", "/about/deadlines", "/about/access", "/track", "/rate", "/nowhere"]
)
def test_quiet_pages_have_nothing_wrong(visits: Visits, path: str, theme: str) -> None:
    for language in ("zh-hans", "en"):
        resident = visits(language, PHONE, theme=theme)
        resident.goes_to(path)
        resident.finds_nothing_wrong()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("density", ["", "?desk=1"], ids=["street", "desk"])
def test_every_part_has_nothing_wrong(
    visits: Visits, settings: LazySettings, theme: str, density: str
) -> None:
    settings.DEMO = True
    visitor = visits("en", DESK, theme=theme)
    visitor.goes_to(f"/styleguide{density}")
    visitor.finds_nothing_wrong()


def test_nothing_is_asked_of_anybody_else_and_nothing_is_stored(visits: Visits) -> None:
    resident = visits("zh-hans", PHONE)
    asked: list[str] = []
    resident.page.on("request", lambda request: asked.append(request.url))
    tells(resident, "zh-hans", look=False)
    assert all(url.startswith((resident.address, "data:", "blob:")) for url in asked)
    assert resident.page.evaluate("localStorage.length + sessionStorage.length") == 0
    code = resident.page.locator(".receipt .code").inner_text()
    reference = resident.page.locator(".receipt .reference").inner_text()
    assert not any(code in url or reference in url for url in asked)


def test_the_first_page_is_light(visits: Visits) -> None:
    resident = visits("zh-hans", PHONE)
    sizes: list[int] = []
    resident.page.on("response", lambda response: sizes.append(len(response.body())))
    resident.goes_to("/")
    resident.page.wait_for_load_state("networkidle")
    assert sum(sizes) <= 60_000
