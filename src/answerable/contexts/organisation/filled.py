"""A filled-in form as a table of one line, so that a form and a file are judged by the same rules."""

from collections.abc import Mapping

from answerable.kernel.errors import Fault, Invalid
from answerable.kernel.tables import Row, Table
from answerable.kernel.text import clean


def one_line(cells: Mapping[str, str]) -> Table:
    return Table("form", tuple(cells), [Row(1, {name: clean(text) for name, text in cells.items()})])


def refuse_faults(table: Table) -> None:
    """Turn the faults of a table of one line into faults of fields.

    Raises:
        Invalid: there are faults.
    """
    if table.faults:
        fields = [Fault(fault.where.rpartition(":")[2], fault.sentence) for fault in table.faults]
        raise Invalid(list(dict.fromkeys(fields)))
