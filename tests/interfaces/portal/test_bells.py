"""Bells: the holder learns that something has changed; the list says nothing to anybody else (ADR 0018)."""

import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Outcome
from answerable.contexts.ledger import api as ledger
from answerable.interfaces.portal import bells
from answerable.interfaces.portal.models import BellPage
from answerable.kernel import clock
from answerable.kernel.ids import new_access_code
from answerable.kernel.secrets import hash_code
from given import AT, Bureau, a_bureau, a_handled_case
from given.journal import a_journal

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 11, 12, 1, tzinfo=UTC)
LATER = NOON + bells.EVERY


@pytest.fixture
def bureau() -> Bureau:
    return a_bureau()


@pytest.fixture
def seal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], ledger.Shown]:
    monkeypatch.setattr(settings.OPTIONS, "journal_dir", tmp_path / "journal")
    return a_journal(tmp_path)


def reference_of(case_id: cases.CaseId) -> str:
    return cases.facts_of([case_id])[case_id].reference


def answer(bureau: Bureau, case_id: cases.CaseId) -> None:
    cases.answer_round(
        actor=bureau.actor("east-1-handler"), case_id=case_id, outcome=Outcome.SOLVED, text="已处理。", at=AT
    )


def rung(reference: str) -> list[str]:
    """Return the pages on which a stranger with the bell finds its mark, working it out by the published rule."""
    key = bells.bell_of(reference).replace("-", "").encode()
    found = []
    for line in bells.lines_since(NOON - timedelta(days=30)):
        page, shown = line.split()
        told = hmac.new(key, b"answerable/bell/v1\n" + page.encode(), sha256).hexdigest()[:16]
        found += [page] if shown == told else []
    return found


def test_a_change_rings_once_and_silence_does_not(bureau: Bureau, seal: Callable[[], ledger.Shown]) -> None:
    changed, silent = a_handled_case(bureau), a_handled_case(bureau)
    seal()
    bells.publish_pages(at=NOON)
    answer(bureau, changed)
    seal()
    bells.publish_pages(at=LATER)
    assert rung(reference_of(changed))[-1] == "2026-05-11T12Z"
    assert "2026-05-11T12Z" not in rung(reference_of(silent))
    bells.publish_pages(at=LATER + bells.EVERY)
    assert rung(reference_of(changed))[-1] == "2026-05-11T12Z"


def test_what_is_numbered_late_is_on_the_next_page(bureau: Bureau, seal: Callable[[], ledger.Shown]) -> None:
    case_id = a_handled_case(bureau)
    seal()
    bells.publish_pages(at=NOON)
    answer(bureau, case_id)
    bells.publish_pages(at=LATER)
    assert "2026-05-11T12Z" not in rung(reference_of(case_id))
    seal()
    bells.publish_pages(at=LATER + bells.EVERY)
    assert rung(reference_of(case_id))[-1] == "2026-05-11T16Z"


def test_pages_of_a_busy_and_of_an_empty_time_have_one_size_and_never_change(
    bureau: Bureau, seal: Callable[[], ledger.Shown]
) -> None:
    bells.publish_pages(at=NOON)
    for _ in range(3):
        a_handled_case(bureau)
    seal()
    bells.publish_pages(at=LATER)
    sizes = {len(bytes(page.marks)) for page in BellPage.objects.all()}
    assert sizes == {bells.FILLED_TO * bells.MARK_BYTES}
    before = list(bells.lines_since(NOON - timedelta(days=1)))
    assert bells.publish_pages(at=LATER) == 0
    assert list(bells.lines_since(NOON - timedelta(days=1))) == before
    shown = [line for line in before if line.startswith("2026-05-11T12Z")]
    assert shown == sorted(set(shown))


def test_more_marks_than_one_filling_take_two(monkeypatch: pytest.MonkeyPatch) -> None:
    many = {f"2026-0000-{number:04d}" for number in range(bells.FILLED_TO + 1)}
    monkeypatch.setattr(ledger, "chains_numbered", lambda *, since: (many, since))
    bells.publish_pages(at=NOON)
    assert len(bytes(BellPage.objects.get().marks)) == 2 * bells.FILLED_TO * bells.MARK_BYTES
    assert all(rung(reference) for reference in many)


def test_two_marks_of_a_matter_have_nothing_in_common() -> None:
    bell = bells.bell_of("2026-0000-0001")
    assert len(bell.replace("-", "")) == 24
    assert bells.mark(bell, "2026-05-11T12Z") != bells.mark(bell, "2026-05-11T16Z")
    assert bells.bell_of("2026-0000-0002") != bell


def test_after_a_standstill_every_page_is_there_and_nothing_was_passed_over(
    bureau: Bureau, seal: Callable[[], ledger.Shown]
) -> None:
    case_id = a_handled_case(bureau)
    seal()
    bells.publish_pages(at=NOON)
    answer(bureau, case_id)
    seal()
    assert bells.publish_pages(at=NOON + timedelta(days=2)) == 12
    assert len([page for page in rung(reference_of(case_id)) if page >= "2026-05-11T12Z"]) == 1


def test_everybody_gets_the_same_list_and_no_cookie(bureau: Bureau, seal: Callable[[], ledger.Shown]) -> None:
    code, at = new_access_code(), clock.now()
    case_id = a_handled_case(bureau, code_hash=hash_code(code))
    reference = reference_of(case_id)
    bells.publish_pages(at=at - bells.EVERY)
    seal()
    bells.publish_pages(at=at)
    owner = Client()
    owner.post("/track", {"reference": reference, "code": code})
    assert bells.bell_of(reference) in owner.get("/track/case").content.decode()
    kept, stranger = owner.get("/bells/week"), Client().get("/bells/week")
    assert kept.content == stranger.content
    assert not kept.cookies
    assert "public" in stranger["Cache-Control"]
    assert reference not in stranger.content.decode()
    assert bells.bell_of(reference) not in stranger.content.decode()


def test_the_marks_to_come_are_for_the_holder(bureau: Bureau) -> None:
    code = new_access_code()
    reference = reference_of(a_handled_case(bureau, code_hash=hash_code(code)))
    assert Client().get("/track/marks").status_code == 404
    owner = Client()
    owner.post("/track", {"reference": reference, "code": code})
    [*lines] = owner.get("/track/marks").content.decode().splitlines()
    assert len(lines) == 90 * 6
    name = bells.name_of(bells.stretch_of(clock.now()))
    assert f"{name} {bells.mark(bells.bell_of(reference), name).hex()}" in lines
