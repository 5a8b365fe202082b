"""A resident takes a copy of the own data and asks for its erasure; an inspector decides. Both faces and languages."""

import zipfile
from pathlib import Path

import pytest
from django.conf import settings

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.models import Case
from answerable.contexts.retention import api as retention
from answerable.kernel import clock, row_security
from answerable.kernel.actor import Actor
from answerable.kernel.ids import new_access_code
from answerable.kernel.secrets import hash_code
from answerable.processes.retire_cases import erase_granted
from e2e.conftest import DESK, PHONE, Visitor, Visits, passes_the_door
from given import AT, SYSTEM, Bureau, a_bureau, a_handled_case, later, signing_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
CODE = new_access_code()


@pytest.fixture(autouse=True)
def bureau(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Bureau:
    monkeypatch.setattr(clock, "now", lambda: later(hours=3))
    monkeypatch.setattr(settings, "ERASURE_LIST", tmp_path / "list.jsonl")
    return a_bureau()


def an_ended_case(bureau: Bureau) -> str:
    case_id = a_handled_case(bureau, code_hash=hash_code(CODE))
    cases.open_case(bureau.actor("dispatcher"), Case.objects.get(pk=case_id).reference, AT)
    cases.withdraw_case(actor=Actor.resident(case_id), case_id=case_id, reason="已解决", at=AT)
    rule = retention.NewRule(months=36, why_zh="本局规定", why_en="The bureau's own rule")
    retention.save_rule(actor=SYSTEM, rule=rule, at=AT)
    return Case.objects.get(pk=case_id).reference


def presses_main(visitor: Visitor) -> None:
    visitor.page.locator("main form .actions .button").first.click()
    visitor.page.wait_for_load_state("networkidle")
    visitor.finds_nothing_wrong()


def looks(visitor: Visitor, path: str) -> None:
    visitor.goes_to(path)
    visitor.page.wait_for_load_state("networkidle")
    visitor.finds_nothing_wrong()


@pytest.mark.parametrize(("language", "size"), [("zh-hans", PHONE), ("en", DESK)])
def test_a_wish_goes_all_the_way(visits: Visits, bureau: Bureau, language: str, size: object) -> None:
    reference = an_ended_case(bureau)
    resident = visits(language, size)
    resident.goes_to("/track")
    resident.page.fill("#id_reference", reference)
    resident.page.fill("#id_code", CODE)
    presses_main(resident)
    looks(resident, "/track/data")
    looks(resident, "/track/data/save")
    resident.page.fill("#id_code", CODE)
    with resident.page.expect_download() as taken:
        resident.page.locator("main form .actions .button").first.click()
    assert "data.json" in zipfile.ZipFile(taken.value.path()).namelist()
    looks(resident, "/track/data/erase")
    resident.page.check("#id_sure")
    resident.page.fill("#id_code", CODE)
    presses_main(resident)
    assert resident.at() == "/track/data"

    signing_in.may_enter("inspector", AT)
    inspector = visits(language, size)
    passes_the_door(inspector, "inspector")
    looks(inspector, f"/console/cases/{reference}/looks")
    for page in ("", "holds", "erased", "wishes"):
        looks(inspector, f"/console/keeping/{page}")
    inspector.page.locator("main tbody a.reference").first.click()
    inspector.page.wait_for_load_state("networkidle")
    inspector.finds_nothing_wrong()
    inspector.page.locator("main button[name=erase][value=yes]").click()
    inspector.page.wait_for_url("**/console/keeping/wishes")
    inspector.finds_nothing_wrong()

    with row_security.system("test"):
        # The job may have been quicker.
        erase_granted(at=later(hours=3))
    looks(resident, "/track/data")
    looks(resident, "/track/case")
    looks(inspector, "/console/keeping/erased")
    assert reference in (inspector.page.text_content("main") or "")
    assert Case.objects.get(reference=reference).text == ""
