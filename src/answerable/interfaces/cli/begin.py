"""What a command does first: read the settings, have a database, start Django."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import django
from pydantic import ValidationError
from rich.console import Console

from answerable.config.options import Mode, Options, load
from answerable.kernel.postgres import BinariesNotFound, Cluster, ClusterFailed

out = Console()
err = Console(stderr=True)


def options() -> Options:
    """Return the settings, or end with every fault named."""
    try:
        return load()
    except (ValidationError, ValueError) as error:
        faults = error.errors() if isinstance(error, ValidationError) else [{"loc": (), "msg": str(error)}]
        for fault in faults:
            place = ".".join(str(part) for part in fault["loc"]) or "settings"
            err.print(f"[red]{place}[/]: {fault['msg']}", highlight=False)
        err.print("The settings are described in docs/settings.md.")
        sys.exit(2)


# What the pages of the demo city say of themselves; the number rings nowhere.
DEMO_CITY = {
    "ANSWERABLE_BUREAU_NAME_ZH": "青棠市公安局",
    "ANSWERABLE_BUREAU_NAME_EN": "Qingtang Police Bureau",
    "ANSWERABLE_HOTLINE": "0000-1000110",
    # Whoever tries it out should not wait ten minutes for an inclusion receipt.
    "ANSWERABLE_JOURNAL_EVERY_SECONDS": "30",
}


def require_demo_mode() -> None:
    """Take demo mode where no mode was chosen, and refuse every other: the demo's passwords are public."""
    os.environ.setdefault("ANSWERABLE_MODE", Mode.DEMO)
    for name, value in DEMO_CITY.items():
        os.environ.setdefault(name, value)
    mode = options().mode
    if mode is not Mode.DEMO:
        err.print(
            "The demo city's passwords are public, so it is made in demo mode only."
            f" This installation is in {mode} mode."
        )
        sys.exit(2)


def cluster(settings: Options) -> Cluster:
    """Return the embedded database of this installation, not yet started."""
    return Cluster(settings.data_dir / "postgres")


@contextmanager
def database() -> Iterator[None]:
    """Have a database while a command runs: the external one, or the embedded one, started if it is not up."""
    settings = options()
    if settings.database_url is not None:
        yield
        return
    try:
        with cluster(settings).running() as dsn:
            os.environ["DATABASE_URL"] = dsn
            yield
    except (BinariesNotFound, ClusterFailed) as error:
        err.print(f"[red]{error}[/]", highlight=False)
        sys.exit(1)


def start_django() -> None:
    """Load the product. Call it with a database at hand."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "answerable.config.settings")
    django.setup()


def language() -> str:
    """Return the language of this terminal, for sentences that come from the product."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh-hans" if named.startswith("zh") else "en"
