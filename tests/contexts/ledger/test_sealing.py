"""Lines get their places, the tree goes to disk, the signer signs it, and the world sees it, in this order."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from django.db import DatabaseError, connection, transaction

from answerable.contexts.ledger import api as ledger
from answerable.contexts.ledger.models import JournalCheckpoint, JournalLeaf, JournalLine, JournalOpening
from answerable.contexts.ledger.published import Published
from answerable.contexts.ledger.services.number_lines import Horizon, number_lines, tree_size
from answerable.contexts.ledger.services.seal_lines import Behind, Sealed, seal_lines
from answerable.contexts.ledger.signer.folder import Folder
from answerable.contexts.ledger.signer.signer import Refused, Signer
from answerable.contexts.ledger.tlog.checkpoints import Checkpoint
from answerable.contexts.ledger.tlog.merkle import root_of
from answerable.contexts.ledger.tlog.notes import open_note
from answerable.contexts.ledger.tlog.tiles import tiles_of
from answerable.kernel.actor import Actor

AT = datetime(2026, 5, 11, 1, 14, 7, tzinfo=UTC)
ORIGIN = "journal.example/test"
WRITER = Actor.system("writer")
pytestmark = pytest.mark.near_db


def write(count: int, chain: str = "2026-AAAA-AAAA") -> None:
    ledger.record_many([ledger.Entry(WRITER, "cases.case.opened", AT, chain) for _ in range(count)])


class Log:
    """A log with everything real but the socket and the clock."""

    def __init__(self, folder: Path) -> None:
        self.published = Published(folder / "journal")
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.signer = Signer(Folder(folder / "signer"), lambda: self.now())
        self.signer.begin(ORIGIN)
        self.horizon = Horizon()

    def seal(self) -> Sealed:
        return seal_lines(published=self.published, signer=self.signer, horizon=self.horizon)


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path)


@pytest.mark.django_db
def test_a_checkpoint_covers_all_lines_and_fills_up_to_sixteen(log: Log) -> None:
    write(21)
    sealed = log.seal()
    assert (sealed.added, sealed.checkpoint.size) == (32, 32)
    leaves = [bytes(leaf.leaf_hash) for leaf in JournalLeaf.objects.order_by("index")]
    assert [leaf.index for leaf in JournalLeaf.objects.order_by("index")] == list(range(32))
    assert sealed.checkpoint == Checkpoint(ORIGIN, 32, root_of(leaves))
    note = log.published.checkpoint()
    assert note is not None
    assert set(open_note(note.encoded, [key.verifier for key in log.published.known_keys()])[1])
    assert b"".join(map(log.published.read_tile, tiles_of(32))) == b"".join(leaves)
    kept = JournalCheckpoint.objects.get()
    assert (kept.size, bytes(kept.root), kept.note) == (32, sealed.checkpoint.root, note.encoded)
    assert [one.encoded for _, one in log.published.history()] == [note.encoded]


@pytest.mark.django_db
def test_an_empty_interval_looks_like_any_other(log: Log) -> None:
    write(16)
    assert [log.seal().added for _ in range(3)] == [16, 16, 16]
    pads = JournalOpening.objects.filter(line__code="ledger.pad")
    assert pads.count() == 32
    assert {str(pad.pub) for pad in pads} == {"{'event': 'pad'}"}
    assert len({bytes(pad.line.commit_pub) for pad in pads.select_related("line")}) == 32


@pytest.mark.django_db
def test_a_chain_stands_in_the_tree_in_its_own_order(log: Log) -> None:
    write(3, "2026-BBBB-BBBB")
    write(2)
    log.seal()
    write(2, "2026-BBBB-BBBB")
    log.seal()
    rows = JournalLeaf.objects.filter(line__chain="2026-BBBB-BBBB").order_by("index")
    assert [leaf.line.case_seq for leaf in rows if leaf.line] == [1, 2, 3, 4, 5]


@pytest.mark.django_db(transaction=True)
def test_a_line_that_is_committed_late_is_not_passed_over() -> None:
    horizon, written, commit = Horizon(), Event(), Event()

    def late() -> None:
        with transaction.atomic():
            write(1, "2026-LATE-LATE")
            written.set()
            commit.wait(20)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        pending = pool.submit(late)
        assert written.wait(20)
        write(2)
        assert number_lines(horizon) == 2
        write(1)
        assert number_lines(horizon) == 1
        commit.set()
        pending.result()
    assert number_lines(horizon) == 1
    assert number_lines(Horizon()) == 0
    assert list(JournalLeaf.objects.order_by("index").values_list("index", flat=True)) == [0, 1, 2, 3]
    late_leaf = JournalLeaf.objects.get(line__chain="2026-LATE-LATE")
    assert late_leaf.index == 3


@pytest.mark.django_db(transaction=True)
def test_writers_and_a_numbering_at_the_same_time_leave_no_gap_and_no_line_out() -> None:
    horizon = Horizon()

    def work(turn: int) -> None:
        for step in range(6):
            try:
                with transaction.atomic():
                    write(3, f"2026-{turn:04d}-AAAA")
                    if step == 3:
                        raise RuntimeError
            except RuntimeError:
                pass
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        pending = [pool.submit(work, turn) for turn in range(8)]
        while not all(one.done() for one in pending):
            number_lines(horizon, limit=7)
    while number_lines(horizon):
        pass
    assert JournalLine.objects.count() == tree_size() == 8 * 5 * 3
    assert not JournalLine.objects.filter(leaf=None).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_journalleaf SET index = 99",
        "DELETE FROM ledger_journalleaf",
        "TRUNCATE ledger_journalleaf",
    ],
)
def test_a_place_is_given_for_good(log: Log, statement: str) -> None:
    log.seal()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"):
            cursor.execute(statement)


@pytest.mark.django_db
def test_a_signer_with_another_clock_signs_nothing(log: Log) -> None:
    log.now = lambda: datetime.now(UTC) + timedelta(seconds=90)
    with pytest.raises(Refused, match="60 seconds"):
        log.seal()
    assert log.published.checkpoint() is None
    log.now = lambda: datetime.now(UTC) + timedelta(seconds=30)
    assert log.seal().checkpoint.size == 16


@pytest.mark.django_db
def test_a_database_that_is_behind_is_not_signed(log: Log) -> None:
    log.seal()
    with connection.cursor() as cursor:
        cursor.execute(
            "SET session_replication_role = replica; DELETE FROM ledger_journalleaf WHERE index = 15"
        )
        cursor.execute("SET session_replication_role = origin")
    with pytest.raises(Behind):
        log.seal()


@pytest.mark.django_db
def test_a_tile_that_was_changed_is_not_built_upon(log: Log) -> None:
    log.seal()
    [path] = (log.published.root / "tile/0/000.p").iterdir()
    raw = path.read_bytes()
    path.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    with pytest.raises(Refused, match="does not continue"):
        log.seal()
    path.unlink()
    with pytest.raises(Refused, match=r"tile/0/000\.p/16"):
        log.seal()


@pytest.mark.django_db
def test_what_was_signed_but_not_shown_is_shown_next_time(log: Log) -> None:
    log.seal()
    for name in ("checkpoint", "history.jsonl"):
        (log.published.root / name).unlink()
    JournalCheckpoint.objects.all().delete()
    log.seal()
    assert list(JournalCheckpoint.objects.order_by("size").values_list("size", flat=True)) == [16, 32]
    assert [note.text.split("\n")[1] for _, note in log.published.history()] == ["16", "32"]


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    made = Signer(Folder(tmp_path / "signer"), lambda: AT)
    made.begin(ORIGIN)
    return made


HASHES = [bytes([number]) * 32 for number in range(4)]


def test_the_signer_signs_one_history(signer: Signer) -> None:
    one, two = Checkpoint(ORIGIN, 1, HASHES[0]), Checkpoint(ORIGIN, 2, root_of(HASHES[:2]))
    note = signer.sign(one, [], AT)
    assert signer.sign(one, [], AT) == note
    signer.sign(two, [HASHES[1]], AT)
    for other, proof, code in [
        (one, [], "behind"),
        (Checkpoint(ORIGIN, 2, root_of(HASHES[2:])), [], "fork"),
        (Checkpoint(ORIGIN, 3, root_of(HASHES[:3])), [HASHES[3]], "fork"),
        (Checkpoint("other.example", 2, two.root), [], "origin"),
    ]:
        with pytest.raises(Refused) as refused:
            signer.sign(other, proof, AT)
        assert refused.value.code == code
    assert signer.known().last == two


def test_two_signers_over_one_state_can_not_be_played_against_each_other(signer: Signer) -> None:
    second = Signer(Folder(signer.folder.path), lambda: AT)
    signer.sign(Checkpoint(ORIGIN, 1, HASHES[0]), [], AT)
    with pytest.raises(Refused, match="does not continue"):
        second.sign(Checkpoint(ORIGIN, 1, HASHES[1]), [], AT)


def test_the_state_is_on_the_disk_before_a_signature_leaves(signer: Signer) -> None:
    signer.sign(Checkpoint(ORIGIN, 1, HASHES[0]), [], AT)
    again = Signer(Folder(signer.folder.path), lambda: AT)
    again.begin("another.origin")
    assert again.known().last == Checkpoint(ORIGIN, 1, HASHES[0])


def test_a_new_key_signs_beside_the_old_one_for_thirty_days(signer: Signer) -> None:
    [old] = signer.known().keys
    keys = signer.rotate().keys
    assert [key.until for key in keys] == [AT + timedelta(days=30), None]
    note = signer.sign(Checkpoint(ORIGIN, 1, HASHES[0]), [], AT)
    assert set(open_note(note.encoded, [key.verifier for key in keys])[1]) == {key.verifier for key in keys}
    later = AT + timedelta(days=31)
    signer.now = lambda: later
    note = signer.sign(Checkpoint(ORIGIN, 1, HASHES[0]), [], later)
    assert set(open_note(note.encoded, [key.verifier for key in keys])[1]) == {keys[1].verifier}
    signer.drop_old_seeds()
    assert [(key.verifier, key.seed is None) for key in signer.known().keys] == [
        (old.verifier, True),
        (keys[1].verifier, False),
    ]


def test_a_lost_key_signs_no_more_and_a_lost_folder_begins_behind_the_published_checkpoint(
    signer: Signer, tmp_path: Path
) -> None:
    note = signer.sign(Checkpoint(ORIGIN, 1, HASHES[0]), [], AT)
    new = signer.rotate(lost=True).keys[-1]
    again = signer.sign(Checkpoint(ORIGIN, 1, HASHES[0]), [], AT)
    assert [one.key_id for one in again.signatures] == [new.verifier.key_id]
    other = Signer(Folder(tmp_path / "other"), lambda: AT)
    known = other.adopt(note.encoded, signer.known().keys)
    assert known.last == Checkpoint(ORIGIN, 1, HASHES[0])
    assert [key.signs(AT) for key in known.keys] == [False, False, True]
    with pytest.raises(Refused, match="another"):
        other.adopt(note.encoded, known.keys)
