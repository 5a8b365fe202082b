"""Read weekly counts from a CSV (columns id,t,y; other columns are not looked at)."""

import csv
import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from answerable.contexts.insight.errors import SeriesFault


@dataclass(frozen=True)
class Block:
    """Series over the same weeks: their ids, the number of the first week, their counts (S, weeks)."""

    ids: list[str]
    start: int
    counts: NDArray[np.float64]


def read_series(path: Path) -> list[Block]:
    """Return the series of the file, those over the same weeks together, in the file's order.

    Raises:
        SeriesFault: a column is missing, a value is no count, a week is missing or stands twice.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
        return blocks(_rows(csv.DictReader(file)))


def _rows(reader: "csv.DictReader[str]") -> Iterator[tuple[str, int, float]]:
    missing = {"id", "t", "y"} - set(reader.fieldnames or ())
    if missing:
        raise SeriesFault(f"The file has no column {', '.join(sorted(missing))}.")
    for line, row in enumerate(reader, start=2):
        try:
            week, count = int(row["t"]), float(row["y"])
        except (TypeError, ValueError):
            raise SeriesFault(f"Line {line}: t and y have to be numbers.") from None
        if not 0 <= count < 1e9:
            raise SeriesFault(f"Line {line}: y has to be a count of 0 or more.")
        yield row["id"], week, count


def blocks(rows: Iterable[tuple[str, int, float]]) -> list[Block]:
    """Put rows (id, week, count) into blocks of series that cover the same weeks."""
    series: dict[str, dict[int, float]] = {}
    for name, week, count in rows:
        weeks = series.setdefault(name, {})
        if week in weeks:
            raise SeriesFault(f"Series {name}: week {week} stands twice.")
        weeks[week] = count
    together: dict[tuple[int, int], list[str]] = {}
    for name, weeks in series.items():
        first, last = min(weeks), max(weeks)
        if last - first + 1 != len(weeks):
            gap = next(week for week in range(first, last) if week not in weeks)
            raise SeriesFault(f"Series {name}: week {gap} is missing; a week without cases has y = 0.")
        together.setdefault((first, last), []).append(name)
    return [
        Block(
            names,
            first,
            np.array([[series[name][week] for week in range(first, last + 1)] for name in names]),
        )
        for (first, last), names in together.items()
    ]
