"""`answerable verify` and the script that needs nothing of ours say the same of good and of bent receipts."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.ledger.test_receipts import ACCEPTING, LOG, LOGGED, ORIGIN, Log
from typer.testing import CliRunner

from answerable.contexts.ledger.receipts.receipt_file import join_parts
from answerable.contexts.ledger.tlog import b64
from answerable.contexts.ledger.tlog.proofs import consistency_proof
from answerable.interfaces.cli.main import app
from answerable.interfaces.portal import downloads

SCRIPT = Path(downloads.__file__).parent / "verify_receipt.py"
KEY = LOG.verifier.text


Verify = Callable[..., tuple[int, str]]


def ours(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["verify", *arguments])
    return done.exit_code, done.output


def theirs(*arguments: str) -> tuple[int, str]:
    # -I: neither our packages nor the environment.
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), *arguments], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def receipt(tmp_path: Path) -> Path:
    path = tmp_path / "receipt.tlog-proof"
    path.write_text(join_parts(LOGGED.parts()))
    return path


@pytest.mark.parametrize("verify", [ours, theirs])
class TestBoth:
    def test_a_good_receipt_holds_and_tells_its_acts(self, verify: Verify, receipt: Path) -> None:
        status, told = verify(str(receipt), "--key", KEY)
        assert status == 0, told
        assert "2026-AAAA-AAAA" in told
        assert told.count("2026-05-11T01:14:07Z") == 4
        assert told.index("intake.submission.received") < told.index("cases.round.answered")

    def test_a_bent_one_does_not_hold(self, verify: Verify, receipt: Path) -> None:
        for before, after in [("index 5", "index 6"), ("extra eyJ", "extra eyI"), ("— journal", "— journel")]:
            good = receipt.read_text()
            assert before in good
            receipt.write_text(good.replace(before, after, 1))
            assert verify(str(receipt), "--key", KEY)[0] == 1, before
            receipt.write_text(good)

    def test_a_line_that_is_missing_is_noticed(self, verify: Verify, receipt: Path) -> None:
        receipt.write_text(join_parts([LOGGED.parts()[0], *LOGGED.parts()[2:]]))
        assert verify(str(receipt), "--key", KEY)[0] == 1

    def test_another_key_is_not_believed(self, verify: Verify, receipt: Path) -> None:
        assert verify(str(receipt), "--key", ACCEPTING.verifier.text)[0] == 1

    def test_a_promise_holds_with_its_key(self, verify: Verify, receipt: Path) -> None:
        receipt.write_text(LOGGED.promise())
        status, told = verify(str(receipt), "--key", KEY, "--key", ACCEPTING.verifier.text)
        assert status == 0, told
        assert "2026-05-12T01:14:07Z" in told
        assert verify(str(receipt), "--key", KEY)[0] == 1
        receipt.write_text(LOGGED.promise() + LOGGED.proof(4).encoded)
        assert verify(str(receipt), "--key", KEY)[0] == 0

    def test_a_forked_journal_leaves_both_notes(self, verify: Verify, receipt: Path, tmp_path: Path) -> None:
        """T34: somebody else was shown another tree."""
        forked = Log()
        forked.leaves[0] = b"x" * 32
        other = tmp_path / "checkpoint"
        other.write_text(forked.note())
        status, told = verify(str(receipt), "--key", KEY, "--checkpoint", str(other))
        assert status == 3
        assert LOGGED.note() in told
        assert forked.note() in told

    def test_a_later_checkpoint_has_to_continue(self, verify: Verify, receipt: Path, tmp_path: Path) -> None:
        later = Log()
        later.leaves += [bytes([n]) * 32 for n in range(40)]
        old, new = len(LOGGED.leaves), len(later.leaves)
        answer = tmp_path / "consistency.json"
        hashes = [b64.encode(one) for one in consistency_proof(later.nodes, old, new)]
        for told, status in ((hashes, 0), (hashes[::-1], 1), (hashes[1:], 1)):
            answer.write_text(json.dumps({"checkpoint": later.note(), "hashes": told}))
            assert verify(str(receipt), "--key", KEY, "--checkpoint", str(answer))[0] == status
        same = tmp_path / "same"
        same.write_text(LOGGED.note())
        assert verify(str(receipt), "--key", KEY, "--checkpoint", str(same))[0] == 0

    def test_what_is_not_there_can_not_be_read(self, verify: Verify, tmp_path: Path) -> None:
        assert verify(str(tmp_path / "none"), "--key", KEY)[0] == 2


def test_a_policy_file_may_ask_for_witnesses(receipt: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy"
    policy.write_text(f"log {KEY}\nquorum none\n")
    assert ours(str(receipt), "--policy", str(policy))[0] == 0
    assert ours(str(receipt))[0] == 2
    assert ORIGIN in KEY


def test_both_languages(receipt: Path) -> None:
    assert "已答复" in ours(str(receipt), "--key", KEY, "--language", "zh")[1]
    assert "Answered" in ours(str(receipt), "--key", KEY)[1]
