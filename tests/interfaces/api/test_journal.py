"""Anybody can follow the journal: checkpoint, tiles, keys, and both proofs, checked by a stranger's code."""

from base64 import b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tlog_scales.signing import Vkey
from tlog_scales.tlog import Checkpoint, ConsistencyProof, InclusionProof

from answerable.contexts.ledger import api as ledger
from answerable.contexts.ledger import signing
from answerable.contexts.ledger.models import JournalLine
from answerable.contexts.ledger.services.number_lines import Horizon
from answerable.contexts.ledger.services.seal_lines import seal_lines
from answerable.kernel import row_security
from answerable.kernel.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Twenty lines under two checkpoints, 16 and 48."""
    monkeypatch.setattr(settings.OPTIONS, "journal_dir", tmp_path / "journal")
    signer = signing.Signer(signing.Folder(tmp_path / "signer"), lambda: datetime.now(UTC))
    signer.begin("journal.example/test")
    horizon = Horizon()
    with row_security.system("test"):
        for count in (15, 20):
            ledger.record_many(
                [ledger.Entry(Actor.system("test"), "test.act", datetime.now(UTC)) for _ in range(count)]
            )
            seal_lines(published=ledger.published(), signer=signer, horizon=horizon)
        lines = JournalLine.objects.filter(code="test.act").order_by("id")
        return [bytes(line.leaf_hash) for line in lines]


def url64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def test_a_line_is_proven_to_a_stranger(client: Client, leaves: list[bytes]) -> None:
    key = Vkey.from_string(client.get("/journal/keys.json").json()[0]["vkey"])
    for size in (None, 16):
        query = {"leaf": url64(leaves[5])} | ({"size": size} if size else {})
        told = client.get("/api/v1/journal/proof/inclusion", query).json()
        theirs = Checkpoint.from_text(told["checkpoint"])
        theirs.verify(key)
        assert (told["leaf_index"], told["tree_size"], theirs.size) == (5, size or 48, size or 48)
        proof = InclusionProof(told["leaf_index"], told["tree_size"], [b64decode(h) for h in told["hashes"]])
        proof.check(b64decode(told["leaf_hash"]), theirs.root_hash)
        assert b64decode(told["leaf_hash"]) == leaves[5]


def test_the_journal_is_proven_to_have_grown_only(client: Client, leaves: list[bytes]) -> None:
    history = client.get("/api/v1/journal/checkpoints").json()["checkpoints"]
    assert [one["size"] for one in history] == [48, 16]
    told = client.get("/api/v1/journal/proof/consistency", {"from": 16, "to": 48}).json()
    assert (told["from"], told["to"]) == (16, 48)
    hashes = [b64decode(one) for one in told["hashes"]]
    ConsistencyProof(16, 48, hashes).check(b64decode(history[1]["root"]), b64decode(history[0]["root"]))
    assert client.get("/api/v1/journal/checkpoints?before=48&limit=1").json()["checkpoints"] == history[1:]


def test_the_files_have_the_headers_of_the_standard(client: Client, leaves: list[bytes]) -> None:
    response = client.get("/journal/checkpoint")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=5"
    text = response.content.decode()
    assert text == client.get("/api/v1/journal/checkpoint").json()["checkpoint"]
    tile = client.get("/journal/tile/0/000.p/48")
    assert tile["Cache-Control"].endswith("immutable")
    raw = tile.content
    assert (len(raw), raw[5 * 32 : 6 * 32]) == (48 * 32, leaves[5])


@pytest.mark.parametrize(
    "path",
    [
        "/journal/tile/0/001",
        "/journal/tile/0/000",
        "/journal/tile/0/../../keys.json",
        "/journal/tile/entries/000",
        "/journal/history.jsonl",
        "/journal/tile/0/000.p/47",
    ],
)
def test_nothing_else_is_served(client: Client, leaves: list[bytes], path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("proof/inclusion?leaf=" + "A" * 43, 404),
        ("proof/inclusion?leaf=short", 400),
        ("proof/inclusion", 400),
        ("proof/inclusion?size=17&leaf=" + "A" * 43, 404),
        ("proof/consistency?from=17&to=16", 404),
        ("proof/consistency?from=3&to=17", 404),
        ("proof/consistency?from=-1", 400),
        ("proof/consistency?from=99999999999999999999", 400),
        ("checkpoints?limit=0", 400),
    ],
)
def test_what_cannot_be_proven_is_a_problem_and_no_crash(
    client: Client, leaves: list[bytes], query: str, status: int
) -> None:
    response = client.get("/api/v1/journal/" + query)
    assert response.status_code == status
    assert response["Content-Type"].startswith("application/problem+json")
    assert response.json()["code"] in ("no_proof", "malformed")


def test_before_the_first_checkpoint_there_is_none(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings.OPTIONS, "journal_dir", tmp_path / "empty")
    assert client.get("/journal/checkpoint").status_code == 404
    assert client.get("/api/v1/journal/checkpoint").status_code == 404
    assert client.get("/api/v1/journal/checkpoints").json() == {"checkpoints": []}
