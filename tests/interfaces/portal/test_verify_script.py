"""What the browser runs says the same of good and of bent receipts as our own program and as the one of one file."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.ledger.test_receipts import ACCEPTING, LOG, LOGGED, Log

from answerable.contexts.ledger.receipts.receipt_file import join_parts
from answerable.contexts.ledger.tlog import b64
from answerable.contexts.ledger.tlog.proofs import consistency_proof
from answerable.interfaces import portal

SCRIPT = Path(portal.__file__).parent / "scripts" / "parts" / "receipt.js"
NODE = shutil.which("node") or str(Path(sys.executable).with_name("node"))
PROGRAM = """
const { verifyReceipt, openCheckpoint, parseKey, compare, decodeHashes } = await import(process.argv[1]);
let text = "";
for await (const part of process.stdin) text += part;
const asked = JSON.parse(text);
const answers = asked.map(({ receipt, keys, checkpoint, hashes }) => {
  try {
    const found = verifyReceipt(receipt, keys);
    if (checkpoint) {
      const other = openCheckpoint(checkpoint, keys.map(parseKey));
      for (const one of found.checkpoints) compare(one, other, hashes && decodeHashes(hashes));
    }
    return [...found.lines.map((line) => line.pub.event), ...found.promises.map((one) => one.by)];
  } catch (error) {
    return error.message;
  }
});
console.log(JSON.stringify(answers));
"""
KEY = LOG.verifier.text


def ask(*asked: dict[str, object]) -> list[object]:
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", PROGRAM, SCRIPT.as_uri()],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    return list(json.loads(done.stdout))


def test_good_receipts_hold_and_bent_ones_do_not() -> None:
    good = join_parts(LOGGED.parts())
    codes = [
        "intake.submission.received",
        "cases.case.opened",
        "cases.round.dispatched",
        "cases.round.answered",
    ]
    bent = [
        good.replace("index 5", "index 6", 1),
        good.replace("extra eyJ", "extra eyI", 1),
        good.replace("— journal", "— journel", 1),
        join_parts([LOGGED.parts()[0], *LOGGED.parts()[2:]]),
        "hello",
    ]
    answers = ask(
        {"receipt": good, "keys": [KEY]},
        {"receipt": good.replace("\n", "\r\n"), "keys": [KEY]},
        {"receipt": good, "keys": [ACCEPTING.verifier.text]},
        *({"receipt": one, "keys": [KEY]} for one in bent),
    )
    assert answers[:2] == [codes, codes]
    assert all(isinstance(one, str) for one in answers[2:]), answers


def test_promises_hold_with_a_key_that_the_journal_names() -> None:
    named = LOGGED.promise() + LOGGED.proof(4).encoded
    holds, unknown = ask({"receipt": named, "keys": [KEY]}, {"receipt": LOGGED.promise(), "keys": [KEY]})
    assert holds == [1778548447]
    assert unknown == "unknown_key"


@pytest.mark.parametrize("more", [1, 8, 40])
def test_today_has_to_continue_what_the_receipt_was_proven_by(more: int) -> None:
    later, forked = Log(), Log()
    later.leaves += [bytes([n]) * 32 for n in range(more)]
    forked.leaves[0] = b"x" * 32
    hashes = [
        b64.encode(one) for one in consistency_proof(later.nodes, len(LOGGED.leaves), len(later.leaves))
    ]
    good = {"receipt": join_parts(LOGGED.parts()), "keys": [KEY]}
    continued, turned, short, split = ask(
        {**good, "checkpoint": later.note(), "hashes": hashes},
        {**good, "checkpoint": later.note(), "hashes": [*hashes[1:], hashes[0]]},
        {**good, "checkpoint": later.note(), "hashes": hashes[:-1]},
        {**good, "checkpoint": forked.note()},
    )
    assert isinstance(continued, list)
    assert (turned, short, split) == ("consistency", "consistency", "split_view")
