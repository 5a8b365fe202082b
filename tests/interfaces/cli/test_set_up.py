"""A bureau is set up, written out and let in from the command line."""

from pathlib import Path

import pytest
from tests.contexts.organisation.tables import PEOPLE, UNITS
from typer.testing import CliRunner, Result

from answerable.contexts.organisation import api as organisation
from answerable.interfaces.cli.main import app
from answerable.kernel import clock

pytestmark = pytest.mark.django_db


def run(*arguments: object, language: str = "en") -> Result:
    return CliRunner().invoke(
        app, [str(part) for part in arguments], env={"LANG": language, "LC_ALL": language}
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "units.csv").write_text(UNITS, encoding="utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="gb18030")
    return tmp_path


def test_a_set_up_is_tried_taken_and_written_out(folder: Path, tmp_path: Path) -> None:
    tried = run("import", "setup", folder, "--base", "china-police", "--dry-run")
    assert tried.exit_code == 0, tried.output
    assert "Nothing was written" in tried.output
    assert len(organisation.units()) == 0
    assert run("import", "setup", folder, "--base", "china-police").exit_code == 0
    assert len(organisation.units()) == 5
    written = tmp_path / "out"
    assert run("export", "setup", written).exit_code == 0
    assert {"units.csv", "people.csv", "topics.csv", "calendar.csv"} <= {
        file.name for file in written.iterdir()
    }
    assert run("import", "setup", written).exit_code == 0


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "There is no unit of this code."), ("zh_CN.UTF-8", "没有这个代码的单位。")],
)
def test_every_fault_is_told_with_its_line_in_the_language_of_the_terminal(
    folder: Path, language: str, sentence: str
) -> None:
    (folder / "units.csv").write_text(UNITS.replace("traffic,bureau", "traffic,nowhere"), encoding="utf-8")
    result = run("import", "setup", folder, language=language)
    assert result.exit_code == 1
    assert "units.csv:6:parent" in result.output
    assert sentence in result.output
    assert len(organisation.units()) == 0


def test_an_unknown_base_is_told_with_those_there_are(folder: Path) -> None:
    result = run("import", "setup", folder, "--base", "atlantis")
    assert result.exit_code == 2
    assert "china-police" in result.output


def test_a_password_is_printed_and_lets_in_once(folder: Path) -> None:
    run("import", "setup", folder)
    result = run("password", "zhou")
    password = result.output.split()[-1]
    account = organisation.sign_in(username="zhou", password=password, at=clock.now())
    assert account is not None
    assert account.password_until is not None
    assert run("password", "nobody").exit_code == 1


def test_there_is_nothing_to_write_before_a_set_up(tmp_path: Path) -> None:
    assert run("export", "setup", tmp_path / "out").exit_code == 1
    assert not (tmp_path / "out").exists()
