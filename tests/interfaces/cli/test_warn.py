"""`answerable insight warn` on a file of counts."""

import gzip
import json
from pathlib import Path

from typer.testing import CliRunner

from answerable.interfaces.cli.main import app

runner = CliRunner()


def test_warn_judges_a_packed_file_and_prints_a_row_for_each_week(tmp_path: Path) -> None:
    file = tmp_path / "series.csv.gz"
    lines = [f"{name},{t},{40 if (name, t) == (7, 199) else t % 4}" for name in (7, 9) for t in range(1, 201)]
    file.write_bytes(gzip.compress(("id,t,y\n" + "\n".join(lines)).encode()))
    told = runner.invoke(app, ["insight", "warn", "--input", str(file), "--from", "197", "--json"])
    assert told.exit_code == 0, told.output
    rows = json.loads(told.stdout)
    assert [(row["id"], row["t"]) for row in rows] == [(i, t) for i in (7, 9) for t in range(197, 201)]
    assert set(rows[0]) == {"id", "t", "expected", "threshold", "score", "alarm"}
    assert [(row["id"], row["t"]) for row in rows if row["alarm"]] == [(7, 199)]


def test_warn_says_which_week_is_missing(tmp_path: Path) -> None:
    file = tmp_path / "series.csv"
    file.write_text("id,t,y\na,1,2\na,3,1\n")
    told = runner.invoke(app, ["insight", "warn", "--input", str(file), "--from", "2"])
    assert told.exit_code == 1
    assert "week 2 is missing" in told.output
    file.write_text("id,t,y\na,1,2\na,1,1\n")
    assert (
        "week 1 stands twice"
        in runner.invoke(app, ["insight", "warn", "--input", str(file), "--from", "2"]).output
    )


def test_warn_names_the_methods_there_are(tmp_path: Path) -> None:
    file = tmp_path / "series.csv"
    file.write_text("id,t,y\na,1,2\n")
    told = runner.invoke(app, ["insight", "warn", "--input", str(file), "--from", "1", "--method", "tea"])
    assert told.exit_code == 2
    assert "farrington_flexible" in told.output
