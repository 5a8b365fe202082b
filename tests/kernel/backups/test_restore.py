"""A moment comes back: with what was written before it, without what came after, on every PostgreSQL found here."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from answerable.kernel.backups.carry import carry, waiting
from answerable.kernel.backups.folder import BackupFolder, Base, NothingToRestore
from answerable.kernel.backups.restore import RestoreFailed, put_in_place, restore_into
from answerable.kernel.backups.take import BackupFailed, client_environment, take_base
from answerable.kernel.postgres import Binaries, BinariesNotFound, Cluster, find_binaries


def versions() -> list[Binaries]:
    found = []
    for major in (15, 16, 17, 18):
        try:
            found.append(find_binaries(major=major))
        except BinariesNotFound:
            continue
    return found


def clock() -> datetime:
    return datetime.now(UTC)


class Place:
    """A cluster that hands its log out, a folder for backups, and a table to write into."""

    def __init__(self, root: Path, binaries: Binaries) -> None:
        self.root = root
        # A space, a quote and a percent sign: the paths stand in commands and settings of PostgreSQL.
        self.cluster = Cluster(root / "100% o'hara" / "pg", {"fsync": "off"}, binaries=binaries, archive=True)
        self.folder = BackupFolder(root / "backups")
        self.cluster.start()
        self.ask("CREATE TABLE said (text text, at timestamptz DEFAULT clock_timestamp())")

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.cluster.dsn(), autocommit=True) as connection:
            cursor = connection.execute(statement)  # type: ignore[call-overload]
            return cursor.fetchall() if cursor.description else []

    def say(self, text: str) -> datetime:
        """Write a line; return a moment right after it."""
        self.ask(f"INSERT INTO said VALUES ('{text}')")
        [(at,)] = self.ask("SELECT clock_timestamp()")
        assert isinstance(at, datetime)
        return at

    def hand_out(self) -> None:
        """Close the log and carry it away."""
        [(name,)] = self.ask("SELECT pg_walfile_name(pg_current_wal_insert_lsn())")
        self.ask("SELECT pg_switch_wal()")
        while not self.folder.has(str(name)):
            carry(self.cluster.outbox, self.folder)

    def restore(self, to: datetime | None, unkept: Path | None = None) -> None:
        root = self.cluster.root / "restored"
        restored = restore_into(root, self.folder, to, self.cluster.find(), unkept)
        put_in_place(restored, self.cluster, self.cluster.root / f"before-{clock():%H%M%S%f}")
        shutil.rmtree(self.cluster.root / "restored")
        shutil.rmtree(restored.cluster.sockets)
        self.cluster.start()

    def said(self) -> list[object]:
        return [text for (text,) in self.ask("SELECT text FROM said ORDER BY at")]


@contextmanager
def a_place(binaries: Binaries) -> Iterator[Place]:
    with tempfile.TemporaryDirectory(prefix="answerable-") as folder:
        Path(folder).chmod(0o755)
        made = Place(Path(folder), binaries)
        yield made
        made.cluster.stop()
        shutil.rmtree(made.cluster.sockets, ignore_errors=True)


@pytest.fixture
def place() -> Iterator[Place]:
    with a_place(find_binaries()) as made:
        yield made


@pytest.mark.parametrize("binaries", versions(), ids=lambda binaries: f"pg{binaries.major}")
def test_any_moment_since_the_base_comes_back_and_life_goes_on_from_there(binaries: Binaries) -> None:
    with a_place(binaries) as place:
        _go_back_and_forth(place)


def _go_back_and_forth(place: Place) -> None:
    place.say("before the base")
    base = take_base(place.cluster, place.folder, clock)
    first = place.say("first")
    place.say("second")
    place.hand_out()
    with pytest.raises(NothingToRestore, match="oldest moment"):
        place.folder.choose(base.ended_at - timedelta(seconds=1))

    place.restore(first)
    assert place.said() == ["before the base", "first"]
    third = place.say("third, in another history")
    place.say("fourth")
    place.hand_out()

    # Behind the first restore the log has branched: the newest branch counts, from the same base.
    place.restore(third)
    assert place.said() == ["before the base", "first", "third, in another history"]
    # The first user's password is the installation's own, and the log is handed out on.
    place.say("fifth")
    place.hand_out()
    place.restore(None)
    assert place.said() == ["before the base", "first", "third, in another history", "fifth"]


def test_a_damaged_backup_harms_nothing(place: Place) -> None:
    base = take_base(place.cluster, place.folder, clock)
    place.say("kept")
    place.hand_out()
    log = place.folder.segment(base.last_segment)
    whole = log.read_bytes()
    log.write_bytes(whole[:-1] + bytes((whole[-1] ^ 1,)))
    with pytest.raises(RestoreFailed, match="altered"):
        place.restore(None)
    log.unlink()
    shutil.rmtree(place.cluster.root / "restored")
    # PostgreSQL itself would stop before the hole and call it done.
    with pytest.raises(RestoreFailed, match="hole"):
        place.restore(None)
    assert place.said() == ["kept"]


def test_a_server_that_hands_out_no_log_has_no_backup(place: Place) -> None:
    place.cluster.stop()
    place.cluster.archive = False
    place.cluster.start()
    with pytest.raises(BackupFailed, match="backup_dir"):
        take_base(place.cluster, place.folder, clock)
    assert place.folder.bases() == []


def test_the_log_waits_for_whoever_was_killed_while_carrying(place: Place) -> None:
    take_base(place.cluster, place.folder, clock)
    place.say("kept")
    [(name,)] = place.ask("SELECT pg_walfile_name(pg_current_wal_insert_lsn())")
    place.ask("SELECT pg_switch_wal()")
    while not (place.cluster.outbox / str(name)).exists():
        place.ask("SELECT pg_sleep(0.05)")
    # A copy that was half written when the carrier died.
    (place.folder.wal / f"{name}.sealed.part").write_bytes(b"half")
    assert waiting(place.cluster.outbox) > 0
    carry(place.cluster.outbox, place.folder)
    assert waiting(place.cluster.outbox) == 0
    assert place.folder.has(str(name))


def test_no_password_stands_among_the_arguments_of_a_client(place: Place) -> None:
    password = place.cluster.password_file().read_text()
    assert client_environment(place.cluster)["PGPASSWORD"] == password
    assert password not in str(place.cluster.sockets)


def a_base(day: int, segment: int) -> Base:
    at = datetime(2026, 3, day, tzinfo=UTC)
    name = f"{1:08X}{0:08X}{segment:08X}"
    return Base(f"base-{day}", at, at, name, name, segment << 24, 15, 1)


def test_what_is_too_old_goes_with_its_log_and_the_newest_base_never(tmp_path: Path) -> None:
    folder = BackupFolder(tmp_path)
    folder.prepare()
    for day, segment in ((1, 2), (10, 5), (20, 9)):
        folder.note(a_base(day, segment))
        folder.archive(f"base-{day}").touch()
    for segment in range(1, 12):
        folder.segment(f"{1:08X}{0:08X}{segment:08X}").touch()
    folder.segment("00000002.history").touch()
    gone = folder.prune(timedelta(days=14), datetime(2026, 3, 20, tzinfo=UTC))
    assert (gone.bases, gone.segments) == (1, 4)
    assert [base.name for base in folder.bases()] == ["base-10", "base-20"]
    assert folder.segments()[:2] == [f"{1:08X}{0:08X}{5:08X}", f"{1:08X}{0:08X}{6:08X}"]
    assert folder.has("00000002.history")
    folder.prune(timedelta(days=14), datetime(2027, 1, 1, tzinfo=UTC))
    assert [base.name for base in folder.bases()] == ["base-20"]


def test_a_base_that_was_left_behind_by_a_restore_is_not_chosen(tmp_path: Path) -> None:
    folder = BackupFolder(tmp_path)
    folder.prepare()
    for day, segment in ((1, 2), (10, 5)):
        folder.note(a_base(day, segment))
        folder.archive(f"base-{day}").touch()
    assert folder.choose(None).name == "base-10"
    known = folder.verified(folder.bases()[1], datetime(2026, 3, 11, tzinfo=UTC))
    assert folder.bases()[1] == replace(a_base(10, 5), verified_at=known.verified_at)


def test_the_last_words_of_a_server_that_was_killed_come_back_too(place: Place) -> None:
    """Where its disk is still there: they were neither handed out nor closed."""
    take_base(place.cluster, place.folder, clock)
    place.say("never handed out")
    pid = place.cluster.running_pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    place.restore(None, place.cluster.data / "pg_wal")
    assert place.said() == ["never handed out"]


def test_a_moment_behind_the_log_is_refused_with_the_one_where_it_ends(place: Place) -> None:
    take_base(place.cluster, place.folder, clock)
    place.say("kept")
    place.hand_out()
    with pytest.raises(RestoreFailed, match="Without --to its end is restored"):
        place.restore(clock())
