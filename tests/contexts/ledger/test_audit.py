"""Whoever changes anything as owner of the database, or on the disk, is found out, and the audit says where."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from answerable.contexts.ledger import api as ledger
from answerable.contexts.ledger.audit.findings import Report
from answerable.contexts.ledger.models import JournalCheckpoint, JournalLeaf, JournalLine, JournalOpening
from answerable.contexts.ledger.published import Published
from answerable.contexts.ledger.services.number_lines import Horizon
from answerable.contexts.ledger.services.recover import WrongTiles, recover_places
from answerable.contexts.ledger.services.seal_lines import Behind, Sealed, seal_lines
from answerable.contexts.ledger.signer.folder import Folder
from answerable.contexts.ledger.signer.signer import Signer
from answerable.contexts.ledger.tlog.keys import SigningKey
from answerable.contexts.ledger.tlog.notes import Note, parse_note
from answerable.kernel.actor import Actor

AT = datetime(2026, 5, 11, 1, 14, 7, tzinfo=UTC)
ORIGIN = "journal.example/test"
WRITER = Actor.system("writer")
pytestmark = [pytest.mark.near_db, pytest.mark.django_db]


class Log:
    """A sealed journal: 300 lines in three chains and five in none, under two checkpoints."""

    def __init__(self, folder: Path) -> None:
        self.published = Published(folder / "journal")
        self.signer = Signer(Folder(folder / "signer"), lambda: datetime.now(UTC))
        self.signer.begin(ORIGIN)
        self.horizon = Horizon()

    def write(self, count: int, chain: str = "") -> list[ledger.LineId]:
        at = datetime.now(UTC)
        return ledger.record_many(
            [ledger.Entry(WRITER, "cases.case.told", at, chain, {"n": n}) for n in range(count)]
        )

    def seal(self) -> Sealed:
        return seal_lines(published=self.published, signer=self.signer, horizon=self.horizon)

    def audit(self, held: Sequence[str] = ()) -> Report:
        known = self.signer.known()
        keys = [key.verifier for key in known.keys]
        return ledger.audit_journal(published=self.published, keys=keys, signed=known.last, held=held)

    def found(self, held: Sequence[str] = ()) -> list[tuple[str, str]]:
        return [(one.code, one.where) for one in self.audit(held).differences]


@pytest.fixture
def log(tmp_path: Path) -> Log:
    made = Log(tmp_path)
    for chain in "ABC":
        made.write(100, f"2026-{chain * 4}-0000")
    made.seal()
    made.write(5)
    made.seal()
    made.write(2, "2026-AAAA-0000")
    return made


def as_owner(*statements: str) -> None:
    """Do what only somebody can who owns the database: without triggers and foreign keys."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = origin")


def key_at(index: int) -> int:
    line = JournalLeaf.objects.get(index=index).line
    assert line is not None
    return int(line.pk)


def test_an_untouched_journal_is_sound(log: Log) -> None:
    report = log.audit()
    assert report.sound
    # Both checkpoints in the history and in the table, and the newest as it is served.
    assert (report.lines, report.waiting, report.checkpoints, report.late) == (322, 2, 5, 0)


def test_an_empty_journal_is_sound(tmp_path: Path) -> None:
    assert Log(tmp_path).audit().sound


Tampering = Callable[[Log], object]
ROW_20 = "id = (SELECT line_id FROM ledger_journalleaf WHERE index = 20)"
OPENING_20 = "line_id = (SELECT line_id FROM ledger_journalleaf WHERE index = 20)"


@pytest.mark.parametrize(
    ("statement", "code", "where"),
    [
        (
            f"UPDATE ledger_journalline SET at = at - interval '1 day' WHERE {ROW_20}",
            "line_edited",
            "index 20",
        ),
        (f"UPDATE ledger_journalline SET commit_int = sha256('x') WHERE {ROW_20}", "line_edited", "index 20"),
        (
            f"UPDATE ledger_journalline SET code = 'cases.case.closed' WHERE {ROW_20}",
            "line_edited",
            "index 20",
        ),
        (
            f"UPDATE ledger_journalline SET chain = '2026-DDDD-0000' WHERE {ROW_20}",
            "chain_gap",
            "2026-DDDD-0000",
        ),
        (
            "UPDATE ledger_journalline SET code = 'other' WHERE id = (SELECT line_id FROM ledger_journalleaf"
            " WHERE index = 304)",
            "line_edited",
            "index 304",
        ),
        (
            f"""UPDATE ledger_journalopening SET pub = pub || '{{"n": 7}}' WHERE {OPENING_20}""",
            "opening_edited",
            "index 20",
        ),
        (
            f"""UPDATE ledger_journalopening SET internal = '{{"actor": "post:1"}}' WHERE {OPENING_20}""",
            "opening_edited",
            "index 20",
        ),
        (f"DELETE FROM ledger_journalopening WHERE {OPENING_20}", "opening_missing", "index 20"),
        (f"DELETE FROM ledger_journalline WHERE {ROW_20}", "line_missing", "index 20"),
        ("DELETE FROM ledger_journalleaf WHERE index = 20", "leaf_missing", "index 20"),
        ("DELETE FROM ledger_journalleaf WHERE index >= 300", "leaf_missing", "index 300 to 319"),
        (
            "TRUNCATE ledger_journalleaf, ledger_journalopening, ledger_journalline",
            "leaf_missing",
            "index 0 to 319",
        ),
        (
            "UPDATE ledger_journalleaf SET index = -1 - index WHERE index IN (20, 21);"
            "UPDATE ledger_journalleaf SET index = CASE index WHEN -21 THEN 21 ELSE 20 END WHERE index < 0",
            "leaf_differs",
            "index 20",
        ),
        (
            "DELETE FROM ledger_journalopening WHERE line_id = (SELECT max(id) FROM ledger_journalline);"
            "DELETE FROM ledger_journalline WHERE id = (SELECT max(id) FROM ledger_journalline)",
            "chain_end",
            "2026-AAAA-0000",
        ),
        (
            "UPDATE ledger_journalcheckpoint SET note = replace(note, '304', '320')",
            "checkpoint_false",
            "the table",
        ),
    ],
)
def test_what_the_owner_of_the_database_changes_is_named(
    log: Log, statement: str, code: str, where: str
) -> None:
    as_owner("ALTER TABLE ledger_journalleaf DROP CONSTRAINT ledger_leaf_index", statement)
    assert any(code == kind and place.startswith(where) for kind, place in log.found()), log.found()


def test_a_line_that_was_rewritten_with_all_that_belongs_to_it_is_not_the_published_one(log: Log) -> None:
    """The owner makes a new line with right commitments and hangs it into the old one's place."""
    [new] = log.write(1)
    leaf = JournalLine.objects.get(pk=new).leaf_hash.hex()
    as_owner(
        f"UPDATE ledger_journalleaf SET line_id = {new}, leaf_hash = '\\x{leaf}' WHERE index = 301",
    )
    assert ("leaf_differs", "index 301") in log.found()
    tile = log.published.root / "tile/0/001.p/64"
    raw = bytearray(tile.read_bytes())
    raw[45 * 32 : 46 * 32] = bytes.fromhex(leaf)
    tile.write_bytes(raw)
    assert ("leaf_differs", "index 301") not in log.found()
    assert ("root_differs", "size 320") in log.found()


def test_a_tile_that_was_changed_or_taken_away_is_named(log: Log) -> None:
    full = log.published.root / "tile/0/000"
    raw = full.read_bytes()
    full.write_bytes(raw[:64] + raw[:32] + raw[96:])
    assert ("leaf_differs", "index 2") in log.found()
    assert ("tile_differs", "tile/1/000.p/1") in log.found()
    full.unlink()
    assert ("tile_missing", "index 0 on") in log.found()


def test_a_checkpoint_by_another_key_is_not_believed(log: Log) -> None:
    path = log.published.root / "checkpoint"
    text = parse_note(path.read_bytes()).text
    path.write_text(Note(text).signed(SigningKey.make(ORIGIN).sign(text)).encoded)
    assert log.found() == [("checkpoint_false", "the published checkpoint")]


def test_a_journal_that_was_set_back_as_a_whole_is_found_by_the_signer_and_by_whoever_holds_a_checkpoint(
    log: Log,
) -> None:
    old = [row.note for row in JournalCheckpoint.objects.order_by("size")]
    as_owner(
        "DELETE FROM ledger_journalopening WHERE line_id IN (SELECT line_id FROM ledger_journalleaf WHERE index > 303)",
        "DELETE FROM ledger_journalline WHERE id IN (SELECT line_id FROM ledger_journalleaf WHERE index > 303)",
        "DELETE FROM ledger_journalleaf WHERE index > 303",
        "DELETE FROM ledger_journalcheckpoint WHERE size > 304",
    )
    (log.published.root / "checkpoint").write_text(old[0])
    history = log.published.root / "history.jsonl"
    history.write_text(history.read_text().split("\n")[0] + "\n")
    assert ("leaf_missing", "index 304 to 319") in log.found()
    keys = [key.verifier for key in log.signer.known().keys]
    assert ledger.audit_journal(published=log.published, keys=keys).sound
    assert not ledger.audit_journal(published=log.published, keys=keys, held=[old[1]]).sound


def test_lines_of_long_ago_are_counted(log: Log) -> None:
    ledger.record_many([ledger.Entry(WRITER, "intake.submission.received", AT) for _ in range(3)])
    log.seal()
    assert (log.audit().sound, log.audit().late) == (True, 3)


def test_an_erasure_is_a_line_and_the_audit_stays_green(log: Log) -> None:
    keys = [key_at(index) for index in range(10, 20)]
    count = ledger.erase_openings(line_ids=keys[:5], basis="PIPL 47", actor=WRITER, at=AT)
    ledger.erase_openings(line_ids=keys, basis="PIPL 47", actor=WRITER, at=AT)
    assert count == 5
    assert not JournalOpening.objects.filter(line__in=keys).exists()
    report = log.audit()
    assert (report.sound, report.erased) == (True, 10)
    log.seal()
    assert log.audit().sound


def test_what_tells_of_erasures_is_not_erased(log: Log) -> None:
    ledger.erase_openings(line_ids=[key_at(10)], basis="PIPL 47", actor=WRITER, at=AT)
    told = JournalLine.objects.get(code="ledger.erased")
    assert ledger.erase_openings(line_ids=[told.pk], basis="PIPL 47", actor=WRITER, at=AT) == 0
    as_owner(f"DELETE FROM ledger_journalopening WHERE line_id = {told.pk}")
    assert {code for code, _ in log.found()} == {"opening_missing"}


def set_back(*, keep_lines_from: int) -> None:
    """Leave the database as a restore from before the second checkpoint does."""
    gone = f"(SELECT line_id FROM ledger_journalleaf WHERE index >= {keep_lines_from})"
    as_owner(
        f"DELETE FROM ledger_journalopening WHERE line_id IN {gone}",
        f"DELETE FROM ledger_journalline WHERE id IN {gone}",
        "DELETE FROM ledger_journalleaf WHERE index >= 304",
        "DELETE FROM ledger_journalcheckpoint WHERE size > 304",
    )


def test_after_a_restore_the_log_goes_on_without_a_second_history(log: Log) -> None:
    set_back(keep_lines_from=306)
    with pytest.raises(Behind):
        log.seal()
    signed = log.signer.known().last
    recovered = recover_places(published=log.published, signed=signed, actor=WRITER, at=datetime.now(UTC))
    assert (recovered.placed, recovered.lost) == (2, 14)
    assert [row.line_id is None for row in JournalLeaf.objects.filter(index__gte=304).order_by("index")] == [
        *[False] * 2,
        *[True] * 14,
    ]
    sealed = log.seal()
    assert sealed.checkpoint.size == 336
    assert log.audit().sound
    as_owner(
        "DELETE FROM ledger_journalopening"
        " WHERE line_id = (SELECT id FROM ledger_journalline WHERE code = 'ledger.lost')"
    )
    assert {code for code, _ in log.found()} == {"line_missing", "opening_missing"}


def test_nothing_is_recovered_from_tiles_that_were_not_signed(log: Log) -> None:
    set_back(keep_lines_from=304)
    tile = log.published.root / "tile/0/001.p/64"
    tile.write_bytes(tile.read_bytes()[:-32] + bytes(32))
    before = JournalLeaf.objects.count()
    with pytest.raises(WrongTiles):
        recover_places(
            published=log.published, signed=log.signer.known().last, actor=WRITER, at=datetime.now(UTC)
        )
    assert JournalLeaf.objects.count() == before


def test_late_is_a_day_after(log: Log) -> None:
    ledger.record_many([ledger.Entry(WRITER, "x.y", datetime.now(UTC) - timedelta(hours=23))])
    log.seal()
    assert log.audit().late == 0
