"""The private PostgreSQL, on every version that is found here."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest

from answerable.kernel.postgres import Binaries, BinariesNotFound, Cluster, ClusterFailed, find_binaries
from answerable.kernel.postgres.account import Account, reachable


def versions() -> list[Binaries]:
    found = []
    for major in (15, 16, 17, 18):
        try:
            found.append(find_binaries(major=major))
        except BinariesNotFound:
            continue
    return found


@contextmanager
def a_cluster(binaries: Binaries) -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory(prefix="answerable-") as folder:
        Path(folder).chmod(0o755)
        # Deep, with a space and Chinese: a socket beside the data would not fit its 107 bytes.
        root = Path(folder) / "一个很长的文件夹 with spaces" / ("deep" * 12) / ("deeper" * 8)
        made = Cluster(root, settings={"fsync": "off"}, binaries=binaries)
        yield made
        made.stop()


@pytest.fixture(params=versions(), ids=lambda binaries: f"pg{binaries.major}")
def cluster(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    with a_cluster(request.param) as made:
        yield made


@pytest.fixture
def shared() -> Iterator[Cluster]:
    """One of them, for what is our own supervisor's doing on every version."""
    with a_cluster(find_binaries()) as made:
        yield made


def kept(cluster: Cluster) -> list[tuple[object, ...]]:
    with psycopg.connect(cluster.dsn()) as connection:
        return connection.execute("SELECT n FROM kept ORDER BY n").fetchall()


def keep(cluster: Cluster, number: int) -> None:
    with psycopg.connect(cluster.dsn()) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        connection.execute("INSERT INTO kept VALUES (%s)", [number])


USE_AND_WAIT = """
import sys
from pathlib import Path
from answerable.kernel.postgres import Binaries, Cluster
cluster = Cluster(Path(sys.argv[1]), settings={"fsync": "off"}, binaries=Binaries(Path(sys.argv[2]), int(sys.argv[3])))
with cluster.running():
    print("up", flush=True)
    sys.stdin.read()
"""


def another_process(cluster: Cluster) -> "subprocess.Popen[str]":
    assert cluster.binaries is not None
    arguments = [str(cluster.root), str(cluster.binaries.folder), str(cluster.binaries.major)]
    return subprocess.Popen(
        [sys.executable, "-c", USE_AND_WAIT, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_what_was_kept_is_there_after_a_restart(cluster: Cluster) -> None:
    with cluster.running():
        keep(cluster, 1)
    assert cluster.running_pid() is None
    with cluster.running():
        assert kept(cluster) == [(1,)]


def test_it_listens_on_no_network_and_asks_for_the_password(cluster: Cluster) -> None:
    with cluster.running():
        with psycopg.connect(cluster.dsn()) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
            assert connection.execute("SHOW data_checksums").fetchone() == ("on",)
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(f"postgresql://answerable:wrong@/answerable?host={cluster.sockets}")
        assert (cluster.root / "password").stat().st_mode & 0o077 == 0
        assert cluster.sockets.stat().st_mode & 0o077 == 0


def test_a_second_start_uses_the_running_one_and_does_not_stop_it(cluster: Cluster) -> None:
    owner = another_process(cluster)
    assert owner.stdout is not None
    assert owner.stdout.readline() == "up\n"
    with cluster.running():
        keep(cluster, 1)
    assert cluster.running_pid() is not None
    owner.communicate()
    assert cluster.running_pid() is None


def test_two_that_start_at_the_same_moment_share_one_server(shared: Cluster) -> None:
    first, second = another_process(shared), another_process(shared)
    for one in (first, second):
        assert one.stdout is not None
        assert one.stdout.readline() == "up\n"
    keep(shared, 1)
    first.communicate()
    assert kept(shared) == [(1,)]
    second.communicate()
    assert shared.running_pid() is None


def test_whoever_began_may_leave_first(shared: Cluster) -> None:
    with shared.running():
        other = another_process(shared)
        assert other.stdout is not None
        assert other.stdout.readline() == "up\n"
    keep(shared, 1)
    other.communicate()
    assert shared.running_pid() is None


def test_one_that_is_to_go_on_goes_on_when_the_others_have_left(shared: Cluster) -> None:
    shared.start(keep=True)
    with shared.running():
        keep(shared, 1)
    assert kept(shared) == [(1,)]
    shared.stop()
    assert shared.running_pid() is None
    with shared.running():
        keep(shared, 2)
    assert shared.running_pid() is None


def test_a_server_that_dies_under_us_comes_back(shared: Cluster) -> None:
    with shared.running():
        assert not shared.revive()
        keep(shared, 1)
        pid = shared.running_pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        psutil.wait_procs([psutil.Process(pid)] if psutil.pid_exists(pid) else [], timeout=10)
        assert shared.revive()
        assert kept(shared) == [(1,)]
    assert shared.running_pid() is None


def test_after_the_owner_was_killed_the_next_start_takes_over(cluster: Cluster) -> None:
    owner = another_process(cluster)
    assert owner.stdout is not None
    owner.stdout.readline()
    keep(cluster, 1)
    owner.kill()
    owner.communicate()
    with cluster.running():
        assert kept(cluster) == [(1,)]
    assert cluster.running_pid() is None


def test_after_the_server_was_killed_nothing_committed_is_lost(cluster: Cluster) -> None:
    cluster.start()
    keep(cluster, 1)
    pid = cluster.running_pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(pid)] if psutil.pid_exists(pid) else [], timeout=10)
    with cluster.running():
        assert kept(cluster) == [(1,)]


def test_a_stale_pid_of_another_process_is_not_taken_for_the_server(cluster: Cluster) -> None:
    with cluster.running():
        keep(cluster, 1)
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n")
    assert cluster.running_pid() is None


def test_data_of_another_version_is_refused_and_left_alone(cluster: Cluster) -> None:
    with cluster.running():
        keep(cluster, 1)
    (cluster.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(ClusterFailed, match="backup"):
        cluster.start()
    assert cluster.binaries is not None
    (cluster.data / "PG_VERSION").write_text(f"{cluster.binaries.major}\n")
    with cluster.running():
        assert kept(cluster) == [(1,)]


def test_a_server_that_can_not_start_says_what_its_log_says(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("answerable.kernel.postgres.cluster.START_SECONDS", 1)
    cluster.settings = {"no_such_setting": "1"}
    with pytest.raises(ClusterFailed, match="no_such_setting"):
        cluster.start()


def test_programs_that_are_not_there_are_told_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(BinariesNotFound, match="DATABASE_URL"):
        find_binaries(named=tmp_path)


def test_a_folder_closed_to_the_account_is_not_within_reach(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    stranger = Account(uid=os.getuid() + 54321, gid=os.getgid() + 54321, switches=True)
    assert not reachable(closed, stranger)
    assert reachable(closed, Account(os.getuid(), os.getgid(), switches=False))


def test_a_folder_of_sockets_that_somebody_laid_out_is_not_taken(shared: Cluster, tmp_path: Path) -> None:
    """As root, to follow a link would give away whatever it points to."""
    owner = tmp_path.stat().st_uid
    shared.sockets.symlink_to(tmp_path, target_is_directory=True)
    try:
        with pytest.raises(ClusterFailed, match="belongs to somebody else"):
            shared.start()
    finally:
        shared.sockets.unlink()
    assert tmp_path.stat().st_uid == owner


def test_two_accounts_do_not_share_a_folder_of_sockets(tmp_path: Path) -> None:
    ours, theirs = Account(os.geteuid(), os.getegid(), False), Account(os.geteuid() + 1, os.getegid(), False)
    assert Cluster(tmp_path, account=ours).sockets != Cluster(tmp_path, account=theirs).sockets
