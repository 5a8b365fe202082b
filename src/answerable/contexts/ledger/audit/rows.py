"""The rows as they stand, held against what the lines say of them."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connection, models, transaction
from django.db.models import TextField, Value
from django.db.models.functions import Cast, Collate, Concat

from answerable.contexts.ledger.audit.findings import Report
from answerable.contexts.ledger.models import JournalLine
from answerable.contexts.ledger.rows import WHOLE, models_in_journal, said_by, told_of
from answerable.contexts.ledger.services.erase_openings import ERASED_CODE

# In the order of the keys' bytes on both sides, so that nothing has to be kept in memory; then in the order of the
# tree, which is signed (lines have no other order that the owner of the database cannot change), and last what waits.
# Of erased lines counts what their erasure has kept.
_SAID = """
WITH said AS (
  SELECT o.line_id, o.internal -> 'rows' AS rows FROM ledger_journalopening o WHERE o.internal ? 'rows'
  UNION ALL
  SELECT gone.id, kept.value
  FROM ledger_journalline l JOIN ledger_journalopening o ON o.line_id = l.id, jsonb_each(o.internal -> 'kept') kept
  JOIN ledger_journalline gone ON gone.leaf_hash = decode(kept.key, 'base64')
  WHERE l.code = %s
)
SELECT t.key, r.key, s.line_id, r.value::text
FROM said s LEFT JOIN ledger_journalleaf f ON f.line_id = s.line_id, jsonb_each(s.rows) t, jsonb_each(t.value) r
ORDER BY t.key COLLATE "C", r.key COLLATE "C", f.index NULLS LAST, s.line_id
"""
_AT_ONCE = 5000


class Said(NamedTuple):
    """What the lines come to for one row: its columns, None if it is gone, and the last line that tells of it."""

    key: str
    columns: dict[str, Any] | None
    line_id: int


def check_rows(report: Report) -> None:
    """Fold what the lines say of each row, in their order, and find every row and column that stands otherwise."""
    waiting = {model._meta.db_table: model for model in models_in_journal()}
    with transaction.atomic():
        for table, said in groupby(_said(), itemgetter(0)):
            model = waiting.pop(table, None)
            if model is None:
                report.tell("row_missing", table, "lines tell of a table that is not here")
            else:
                _Comparison(report, model).run(_folded(said))
        for model in waiting.values():
            _Comparison(report, model).run(iter(()))


def _said() -> Iterator[tuple[str, str, int, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")
    with connection.chunked_cursor() as cursor:
        cursor.execute(_SAID, [ERASED_CODE])
        while batch := cursor.fetchmany(_AT_ONCE):
            yield from batch


def _folded(said: Iterable[tuple[str, str, int, str]]) -> Iterator[Said]:
    for key, words in groupby(said, itemgetter(1)):
        columns: dict[str, Any] | None = None
        line_id = 0
        for _, _, number, raw in words:
            line_id, change = number, json.loads(raw)
            if change is None:
                columns = None
            elif columns is None or WHOLE in change:
                columns = change
            else:
                columns.update(change)
        yield Said(key, columns, line_id)


class _Comparison:
    """One table and what the lines say of it, both in the order of the keys."""

    def __init__(self, report: Report, model: type[models.Model]) -> None:
        self.report = report
        self.stands = told_of(model)
        self.columns = list(dict.fromkeys(self.stands.columns.values()))
        self._rows = self._standing(model)

    def run(self, said: Iterator[Said]) -> None:
        told, row = next(said, None), next(self._rows, None)
        while told is not None or row is not None:
            if row is None or (told is not None and told.key.encode() < row[0].encode()):
                self._not_there(told)
                told = next(said, None)
                continue
            if told is None or told.key != row[0]:
                self._find("row_unknown", row[0], "no line tells of it")
            else:
                self._compare(told, row)
                told = next(said, None)
            self.report.rows += 1
            row = next(self._rows, None)

    def _standing(self, model: type[models.Model]) -> Iterator[tuple[Any, ...]]:
        """Return each row: its key, then its columns."""
        parts = [
            part for name in self.stands.key for part in (Value(".", TextField()), Cast(name, TextField()))
        ]
        del parts[0]
        key = Concat(*parts, output_field=TextField()) if len(parts) > 1 else parts[0]
        rows = model._base_manager.annotate(told_key=Collate(key, "C")).order_by("told_key")
        attnames = [column.attname for column in self.columns]
        return rows.values_list("told_key", *attnames).iterator(_AT_ONCE)

    def _not_there(self, told: Said | None) -> None:
        if told is not None and told.columns is not None:
            self._find("row_missing", told.key, f"{_line(told)} says that it is there")

    def _compare(self, told: Said, row: tuple[Any, ...]) -> None:
        if told.columns is None:
            self._find("row_unknown", told.key, f"{_line(told)} says that it is gone")
            return
        for column, value in zip(self.columns, row[1:], strict=True):
            stood, said = said_by(column, value), told.columns.get(column.name)
            if stood != said:
                seen = (
                    "other words" if column.digested else f"{json.dumps(stood)} instead of {json.dumps(said)}"
                )
                self._find("row_edited", f"{told.key}, {column.name}", f"{seen}; last told by {_line(told)}")

    def _find(self, code: str, where: str, seen: str) -> None:
        self.report.tell(code, f"{self.stands.table} {where}", seen)


def _line(told: Said) -> str:
    """Name a line so that somebody finds it."""
    line = JournalLine.objects.filter(pk=told.line_id).values_list("code", "chain").first()
    code, chain_ = line or ("", "")
    return f"line {told.line_id} ({code}{' of ' + chain_ if chain_ else ''})"
