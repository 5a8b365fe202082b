from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection

from answerable.contexts.ledger import api as ledger
from answerable.contexts.ledger.canonical import canonical
from answerable.contexts.ledger.leaf import commit, leaf_bytes, leaf_hash
from answerable.contexts.ledger.models import AccessRecord, JournalLine, JournalOpening
from answerable.kernel.actor import Actor

AT = datetime(2026, 5, 11, 1, 14, 7, 500, tzinfo=UTC)
pytestmark = pytest.mark.near_db

SWEEPER = Actor.system("sweeper")


def entry(chain: str, code: str = "cases.case.opened") -> ledger.Entry:
    return ledger.Entry(actor=SWEEPER, code=code, at=AT, chain=chain, pub={"due": "x"}, internal={"n": 1})


@pytest.mark.django_db
def test_lines_of_a_chain_are_numbered_and_point_at_the_one_before() -> None:
    ledger.record_many([entry("2026-AAAA-AAAA"), entry("2026-BBBB-BBBB"), entry("2026-AAAA-AAAA")])
    ledger.record(actor=SWEEPER, code="cases.round.answered", at=AT, chain="2026-AAAA-AAAA")
    lines = ledger.lines_of("2026-AAAA-AAAA")
    assert [line.case_seq for line in lines] == [1, 2, 3]
    before = b""
    for line in lines:
        assert line.pub is not None
        assert line.pub["prev"] == b64encode(before).decode()
        assert (line.pub["case"], line.pub["case_seq"], line.pub["event"]) == (
            "2026-AAAA-AAAA",
            line.case_seq,
            line.code,
        )
        before = line.leaf_hash


@pytest.mark.django_db
def test_a_line_is_recomputed_from_its_openings() -> None:
    ledger.record(actor=SWEEPER, code="cases.case.opened", at=AT, chain="2026-AAAA-AAAA", pub={"due": "y"})
    line = JournalLine.objects.get()
    opening = JournalOpening.objects.get()
    commit_pub = commit("pub", bytes(opening.r_pub), canonical(opening.pub))
    commit_int = commit("int", bytes(opening.r_int), canonical(opening.internal))
    assert (bytes(line.commit_pub), bytes(line.commit_int)) == (commit_pub, commit_int)
    assert bytes(line.leaf_hash) == leaf_hash(leaf_bytes(line.at, commit_pub, commit_int))


@pytest.mark.django_db
def test_an_act_that_belongs_to_no_case_has_no_number() -> None:
    ledger.record(actor=SWEEPER, code="organisation.unit.created", at=AT, internal={"unit": "x"})
    line = JournalLine.objects.get()
    assert (line.chain, line.case_seq) == ("", None)
    assert JournalOpening.objects.get().pub is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_journalline SET at = now()",
        "DELETE FROM ledger_journalline",
        "TRUNCATE ledger_journalline CASCADE",
        "UPDATE ledger_journalopening SET pub = NULL",
        "TRUNCATE ledger_journalopening",
        "UPDATE ledger_accessrecord SET reason = 'another'",
        "UPDATE ledger_accessrecord SET actor = ''",
        "DELETE FROM ledger_accessrecord",
        "TRUNCATE ledger_accessrecord",
    ],
)
def test_the_journal_refuses_to_be_changed(statement: str) -> None:
    ledger.record(actor=SWEEPER, code="cases.case.opened", at=AT, chain="2026-AAAA-AAAA")
    AccessRecord.objects.create(at=AT, chain="2026-AAAA-AAAA", kind="case", post_id=1, actor="post:x")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"):
            cursor.execute(statement)


@pytest.mark.django_db
def test_openings_can_be_erased_and_the_line_stands() -> None:
    ledger.record(actor=SWEEPER, code="cases.case.opened", at=AT, chain="2026-AAAA-AAAA", pub={"due": "x"})
    JournalOpening.objects.all().delete()
    [line] = ledger.lines_of("2026-AAAA-AAAA")
    assert line.pub is None


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_leave_no_gap_in_a_chain() -> None:
    chains = ["2026-AAAA-AAAA", "2026-BBBB-BBBB", "2026-CCCC-CCCC"]

    def write(turn: int) -> None:
        order = chains if turn % 2 else chains[::-1]
        ledger.record_many([entry(chain) for chain in order])
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(24)))
    for chain in chains:
        lines = ledger.lines_of(chain)
        assert [line.case_seq for line in lines] == list(range(1, 25))
        hashes = [b"", *(line.leaf_hash for line in lines)]
        assert [line.pub and line.pub["prev"] for line in lines] == [
            b64encode(h).decode() for h in hashes[:-1]
        ]


@pytest.mark.django_db
def test_a_look_of_the_staff_is_recorded_and_nobody_elses() -> None:
    officer = Actor(kind=Actor.system("x").kind.STAFF, name="post:x", post_id=7)
    ledger.record_access(
        actor=officer, chain="2026-AAAA-AAAA", kind=ledger.AccessKind.IDENTITY, reason="return call", at=AT
    )
    ledger.record_access(actor=SWEEPER, chain="2026-AAAA-AAAA", kind=ledger.AccessKind.CASE, reason="", at=AT)
    [access] = ledger.accesses_of("2026-AAAA-AAAA")
    assert (access.kind, access.post_id, access.reason) == (ledger.AccessKind.IDENTITY, 7, "return call")
