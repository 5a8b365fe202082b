"""A house of its own for a bench: a private database with fsync on, migrated, and a web server when asked for."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from answerable.kernel.postgres import Cluster

# Real data lie beside the project, never in it.
SHARED = Path(
    os.environ.get("ANSWERABLE_BENCH_DATA", Path(__file__).resolve().parents[2] / "shared" / "data")
)


@dataclass(frozen=True, slots=True)
class House:
    root: Path
    cluster: Cluster


@contextmanager
def a_house(
    settings: Mapping[str, str] | None = None, mode: str = "development", kept: Path | None = None
) -> Iterator[House]:
    """Start a cluster with PostgreSQL's own durable defaults (or others), and Django on it.

    A kept folder outlives the bench, and the next one finds its data in it.
    """
    root = kept or Path(tempfile.mkdtemp(prefix="answerable-bench-"))
    root.mkdir(parents=True, exist_ok=True)
    root.chmod(0o755)
    cluster = Cluster(root, settings=dict(settings or {}))
    try:
        cluster.start()
        os.environ["DATABASE_URL"] = cluster.dsn()
        os.environ["ANSWERABLE_DATA_DIR"] = str(root / "files")
        os.environ["ANSWERABLE_MODE"] = mode
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "answerable.config.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        yield House(root, cluster)
    finally:
        cluster.stop()
        if kept is None:
            shutil.rmtree(root, ignore_errors=True)
        shutil.rmtree(cluster.sockets, ignore_errors=True)


@contextmanager
def a_web_server(processes: int = 2) -> Iterator[int]:
    """Serve on the loopback interface and give the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "ANSWERABLE_PORT": str(port),
        "ANSWERABLE_WEB_PROCESSES": str(processes),
        "ANSWERABLE_LOG_LEVEL": "ERROR",
    }
    executable = Path(sys.executable).parent / "answerable"
    server = subprocess.Popen([str(executable), "web"], env=environment, start_new_session=True)
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the web server does not answer")


def pgbench_inserts(cluster: Cluster, clients: int, seconds: int) -> float:
    """Return the inserts a second of rows like ours by PostgreSQL's own pgbench: the yardstick of this machine."""
    import psycopg

    with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS public.yardstick")
        connection.execute(
            "CREATE TABLE public.yardstick (id bigserial PRIMARY KEY, at timestamptz, text text)"
        )
    script = cluster.root / "insert.sql"
    script.write_text(
        "INSERT INTO public.yardstick (at, text) VALUES (now(), repeat('路灯坏了 ', 20) || random()::text);\n"
    )
    script.chmod(0o644)
    assert cluster.binaries is not None
    done = subprocess.run(
        [
            cluster.binaries.program("pgbench"), "-n", "-f", str(script), "-c", str(clients), "-j", "2",
            "-T", str(seconds), "-M", "prepared", "-h", str(cluster.sockets), "-U", "answerable", "answerable",
        ],
        env=os.environ | {"PGPASSWORD": (cluster.root / "password").read_text().strip()},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    [line] = [line for line in done.stdout.splitlines() if line.startswith("tps")]
    return float(line.split()[2])
