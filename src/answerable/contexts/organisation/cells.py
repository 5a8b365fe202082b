"""What cells of the organisation's tables hold: codes, names, yes or no."""

import re
from collections.abc import Collection
from datetime import date
from typing import TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from answerable.kernel.tables import Row, Table

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
LONGEST_NAME = 100

Choice = TypeVar("Choice", bound=TextChoices)


def code(table: Table, row: Row, column: str = "code") -> str | None:
    """Return a code, or note that the cell holds none."""
    if CODE.fullmatch(row[column]):
        return row[column]
    table.fault(
        row, column, _("A code has 1 to 40 letters, digits, points, lines or dashes, without spaces.")
    )
    return None


def first_time(table: Table, row: Row, seen: dict[str, int], key: str, column: str = "code") -> bool:
    """Note a key that another line has already; `seen` remembers the lines."""
    if key not in seen:
        seen[key] = row.line
        return True
    table.fault(row, column, _("Line %(line)s has this already.") % {"line": seen[key]})
    return False


def name(table: Table, row: Row, column: str, longest: int = LONGEST_NAME) -> str:
    """Return a name that must be there, and note what is wrong with it."""
    text = " ".join(row[column].split())
    if not text:
        table.fault(row, column, _("A name is missing here."))
    elif len(text) > longest:
        table.fault(row, column, _("This is longer than %(longest)s characters.") % {"longest": longest})
    return text


def choice(table: Table, row: Row, column: str, choices: type[Choice]) -> Choice | None:
    """Return one of the words that may stand in the column, or note which ones may."""
    try:
        return choices(row[column])
    except ValueError:
        words = ", ".join(choices.values)
        table.fault(row, column, _("Write one of: %(words)s.") % {"words": words})
        return None


def yes(table: Table, row: Row, column: str) -> bool | None:
    """Return what a yes-or-no cell says; nothing if the cell is empty or the column is absent."""
    if not row[column]:
        return None
    answer = row[column].casefold()
    if answer not in ("yes", "no"):
        table.fault(row, column, _("Write yes or no."))
    return answer == "yes"


def short(table: Table, row: Row, column: str, longest: int) -> None:
    """Note a cell that is too long; an empty one is fine."""
    if len(row[column]) > longest:
        table.fault(row, column, _("This is longer than %(longest)s characters.") % {"longest": longest})


def day(table: Table, row: Row, column: str) -> date | None:
    """Return a date, or nothing if the cell is empty; note what is no date."""
    if not row[column]:
        return None
    try:
        return date.fromisoformat(row[column])
    except ValueError:
        table.fault(row, column, _("Write dates as 2026-05-01."))
        return None


def parts(cell: str) -> list[str]:
    """Return what a cell lists, separated by `|`, each once."""
    return list(dict.fromkeys(part for piece in cell.split("|") if (part := piece.strip())))


def known(table: Table, row: Row, column: str, code_given: str, codes: Collection[str]) -> bool:
    if code_given in codes:
        return True
    table.fault(row, column, _("There is no unit of this code."))
    return False
