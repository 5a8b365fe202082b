"""What a command does first: read the settings, have a database, start Django."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import django
import psycopg
from pydantic import ValidationError
from rich.console import Console

from answerable.config.options import Mode, Options, load
from answerable.kernel import row_security
from answerable.kernel.postgres import (
    BinariesNotFound,
    Cluster,
    ClusterFailed,
    Login,
    login_dsn,
    prepare_logins,
)

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
    return Cluster(settings.data_dir / "postgres", archive=settings.backup_dir is not None)


# The addresses by which other logins reach the embedded database, while it runs.
_addresses: dict[Login | None, str] = {}


@contextmanager
def database(login: Login) -> Iterator[Callable[[], bool]]:
    """Have a database while a command runs: the external one, or the embedded one, started if it is not up.

    `login` says as whom: the owner of the tables for what changes or checks them, the worker for everything else.
    Gives what brings the embedded one back if it has died.
    """
    settings = options()
    if settings.database_url is not None:
        os.environ["DATABASE_URL"] = address_of(login)
        with row_security.contained():
            yield lambda: False
        return
    try:
        private = cluster(settings)
        with private.running() as whole:
            prepare_logins(private, settings.database_schema)
            for each in Login:
                _addresses[each] = login_dsn(private, settings.database_schema, each)
            _addresses[None] = whole
            os.environ["DATABASE_URL"] = address_of(login)
            with row_security.contained():
                yield private.revive
    except (BinariesNotFound, ClusterFailed) as error:
        err.print(f"[red]{error}[/]", highlight=False)
        sys.exit(1)


def address_of(login: Login) -> str:
    """Return how a login reaches the database of a running command."""
    if login in _addresses:
        return _addresses[login]
    settings = options()
    named = {
        Login.WEB: settings.web_database_url,
        Login.WORKER: settings.worker_database_url,
        Login.SEQUENCER: settings.sequencer_database_url,
    }
    address = named.get(login) or settings.database_url
    assert address is not None
    return address.get_secret_value()


def prepare_again() -> None:
    """Give the owner of the embedded database what a superuser has just put there."""
    if None in _addresses:
        settings = options()
        prepare_logins(cluster(settings), settings.database_schema)


def address_past_the_lock() -> str:
    """Return how a backup reaches every row: the embedded superuser, or whoever database_url names (BYPASSRLS)."""
    return _addresses.get(None) or os.environ["DATABASE_URL"]


def environment_for(login: Login | None) -> dict[str, str]:
    """Return the environment of a child process that connects as a login, or as none, and knows no other password."""
    kept = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    return kept if login is None else kept | {"DATABASE_URL": address_of(login)}


def refuse_owner(settings: Options) -> None:
    """End in production if whoever serves could change the tables themselves, unless that was allowed."""
    if settings.mode is not Mode.PRODUCTION or settings.owner_may_serve:
        return
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        row = connection.execute(_POWERFUL, [settings.database_schema]).fetchone()
    if row is not None and row[0]:
        err.print(
            "This process would connect as the owner of the tables or as a superuser. Let it connect as the role"
            f" {settings.database_schema}_web or …_worker (docs/operator.md, Roles), or set owner_may_serve = true."
        )
        sys.exit(2)


_POWERFUL = """
SELECT bool_or(r.rolsuper OR r.rolbypassrls OR coalesce(pg_has_role(current_user, n.nspowner, 'MEMBER'), false))
FROM pg_roles r LEFT JOIN pg_namespace n ON n.nspname = %s WHERE r.rolname = current_user
"""


def start_django(door: str) -> None:
    """Load the product. Call it with a database at hand.

    `door` names what the command does for the second lock: it acts for the house, so it sees every row.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "answerable.config.settings")
    django.setup()
    if door:
        row_security.enter_system(door)


def language() -> str:
    """Return the language of this terminal, for sentences that come from the product."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh-hans" if named.startswith("zh") else "en"
