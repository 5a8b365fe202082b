"""The rows that were not taken, as a file that can be mended and imported again: the reason stands beside each.

Every row carries its line, so that an interrupted run can cut off what it wrote beyond its last finished chunk.
"""

import csv
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from answerable.contexts.intake.services.import_rows import RefusedRow
from answerable.kernel.formulas import disarmed


class RejectedFile:
    """A CSV file (UTF-8 with its mark, as spreadsheets want it) that appears with the first refused row."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.path, self.columns = path, columns

    def cut_after(self, number: int) -> None:
        """Forget rows beyond this one: the run that wrote them did not finish their chunk."""
        if not self.path.exists():
            return
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        kept = [row for row in rows[1:] if row and row[0].isdigit() and int(row[0]) <= number]
        self._write(kept, begin=True)

    def clear(self) -> None:
        self.path.unlink(missing_ok=True)

    def add(self, refused: Iterable[RefusedRow]) -> None:
        """Append rows, safely on disk before this returns."""
        rows = [
            [
                str(one.row.number),
                str(one.row.line),
                "; ".join(_told(fault.where, str(fault.sentence)) for fault in one.faults),
                *(disarmed(cell) for cell in one.row.cells[: len(self.columns)]),
            ]
            for one in refused
        ]
        if rows:
            self._write(rows, begin=not self.path.exists())

    def _write(self, rows: Sequence[Sequence[str]], *, begin: bool) -> None:
        with self.path.open(
            "w" if begin else "a", encoding="utf-8-sig" if begin else "utf-8", newline=""
        ) as file:
            writer = csv.writer(file)
            if begin:
                writer.writerow([_("Row"), _("Line"), _("Why it was not taken"), *self.columns])
            writer.writerows(rows)
            file.flush()
            os.fsync(file.fileno())


def _told(where: str, sentence: str) -> str:
    return f"{where}: {sentence}" if where else sentence
