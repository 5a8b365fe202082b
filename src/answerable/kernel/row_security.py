"""Which rows this connection may see: said to PostgreSQL in each transaction, for its row policies to read.

The second lock, under the checks of services and selectors. Without a scope the policies show no row that belongs to a
case or a person. An edge (the desk's door, the portal, a job, a command) opens a scope; it is written into a
transaction with its first statement and can't outlive it. A statement outside of one gets a transaction of its own.

`system` is the door for what the house does by itself. Each use of it is listed in a test.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, wraps
from typing import Any, ParamSpec, TypeVar

import psycopg
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql
from psycopg.pq import TransactionStatus

P = ParamSpec("P")
R = TypeVar("R")


class Door(StrEnum):
    """By which door somebody has come in. Nobody comes in by `CLOSED`."""

    CLOSED = ""
    SYSTEM = "system"
    # A post that sees every unit; walls still hold.
    BUREAU = "bureau"
    # A post that sees the cases of some units, or those that its desk took in.
    UNITS = "units"
    RESIDENT = "resident"


@dataclass(frozen=True)
class Scope:
    """What the policies compare rows with. `units` see with their whole role, `desks` only what they took in."""

    door: Door = Door.CLOSED
    units: frozenset[int] = frozenset()
    desks: frozenset[int] = frozenset()
    person_id: int | None = None
    unit_id: int | None = None
    post_id: int | None = None
    case_id: int | None = None
    chain: str = ""
    drafts: tuple[bytes, ...] = ()

    @cached_property
    def statement(self) -> bytes:
        """Return the statement that writes it into the transaction; it holds numbers and our own references only."""
        values = {
            "door": str(self.door),
            "units": _array(self.units),
            "desks": _array(self.desks),
            "person": _array([] if self.person_id is None else [self.person_id]),
            "unit": _array([] if self.unit_id is None else [self.unit_id]),
            "post": "" if self.post_id is None else str(self.post_id),
            "case": "" if self.case_id is None else str(self.case_id),
            "chain": self.chain,
            "drafts": "{" + ",".join(f'"\\\\x{index.hex()}"' for index in self.drafts) + "}",
        }
        written = sql.SQL(", ").join(
            sql.SQL("set_config({}, {}, true)").format(sql.Literal(f"answerable.{name}"), sql.Literal(value))
            for name, value in values.items()
        )
        return (sql.SQL("SELECT ") + written).as_bytes(None)


def _array(ids: Iterable[int]) -> str:
    return "{" + ",".join(map(str, sorted(ids))) + "}"


CLOSED = Scope()
_SYSTEM = Scope(Door("system"))
_now: ContextVar[Scope] = ContextVar("row_scope", default=CLOSED)


@contextmanager
def within(scope: Scope) -> Iterator[None]:
    """See what the scope shows while this lasts; what was open before is open again afterwards."""
    if scope == _now.get():
        yield
        return
    token = _now.set(scope)
    try:
        _say_inside(connection)
        yield
    finally:
        _now.reset(token)
        _say_inside(connection)


@contextmanager
def reading(scope: Scope) -> Iterator[None]:
    """Like `within`, for a page that reads a lot: all of it in one transaction, which is told once."""
    with within(scope), transaction.atomic():
        yield


def system(act: str) -> Any:
    """See every row, for an act that is honestly the house's own, such as taking voices in.

    As a context manager or a decorator. `act` names it (`portal.find`) in the list that a test keeps.
    """
    assert act
    return within(_SYSTEM)


@contextmanager
def system_in_statement(act: str) -> Iterator[None]:
    """Run a statement that opens the system's door itself, with `DOOR` as its first part; close it again behind it.

    For hot paths of one statement, which has no transaction around it that could be told before.
    """
    assert act
    try:
        yield
    finally:
        _say_inside(connection)


# Whatever must see by it has to read from `door`, directly or not: then it can't run before the door is open.
DOOR = "door AS MATERIALIZED (SELECT set_config('answerable.door', 'system', true) AS opened)"


def enter_system(act: str) -> None:
    """Open the system's door until the surrounding `contained` ends, for a command of the operator."""
    assert act
    _now.set(_SYSTEM)


@contextmanager
def contained() -> Iterator[None]:
    """Leave behind, in the end, what was entered inside."""
    token = _now.set(_now.get())
    try:
        yield
    finally:
        _now.reset(token)


def as_system(act: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Run a whole job by the system's door."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def opened(*args: P.args, **kwargs: P.kwargs) -> R:
            with system(act):
                return function(*args, **kwargs)

        opened.system_door = act  # type: ignore[attr-defined]
        return opened

    return decorate


def current() -> Scope:
    return _now.get()


def _status(wrapper: BaseDatabaseWrapper) -> TransactionStatus | None:
    raw = wrapper.connection
    return None if raw is None else raw.info.transaction_status


def _say(wrapper: BaseDatabaseWrapper) -> None:
    with psycopg.Cursor(wrapper.connection) as cursor:
        cursor.execute(_now.get().statement, prepare=False)


def _say_inside(wrapper: BaseDatabaseWrapper) -> None:
    """Tell a transaction that has begun. One that has failed forgets by itself, back to where it began."""
    if _status(wrapper) is TransactionStatus.INTRANS:
        _say(wrapper)


@contextmanager
def told(wrapper: BaseDatabaseWrapper) -> Iterator[None]:
    """Run the next statement where PostgreSQL knows the scope: tell a new transaction, or make one for it."""
    if _now.get() is CLOSED or _status(wrapper) is not TransactionStatus.IDLE:
        yield
    elif wrapper.alias not in connections:
        # Django's passing connection to the server itself, for making and dropping databases.
        yield
    elif wrapper.in_atomic_block or not wrapper.get_autocommit():
        _say(wrapper)
        yield
    else:
        with transaction.atomic(using=wrapper.alias):
            _say(wrapper)
            yield


def _execute(execute: Callable[..., Any], statement: Any, params: Any, many: bool, context: Any) -> Any:
    with told(context["connection"]):
        return execute(statement, params, many, context)


def watch(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Stand before every statement of a connection; called when one is made."""
    if _execute not in connection.execute_wrappers:
        connection.execute_wrappers.append(_execute)
