"""`answerable triage` and `answerable dispatch`, as typed."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from answerable.contexts.dispatch import api as dispatch
from answerable.interfaces.cli.main import app
from answerable.kernel.tables import read_csv
from given import AT, SYSTEM, Bureau, a_bureau, a_case

TEXTS = {"违法停车": ("占道停车", "小区门口违停"), "夜间噪音": ("半夜施工吵闹", "夜里音响太吵")}
CATALOGUE = "priority,topic,area,kind,unit\n100,traffic,*,*,traffic\n900,*,*,*,@area\n"


def typed(*words: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(word) for word in words])
    return result.exit_code, result.stdout


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    rows = [
        f"{text}{n},{text}第{n}天,,{label},{label}{n}"
        for label, texts in TEXTS.items()
        for text in texts
        for n in range(12)
    ]
    file = tmp_path / "labelled.csv"
    file.write_text("title,detail,tokens,label,dup_group\n" + "\n".join(rows), encoding="utf-8")
    return file


@pytest.fixture
def bureau(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    for module in ("in_use", "selectors", "services.train_model", "services.use_model"):
        monkeypatch.setattr(f"answerable.contexts.dispatch.{module}.folder", lambda: tmp_path / "models")
    made = a_bureau()
    dispatch.load_catalogue(actor=SYSTEM, table=read_csv(CATALOGUE.encode(), "catalogue.csv"), at=AT)
    return made


def test_evaluation_needs_no_database_and_prints_every_figure(labelled: Path) -> None:
    code, said = typed("triage", "evaluate", "--train", labelled, "--test", labelled, "--json")
    assert code == 0
    asked = {"macro_f1", "accuracy", "ece", "coverage_at_98_precision", "messages_per_second", "peak_mb"}
    assert asked <= json.loads(said).keys()


def test_a_file_of_another_kind_is_refused_with_its_faults(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a,b\n1,2\n")
    assert typed("triage", "evaluate", "--train", file, "--test", file)[0] == 1


def test_a_trained_model_is_listed_and_can_be_left_again(bureau: Bureau, labelled: Path) -> None:
    code, said = typed("triage", "train", "--file", labelled, "--json")
    assert code == 0
    model = json.loads(said)["model"]
    (listed,) = json.loads(typed("triage", "models", "--json")[1])
    assert (listed["code"], listed["active"], listed["readable"]) == (model, True, True)
    assert "own words serve" in typed("triage", "models", "--use", "topics")[1]
    assert typed("triage", "models", "--use", "nope")[0] == 1


def test_lint_names_lines_and_ends_with_an_error(bureau: Bureau, tmp_path: Path) -> None:
    assert typed("dispatch", "lint")[0] == 0
    file = tmp_path / "catalogue.csv"
    file.write_text(CATALOGUE + "950,traffic.parking,*,*,east\n950,nope,*,*,east\n")
    code, said = typed("dispatch", "lint", file, "--json")
    assert code == 1
    assert [(row["where"], row["flaw"]) for row in json.loads(said)] == [
        ("catalogue.csv:5:topic", "fault"),
        ("4", "shadowed"),
    ]


def test_a_rehearsal_tells_what_would_move(bureau: Bureau, tmp_path: Path) -> None:
    a_case(bureau, topic_code="traffic.parking")
    a_case(bureau, area="pine")
    file = tmp_path / "catalogue.csv"
    file.write_text(CATALOGUE.replace(",traffic\n", ",traffic-1\n"))
    days = ("--from", "2026-05-01", "--to", "2026-05-31")
    code, said = typed("dispatch", "rehearse", *days, "--catalogue", file, "--json")
    found = json.loads(said)
    assert (code, found["cases"], found["same"]) == (0, 2, 1)
    assert found["moved"][0]["count"] == 1
    assert "1 would go where they go now" in typed("dispatch", "rehearse", *days, "--catalogue", file)[1]
