"""Templates escape everything, scripts build no markup from text, and SQL is never put together from values."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "answerable"
TEMPLATES = sorted(path for path in SOURCE.rglob("*") if "templates" in path.parts and path.is_file())
SCRIPTS = sorted(path for path in SOURCE.rglob("scripts/**/*.js"))
# Each of these makes markup or code out of a text.
MARKUP = re.compile(
    r"\.(inner|outer)HTML\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc|createContextualFragment"
    r"|\bset(HTMLUnsafe|Timeout|Interval)\(\s*[\"'`]"
)
RAW = re.compile(r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off|\|\s*escapejs\b")


def test_no_template_says_that_a_text_is_safe() -> None:
    assert len(TEMPLATES) > 80
    found = [path.name for path in TEMPLATES if RAW.search(path.read_text(encoding="utf-8"))]
    assert found == [], "escaping is never turned off; what a script needs goes through json_script"


def test_no_attribute_stands_without_quotes() -> None:
    """Escaping keeps a text inside its quotes; without quotes a blank is enough to leave."""
    bare = re.compile(r"<[^>]*\s[\w:-]+=\{\{")
    assert [path.name for path in TEMPLATES if bare.search(path.read_text(encoding="utf-8"))] == []


def test_no_script_builds_markup_from_text() -> None:
    assert len(SCRIPTS) > 10
    found = [path.name for path in SCRIPTS if MARKUP.search(path.read_text(encoding="utf-8"))]
    assert found == [], "build elements, and set their textContent"


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and name in (
                getattr(node.func, "id", ""),
                getattr(node.func, "attr", ""),
            ):
                yield path, node


def test_only_words_of_our_own_are_marked_safe() -> None:
    found = [path.name for path, call in calls("mark_safe") if not isinstance(call.args[0], ast.Constant)]
    assert found == [], "format_html escapes what it is given"
    patterns = [
        path.name for path, call in calls("format_html") if not isinstance(call.args[0], ast.Constant)
    ]
    assert patterns == []


def test_no_template_is_made_from_a_text() -> None:
    """A template that somebody's words became would be a program of theirs."""
    for name in ("Template", "from_string", "render_to_string"):
        found = [
            path.name
            for path, call in calls(name)
            if name != "render_to_string" or not isinstance(call.args[0], ast.Constant)
        ]
        assert found == [], name


def test_no_shell_and_no_code_from_text() -> None:
    for name in ("system", "popen", "eval", "exec"):
        bad = [
            (path.name, call.lineno)
            for path, call in calls(name)
            if (isinstance(call.func, ast.Name) and name in ("eval", "exec"))
            or (isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "os")
        ]
        assert bad == []
    shells = [path.name for path, call in calls("run") if any(word.arg == "shell" for word in call.keywords)]
    assert shells == []


def test_sql_from_strings_is_refused_by_the_check() -> None:
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert "S" in lint["select"]
    assert not {one for one in lint["ignore"] if one.startswith("S") and one[1:].isdigit()} - {"S101", "S603"}
