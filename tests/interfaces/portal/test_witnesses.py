"""Residents see which witnesses have signed, and which have not; receipts carry their signatures; the doctor tells."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from typer.testing import CliRunner

from answerable.contexts.ledger import api as ledger
from answerable.contexts.ledger.cosigning.standings import write_standings
from answerable.contexts.ledger.models import JournalLine
from answerable.contexts.ledger.services.keep_cosignature import keep_cosignature
from answerable.interfaces.cli.journal_check import journal
from answerable.interfaces.cli.main import app
from answerable.kernel.clock import now
from given import a_bureau, a_case
from given.journal import a_journal, log_key

pytestmark = pytest.mark.django_db
Seal = Callable[[], ledger.Shown]
KEYS = [ledger.SigningKey.make(f"{name}.example", ledger.KeyKind.WITNESS) for name in ("people", "campus")]
POLICY = "".join(f"witness {key.name} {key.verifier.text} https://{key.name}\n" for key in KEYS)
POLICY += f"group both all {KEYS[0].name} {KEYS[1].name}\nquorum both\n"


@pytest.fixture
def seal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Seal:
    (tmp_path / "policy").write_text(POLICY)
    monkeypatch.setattr(settings.OPTIONS, "journal_dir", tmp_path / "journal")
    monkeypatch.setattr(settings.OPTIONS, "journal_witnesses", tmp_path / "policy")
    return a_journal(tmp_path)


def cosign(shown: ledger.Shown, *keys: ledger.SigningKey) -> None:
    for key in keys:
        note = ledger.parse_note(shown.note)
        signature = key.cosign(note.text, int(now().timestamp()))
        keep_cosignature(published=ledger.published(), note=note, signature=signature)


def stand(*standings: ledger.Standing) -> None:
    write_standings(ledger.published(), standings)


def standing(key: ledger.SigningKey, size: int, trouble: str = "") -> ledger.Standing:
    return ledger.Standing(key.name, key.verifier.text, size, int(now().timestamp()) if size else 0, trouble)


def page(client: Client) -> str:
    return client.get("/journal/", headers={"Accept-Language": "en"}).content.decode()


def test_the_page_tells_who_has_signed_and_who_has_not(client: Client, seal: Seal) -> None:
    seal()
    assert "No witness has signed" in page(client)
    stand(standing(KEYS[0], 16), standing(KEYS[1], 0, "away"))
    newest = seal()
    told = page(client)
    assert f"{KEYS[0].name} · has not signed this checkpoint; it last signed 16 lines" in told
    assert f"{KEYS[1].name} · has not signed any checkpoint yet" in told
    assert "Fewer have signed" in told
    cosign(newest, KEYS[0])
    told = page(client)
    assert f"{KEYS[0].name} · has not" not in told
    assert "Fewer have signed" in told
    cosign(newest, KEYS[1])
    assert "As many have signed" in page(client)


def test_a_witness_that_saw_another_history_is_told_to_everybody(client: Client, seal: Seal) -> None:
    seal()
    stand(standing(KEYS[0], 16, "fork"))
    assert "it has seen another history of this journal" in page(client)


def test_a_receipt_is_proven_against_what_witnesses_have_signed(seal: Seal, tmp_path: Path) -> None:
    """A checkpoint whose witnesses are still being asked gives no proof; after an hour without them it does."""
    a_case(a_bureau())
    [chain] = JournalLine.objects.exclude(chain="").values_list("chain", flat=True).distinct()
    witnessed = seal()
    cosign(witnessed, *KEYS)
    seal()
    receipt = tmp_path / "receipt"
    for expected in (0, 0, 0, 0, 0, 1):
        found = ledger.receipt_of(chain, now())
        assert found is not None
        receipt.write_text(found.text)
        (tmp_path / "trusted").write_text(f"log {log_key()}\n{POLICY}")
        done = CliRunner().invoke(app, ["verify", str(receipt), "--policy", str(tmp_path / "trusted")])
        assert done.exit_code == expected, done.output
        assert ("Witnesses: people.example, campus.example" in done.output) == (expected == 0)
        seal()
    assert "too few witnesses" in done.output


def test_a_policy_that_can_not_be_read_stops_nobody(client: Client, seal: Seal, tmp_path: Path) -> None:
    newest = seal()
    (tmp_path / "policy").write_text("quorum nobody\n")
    assert newest.root.hex() in page(client)
    assert [one.what for one in journal() if not one.sound] == ["Witnesses"]
    (tmp_path / "policy").unlink()
    assert [one.what for one in journal() if not one.sound] == ["Witnesses"]


def test_the_doctor_and_the_figures_tell_of_each_witness(client: Client, seal: Seal) -> None:
    newest = seal()
    stand(standing(KEYS[0], newest.size), standing(KEYS[1], 0, "away"))
    faults = [one for one in journal() if not one.sound]
    assert [(one.what, one.seen) for one in faults] == [
        ("Witness campus.example", "signed 0 of 16 lines, away")
    ]
    long_ago = int((newest.at - timedelta(days=1)).timestamp())
    seen_once = replace(standing(KEYS[1], 8, "unknown_key"), at=long_ago)
    stand(seen_once, replace(seen_once, name="near", at=int(now().timestamp())))
    assert [one.what for one in journal() if not one.sound] == ["Witness campus.example"]
    stand(replace(standing(KEYS[1], newest.size, "fork"), at=int(now().timestamp())))
    assert [one.what for one in journal() if not one.sound] == ["Witness campus.example"]
    told = client.get("/metrics").content.decode()
    assert 'answerable_journal_witness_size{witness="campus.example"} 16.0' in told
    assert 'answerable_journal_witness_trouble{code="fork",witness="campus.example"} 1.0' in told
