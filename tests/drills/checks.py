"""What has to hold after every drill (docs/security/drills.md, a to g)."""

import base64
import json
import time
import urllib.request
from collections import Counter
from itertools import pairwise
from typing import Any

from answerable.contexts.ledger.receipts.acceptance import open_acceptance
from answerable.contexts.ledger.tlog.checkpoints import parse_checkpoint
from answerable.contexts.ledger.tlog.keys import VerifierKey
from answerable.contexts.ledger.tlog.merkle import verify_consistency, verify_inclusion
from answerable.contexts.ledger.tlog.notes import open_note
from drills.crowd import Crowd
from drills.house import House, wait_until

_WAITING = "SELECT count(*) FROM intake_submission WHERE state = 'waiting'"
_JOBS = """
SELECT count(*) FROM procrastinate_jobs
WHERE status = 'doing' OR status = 'todo' AND coalesce(scheduled_at, now()) <= now()
"""


def check_all(house: House, crowd: Crowd, *, quiet_within: float = 60) -> None:
    """Check everything after a drill, when the house has come to rest."""
    assert not crowd.faults, crowd.faults[:5]
    assert crowd.acknowledged > 0
    come_to_rest(house, quiet_within)
    check_each_once(house, crowd)
    check_conservation(house)
    check_promises(house, crowd)
    check_one_history(house, crowd)
    check_messages(house)
    house.run("audit")


def come_to_rest(house: House, seconds: float) -> None:
    """Wait until no voice waits and no job is due."""
    wait_until(lambda: house.ask(_WAITING) == [(0,)], seconds, f"swept; {house.tail()}")
    wait_until(lambda: house.ask(_JOBS) == [(0,)], seconds, f"no job left; {house.ask(_LEFT)}")


_LEFT = "SELECT id, task_name, status, attempts FROM procrastinate_jobs WHERE status IN ('doing', 'todo')"


def check_each_once(house: House, crowd: Crowd) -> None:
    """(a) and (g): what was acknowledged is there once, as it was told; what was not is there once or not at all."""
    rows = house.ask("SELECT text, reference FROM intake_submission")
    kept = Counter(text for text, _ in rows)
    reference = dict(rows)
    for one in crowd.said:
        assert kept[one.text] <= 1, f"{one.key} is there {kept[one.text]} times"
        if one.acknowledged:
            assert kept[one.text] == 1, f"{one.key} was acknowledged and is not there"
            assert reference[one.text] == one.told["reference"], f"{one.key} was told another reference"


def check_conservation(house: House) -> None:
    """(d): every voice received is a case, in one, refused, or waits; and every one has its line."""
    [(lines, voices)] = house.ask(
        "SELECT (SELECT count(*) FROM ledger_journalline WHERE code = 'intake.submission.received'),"
        " (SELECT count(*) FROM intake_submission)"
    )
    assert lines == voices
    assert (
        house.ask(
            "SELECT reference FROM intake_submission s WHERE state = 'opened'"
            " AND NOT EXISTS (SELECT FROM cases_case c WHERE c.reference = s.case_reference)"
        )
        == []
    )
    [(doubled,)] = house.ask("SELECT count(*) - count(DISTINCT reference) FROM cases_case")
    assert doubled == 0
    # Half-done acts: a case without its round, or without the line of its opening.
    assert (
        house.ask(
            "SELECT c.reference FROM cases_case c WHERE NOT EXISTS (SELECT FROM cases_round r WHERE r.case_id = c.id)"
            " OR NOT EXISTS (SELECT FROM ledger_journalline l WHERE l.chain = c.reference AND l.case_seq = 2)"
        )
        == []
    )


def check_promises(house: House, crowd: Crowd) -> None:
    """(b): what was promised at once stands in the journal by its time."""
    notes = [str(one.told["acceptance"]) for one in crowd.said if one.told.get("acceptance")]
    assert notes, "nobody was promised anything"
    keys = _acceptance_keys(house)
    promises = [open_acceptance(note, keys) for note in notes]
    seal(house)
    for promise in promises[:: max(1, len(promises) // 25)]:
        leaf = base64.urlsafe_b64encode(promise.leaf).decode()
        proof = read_json(house, f"/api/v1/journal/proof/inclusion?leaf={leaf}")
        believed = parse_checkpoint(proof["checkpoint"].split("\n\n")[0] + "\n")
        verify_inclusion(
            index=proof["leaf_index"], size=believed.size, leaf=promise.leaf, root=believed.root,
            hashes=[base64.b64decode(one) for one in proof["hashes"]],
        )  # fmt: skip
        assert time.time() < promise.include_by.timestamp()
    known = {bytes(leaf) for (leaf,) in house.ask("SELECT leaf_hash FROM ledger_journalleaf")}
    assert {promise.leaf for promise in promises} <= known


def _acceptance_keys(house: House) -> list[VerifierKey]:
    return [VerifierKey.parse(text) for (text,) in house.ask("SELECT vkey FROM ledger_acceptancekey")]


def seal(house: House) -> None:
    """Wait for a checkpoint over everything that is written now."""
    last = "SELECT coalesce(max(id), 0) FROM ledger_journalline WHERE code <> 'ledger.pad'"
    [(newest,)] = house.ask(last)

    def sealed() -> bool:
        row = house.ask("SELECT index FROM ledger_journalleaf WHERE line_id = %s", newest)
        size = int(read(house, "/journal/checkpoint").split("\n")[1]) if row else 0
        return bool(row) and size > row[0][0]

    wait_until(sealed, 30, f"sealed; {house.tail()}")


def check_one_history(house: House, crowd: Crowd) -> None:
    """(c): every checkpoint that was ever shown is a beginning of the newest, and signed by the log's key."""
    keys = [VerifierKey.parse(one["vkey"]) for one in read_json(house, "/journal/keys.json")]
    newest = read(house, "/journal/checkpoint")
    shown = dict(sorted({**crowd.checkpoints, int(newest.split("\n")[1]): newest}.items()))
    assert len(shown) > 1, "only one checkpoint was ever seen"
    for (old, old_note), (new, new_note) in pairwise(shown.items()):
        for note in (old_note, new_note):
            open_note(note, keys)
        proof = read_json(house, f"/api/v1/journal/proof/consistency?from={old}&to={new}")
        verify_consistency(
            old=old, new=new, hashes=[base64.b64decode(one) for one in proof["hashes"]],
            old_root=_root(old_note), new_root=_root(new_note),
        )  # fmt: skip


def _root(note: str) -> bytes:
    return parse_checkpoint(note.split("\n\n")[0] + "\n").root


def check_messages(house: House) -> None:
    """(e), on our side: one message for each key. The drills with a mail server look at what reached it, too."""
    [(doubled,)] = house.ask("SELECT count(*) - count(DISTINCT key) FROM messaging_outgoing")
    assert doubled == 0


def read(house: House, path: str) -> str:
    with urllib.request.urlopen(f"{house.address}{path}", timeout=10) as answer:
        return bytes(answer.read()).decode()


def read_json(house: House, path: str) -> Any:
    return json.loads(read(house, path))
