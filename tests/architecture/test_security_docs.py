"""Every threat, requirement and drill has its row, and the row names a test that there is, or says no."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "security"
# The requirements of ASVS 5.0 level 2 that apply to us, grouped as their rows are.
CHAPTERS = {str(number) for number in range(1, 17)}
TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def rows(page: str) -> dict[str, str]:
    """Return the last cell of each row by its first: what shows that it holds."""
    lines = (PAGES / page).read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    body = [row for row in cells if not set(row[0]) <= {"-", " "}][1:]
    assert len({row[0] for row in body}) == len(body), "a row stands there twice"
    return {row[0]: row[-1] for row in body}


def test_every_threat_has_its_row() -> None:
    assert list(rows("threats.md")) == [f"T{number}" for number in range(1, 41)]


def test_every_chapter_of_requirements_that_applies_has_rows() -> None:
    named = {ref.split(".")[0] for ref in rows("asvs.md")}
    assert named == CHAPTERS


@pytest.mark.parametrize("page", ["threats.md", "asvs.md"])
def test_each_row_names_a_test_or_says_no(page: str) -> None:
    for ref, shown in rows(page).items():
        named = TEST.findall(shown)
        assert named or re.match(r"no: \w", shown), f"{ref}: name a test, or say `no:` and why"
        for path, name in named:
            source = ROOT / path
            assert source.is_file(), f"{ref}: there is no {path}"
            assert not name or re.search(
                rf"^\s*(?:async )?def {name}\(", source.read_text(encoding="utf-8"), re.M
            ), f"{ref}: there is no {name} in {path}"
