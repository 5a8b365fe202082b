"""Gives the tests a private PostgreSQL of their own.

`ANSWERABLE_TEST_PG` chooses the major version; without it the system's is used, else the wheel's. Django reads
its settings while pytest is still loading plugins, so the server has to run before: on import of this module.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from answerable.kernel.postgres import Cluster, find_binaries

# Nothing of a test has to survive a power cut.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "60"}


def start() -> None:
    wanted = os.environ.get("ANSWERABLE_TEST_PG")
    root = Path(tempfile.mkdtemp(prefix="answerable-test-"))
    root.chmod(0o755)
    cluster = Cluster(root, settings=FAST, binaries=find_binaries(major=int(wanted) if wanted else None))
    cluster.start()

    def stop() -> None:
        cluster.stop()
        shutil.rmtree(root, ignore_errors=True)
        shutil.rmtree(cluster.sockets, ignore_errors=True)

    atexit.register(stop)
    os.environ["DATABASE_URL"] = cluster.dsn()
    os.environ["ANSWERABLE_DATA_DIR"] = str(root / "files")


if "DATABASE_URL" not in os.environ:
    start()
