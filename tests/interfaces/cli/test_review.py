"""`answerable review estimate` on files as bureaus have them, and as they should not be."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from answerable.interfaces.cli.main import app

# Two branches: 40 of 200 people asked in a, 20 of 1,000 in b; every fifth does not answer.
ROWS = ["branch,people,answered,sat,minutes"] + [
    f"{branch},{people},{int(i % 5 > 0)},{'' if i % 5 == 0 else int(i % yes > 0)},{'' if i % 5 == 0 else i}"
    for branch, people, asked, yes in (("a", 200, 40, 8), ("b", 1000, 20, 2))
    for i in range(asked)
]
DESIGN = {
    "answered": "answered",
    "strata": "branch",
    "population": "people",
    "figures": [
        {"name": "satisfied", "of": "sat"},
        {"name": "satisfied", "of": "sat", "by": ["branch"]},
        {"name": "minutes", "of": "minutes", "kind": "mean"},
    ],
}


def run(folder: Path, rows: list[str] = ROWS, **changes: Any) -> Any:
    return estimate(folder, "\n".join(rows).encode(), DESIGN | changes)


def estimate(folder: Path, answers: bytes, design: dict[str, Any]) -> Any:
    file, how = folder / "answers.csv", folder / "design.json"
    file.write_bytes(answers)
    how.write_text(json.dumps(design), encoding="utf-8")
    return CliRunner().invoke(
        app, ["review", "estimate", "--input", str(file), "--design", str(how), "--json"]
    )


def test_a_stratified_share_weighs_branches_by_their_people(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path).stdout)
    whole, a, b, minutes = found
    assert (whole["n"], whole["asked"]) == (48, 60)
    assert whole["value"] == pytest.approx(a["value"] / 6 + b["value"] * 5 / 6)
    assert whole["worst"] < whole["low"] < whole["value"] < whole["high"] < whole["best"]
    assert (a["group"], b["group"]) == ("a", "b")
    assert b["publication"] == "hidden"
    assert minutes["worst"] is None


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"strata": "team"}, "no column team; it has branch, people"),
        ({"stratum": "branch"}, "stratum: Extra inputs are not permitted"),
        ({"figures": []}, "figures: List should have at least 1 item"),
        ({"lonely": "hide"}, "lonely: Input should be"),
        ({"recalled": "sat", "strata": None}, "recalled: name the strata"),
        (
            {"margins": {"branch": {"a": 200, "c": 5}}},
            "nobody answered at c and no number of people is known for b",
        ),
        (
            {"figures": [{"name": "m", "of": "branch", "kind": "mean"}]},
            "Line 2: branch has to be a number, not a",
        ),
        ({"figures": [{"name": "m", "of": "sat", "kind": "ratio"}]}, "m: a ratio needs the column `to`"),
        ({"answered": None}, "12 answers have no sat"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    done = run(tmp_path, **changes)
    assert done.exit_code == 1
    assert says in " ".join(done.stderr.split())


def test_a_stratum_with_one_answer_needs_a_rule(tmp_path: Path) -> None:
    rows = [*ROWS, "c,50,1,1,3"]
    assert "Only one answer in stratum c" in run(tmp_path, rows).stderr
    assert run(tmp_path, rows, lonely="average").exit_code == 0


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    done = estimate(tmp_path, b"\xff\xfe\x00\x01", DESIGN)
    assert done.exit_code == 1
    assert "no CSV in UTF-8" in done.stderr
    assert "has no rows" in run(tmp_path, ["branch"]).stderr
