"""How long staff wait for a page when the bureau has a million cases.

A demo city lives for two months; then its cases are multiplied by SQL, each copy with its rounds, acts, clocks and
requests, moved back in time, until there are enough. The pages are asked through Django's own WSGI handler with every
middleware, by the leader of the bureau and by a handler of one station.

    .venv/bin/python bench/console_pages.py [--cases 1000000] [--open 40000] [--rounds 60] [--data-dir DIR]

Making a million cases takes longer than asking for them: a data folder is kept, and its cases are asked for again.
"""

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from house import a_house

SEEDS = 1200
TABLES = (
    "cases_case",
    "cases_round",
    "cases_move",
    "cases_ask",
    "cases_accused",
    "deadlines_clock",
    "dispatch_suggestion",
    "review_invitation",
    "review_rating",
    "review_returnvisit",
)
# Those that others of these point at: the columns that do, and the table whose keys they hold.
KEYS = {
    "case_id": "cases_case",
    "round_id": "cases_round",
    "invitation_id": "review_invitation",
    "rating_id": "review_rating",
}
LOADING = {"max_wal_size": "8GB", "maintenance_work_mem": "512MB", "synchronous_commit": "off"}
WORDS = (
    "噪音",
    "广场舞",
    "电动车",
    "被骗",
    "违停 消防通道",
    "身份证",
    "派出所 态度",
    "parking",
    "红绿灯 太短",
    "狗",
    "施工 凌晨",
)
LIMITS = {"queue": 100, "case": 100, "search": 300}


def log(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


class Copier:
    """Multiplies what the demo has made. A copy's keys are the original's plus a multiple of a stride."""

    def __init__(self, wanted: int, wanted_open: int) -> None:
        self.wanted, self.wanted_open = wanted, wanted_open

    def run(self) -> None:
        from django.db import connection

        with connection.cursor() as self.cursor:
            self.strides = {name: self._one(f"SELECT max(id) + 1 FROM {name}") for name in KEYS.values()}
            # The copies are as whole as their originals: nothing is gained by looking every key up again.
            self.cursor.execute("SET session_replication_role = replica")
            open_, closed = (
                self._one(f"SELECT count(*) FROM cases_case WHERE is_open = {flag}")
                for flag in ("true", "false")
            )
            self._plan("true", self.wanted_open // max(1, open_), 3)
            self._plan("false", (self.wanted - self.wanted_open) // max(1, closed), 730)
            with self._without_indexes():
                for table in TABLES:
                    self._copy(table)
            for table in TABLES:
                self.cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
                )
            self.cursor.execute("RESET session_replication_role")
            log("vacuum and analyze")
            self.cursor.execute("VACUUM (ANALYZE)")

    def _one(self, query: str) -> int:
        self.cursor.execute(query)
        return int(self.cursor.fetchone()[0])

    def _plan(self, is_open: str, copies: int, days: int) -> None:
        self.cursor.execute(
            "CREATE TEMP TABLE IF NOT EXISTS copies (is_open boolean, k bigint, shift interval)"
        )
        self.cursor.execute(
            "INSERT INTO copies SELECT %s, k, (k::float / %s) * interval '1 day' * %s FROM generate_series(1, %s) k",
            [is_open, max(1, copies), days, copies],
        )

    @contextmanager
    def _without_indexes(self) -> Iterator[None]:
        self.cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname NOT IN"
            " (SELECT conname FROM pg_constraint) AND indexdef NOT LIKE 'CREATE UNIQUE%%'",
            [list(TABLES)],
        )
        indexes = self.cursor.fetchall()
        for name, _ in indexes:
            self.cursor.execute(f'DROP INDEX "{name}"')
        yield
        for name, definition in indexes:
            started = time.monotonic()
            self.cursor.execute(definition)
            log(f"index {name}: {time.monotonic() - started:.0f} s")

    def _copy(self, table: str) -> None:
        from django.apps import apps
        from django.db import models

        model = next(m for m in apps.get_models() if m._meta.db_table == table)
        names, values = [], []
        for field in model._meta.concrete_fields:
            value = self._value(table, field.column, isinstance(field, models.DateTimeField))
            if value is not None:
                names.append(field.column)
                values.append(value)
        started = time.monotonic()
        self.cursor.execute(
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {table} t {self._joins(table)}"
        )
        log(f"{table}: {self.cursor.rowcount:,} rows in {time.monotonic() - started:.0f} s")

    def _value(self, table: str, column: str, is_time: bool) -> str | None:
        stride = {table: f"x.k * {stride}" for table, stride in self.strides.items()}
        number = f"upper(lpad(to_hex(t.id + {stride['cases_case']}), 8, '0'))"
        special = {
            ("cases_case", "reference"): f"'2025-' || substr({number}, 1, 4) || '-' || substr({number}, 5)",
            ("cases_case", "bundle_id"): "NULL",
            ("cases_case", "split_from_id"): "NULL",
            ("deadlines_clock", "subject"): (
                f"'round:' || (split_part(t.subject, ':', 2)::bigint + {stride['cases_round']})"
                " || coalesce(':' || nullif(split_part(t.subject, ':', 3), ''), '')"
            ),
            ("review_invitation", "code_digest"): "sha256(convert_to(t.id || ':' || x.k, 'UTF8'))",
        }
        if (table, column) in special:
            return special[table, column]
        if column == "id":
            return f"t.id + {stride[table]}" if table in stride else None
        if column in KEYS:
            return f"t.{column} + {stride[KEYS[column]]}"
        if column == "public_id":
            return "gen_random_uuid()"
        return f"t.{column} - x.shift" if is_time else f"t.{column}"

    def _joins(self, table: str) -> str:
        if table == "cases_case":
            return "JOIN copies x ON x.is_open = t.is_open"
        through = {
            "cases_ask": "JOIN cases_round r ON r.id = t.round_id JOIN cases_case c ON c.id = r.case_id",
            "deadlines_clock": (
                "JOIN cases_round r ON r.id = split_part(t.subject, ':', 2)::bigint AND t.subject LIKE 'round:%'"
                " JOIN cases_case c ON c.id = r.case_id"
            ),
            "review_rating": (
                "JOIN review_invitation i ON i.id = t.invitation_id JOIN cases_case c ON c.id = i.case_id"
            ),
        }.get(table, "JOIN cases_case c ON c.id = t.case_id")
        # The copies of cases are there when their rows are copied: only originals have copies.
        first_copy = self.strides["cases_case"]
        return f"{through} JOIN copies x ON x.is_open = c.is_open AND c.id < {first_copy}"


class Reader:
    """A member of staff who asks for pages."""

    def __init__(self, username: str) -> None:
        from django.test import Client

        from answerable.contexts.credentials import api as credentials
        from answerable.interfaces.web.demo_logins import PASSWORD, app_secret
        from answerable.kernel.actor import Actor
        from answerable.kernel.clock import now

        # A kept house may be older than its people's second factor.
        credentials.set_app(
            actor=Actor.system("bench"), username=username, secret=app_secret(username), at=now()
        )
        self.client = Client(headers={"host": "localhost"})
        self.client.post("/console/sign-in", {"username": username, "password": PASSWORD})
        code = credentials.code_at(app_secret(username), now())
        answer = self.client.post("/console/sign-in/second", {"code": code})
        assert answer.status_code == 302, answer.status_code

    def ask(
        self, path: str, query: dict[str, str] | None = None, words: str = "", *, locked: bool = True
    ) -> tuple[float, int, str]:
        """Return the milliseconds, the statements and the page; with words, of a search and the list it leads to.

        `locked`: by the role of the web server, under the row policies; else by the owner, whom they do not bind.
        """
        from django.db import connection

        statements = 0

        def count(execute: Callable[..., Any], *arguments: Any) -> Any:
            nonlocal statements
            statements += 1
            return execute(*arguments)

        with connection.execute_wrapper(count), by_role(locked):
            started = time.perf_counter()
            if words:
                answer = self.client.post(path, {"words": words}, follow=True)
            else:
                answer = self.client.get(path, query or {})
            spent = (time.perf_counter() - started) * 1000
        assert answer.status_code == 200, (path, query, answer.status_code)
        return spent, statements, answer.content.decode()


@contextmanager
def by_role(locked: bool) -> Iterator[None]:
    """Ask as the web server's role for a while, as a running house does."""
    from django.db import connection
    from psycopg import sql

    from answerable.config.lock.roles import Login, role_name

    connection.ensure_connection()
    if locked:
        connection.connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role_name(Login.WEB))))
    try:
        yield
    finally:
        connection.connection.execute("RESET ROLE")


def summary(measured: list[tuple[float, int]]) -> dict[str, float]:
    times = sorted(ms for ms, _ in measured)
    return {
        "p50_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(times[int(len(times) * 0.95) - 1], 1),
        "max_ms": round(times[-1], 1),
        "statements": max(statements for _, statements in measured),
        "requests": len(times),
    }


def measure(username: str, rounds: int) -> dict[str, dict[str, float]]:
    """Ask for the queue, its further pages, cases and searches in turn, as a working day mixes them."""
    import re

    reader, chance = Reader(username), random.Random(1)
    found: dict[str, list[tuple[float, int]]] = {"queue": [], "case": [], "search": []}
    unlocked: list[float] = []
    views = ("open", "overdue", "due_today", "all", "closed", "unit")
    # The first of the morning finds nothing in memory; it is told apart.
    first = [reader.ask("/console/cases/", {"view": view})[0] for view in views]
    first += [reader.ask("/console/find", words=words)[0] for words in WORDS]
    for turn in range(rounds):
        view = {"view": views[turn % len(views)]}
        # With and without the second lock in turn, each first as often as the other.
        order = (True, False) if turn // len(views) % 2 else (False, True)
        asked = {locked: reader.ask("/console/cases/", view, locked=locked) for locked in order}
        unlocked.append(asked[False][0])
        ms, statements, page = asked[True]
        found["queue"].append((ms, statements))
        references = sorted(set(re.findall(r"/console/cases/(20\d\d-[0-9A-Z]{4}-[0-9A-Z]{4})", page)))
        for reference in chance.sample(references, min(2, len(references))):
            found["case"].append(reader.ask(f"/console/cases/{reference}")[:2])
        found["search"].append(reader.ask("/console/find", words=WORDS[turn % len(WORDS)])[:2])
    told = {what: summary(measured) for what, measured in found.items() if measured}
    told["queue"]["first_max_ms"] = round(max(first[: len(views)]), 1)
    told["search"]["first_max_ms"] = round(max(first[len(views) :]), 1)
    told["queue"]["lock_ratio"] = round(sum(ms for ms, _ in found["queue"]) / sum(unlocked), 3)
    return told


def fill(wanted: int, wanted_open: int) -> None:
    from answerable.interfaces.cli.demo.building import Plan, build
    from answerable.kernel.clock import now

    until = now().replace(microsecond=0)
    build(Plan(until, cases=SEEDS, days=60, slice_hours=72), lambda what, done: None)
    log("the demo city lives")
    Copier(wanted, wanted_open).run()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--open", type=int, default=40_000)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--data-dir", type=Path, help="a folder that is kept, with the cases in it")
    options = parser.parse_args()
    with a_house(LOADING, mode="demo", kept=options.data_dir) as house:
        from answerable.contexts.cases.models import Case

        if not (house.root / "filled").exists():
            fill(options.cases, options.open)
            (house.root / "filled").touch()
        pages = {name: measure(name, options.rounds) for name in ("bureau-leader", "handler")}
        kept = all(
            figures["p95_ms"] <= LIMITS[what] for page in pages.values() for what, figures in page.items()
        )
        told = {
            "cases": Case.objects.count(),
            "open": Case.objects.filter(is_open=True).count(),
            "load": os.getloadavg()[0],
            "pages": pages,
            "limits_ms": LIMITS,
            "kept": kept,
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
