"""The sentences that people read, in both languages.

English stands in the code; Chinese stands in `<app>/locale/zh_Hans/LC_MESSAGES/django.po` of the app that holds the
sentence. Sentences of processes, the command line and the settings belong to the kernel's file.

    python -m answerable.config.messages            bring the files up to date with the code, and compile them
    python -m answerable.config.messages --check    list what has no Chinese yet; exit 1 if there is any
    python -m answerable.config.messages --compile  compile only
"""

import argparse
import ast
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = Path("locale", "zh_Hans", "LC_MESSAGES", "django.po")
CALLS = {
    "_": ("id",),
    "gettext": ("id",),
    "gettext_lazy": ("id",),
    "gettext_noop": ("id",),
    "ngettext": ("id", "plural"),
    "ngettext_lazy": ("id", "plural"),
    "pgettext": ("context", "id"),
    "pgettext_lazy": ("context", "id"),
    "npgettext": ("context", "id", "plural"),
    "npgettext_lazy": ("context", "id", "plural"),
}
_LITERAL = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_CALL = re.compile(
    rf"\b({'|'.join(CALLS)})\(\s*{_LITERAL}(?:\s*,\s*{_LITERAL})?(?:\s*,\s*{_LITERAL})?", re.DOTALL
)
METADATA = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "zh_Hans",
    "Plural-Forms": "nplurals=1; plural=0;",
}


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """A sentence in English; `context` tells two meanings of one sentence apart."""

    id: str
    context: str = ""
    plural: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return (self.context, self.id)


@dataclass(slots=True)
class App:
    """A part of the house with the sentences in it and the file that holds their Chinese."""

    folder: Path
    messages: set[Message] = field(default_factory=set)

    @property
    def path(self) -> Path:
        return self.folder / LOCALE

    def po(self) -> polib.POFile:
        """Read the file, or begin one. Wide lines: a sentence stays on one line, so that changes are easy to read."""
        if self.path.exists():
            return polib.pofile(str(self.path), wrapwidth=0)
        return polib.POFile(wrapwidth=0)


def _message(name: str, texts: Sequence[str]) -> Message:
    return Message(**dict(zip(CALLS[name], texts, strict=True)))


def in_python(source: str) -> Iterator[Message]:
    """Yield the sentences that a Python file has translated."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        given = node.args[: len(CALLS.get(name, ()))]
        texts = [arg.value for arg in given if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if name in CALLS and len(texts) == len(CALLS[name]):
            yield _message(name, texts)


def in_template(source: str) -> Iterator[Message]:
    """Yield the sentences that a template has translated."""
    for match in _CALL.finditer(templatize(source)):
        texts = [ast.literal_eval(text) for text in match.groups()[1:] if text]
        count = len(CALLS[match.group(1)])
        if len(texts) >= count:
            # Django looks a block up by what stands between its tags, with % doubled.
            yield _message(match.group(1), texts[:count])


def _folder_of(path: Path) -> Path:
    parts = path.relative_to(ROOT).parts
    if parts[0] in ("contexts", "interfaces") and len(parts) > 2 and parts[1] != "cli":
        return ROOT / parts[0] / parts[1]
    return ROOT / "kernel"


def apps() -> list[App]:
    """Read all code and templates."""
    found: dict[Path, App] = {}
    for path in sorted(ROOT.rglob("*")):
        if path.suffix not in (".py", ".html", ".txt") or "node_modules" in path.parts:
            continue
        if path.suffix != ".py" and "templates" not in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        messages = set(in_python(source) if path.suffix == ".py" else in_template(source))
        if messages:
            folder = _folder_of(path)
            found.setdefault(folder, App(folder)).messages |= messages
    return list(found.values())


def _chinese(entry: polib.POEntry) -> str:
    return str((entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr) or "")


def _entry(message: Message, chinese: str) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.id, msgctxt=message.context or None)
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = {0: chinese}
    else:
        entry.msgstr = chinese
    if "%(" in message.id:
        entry.flags.append("python-format")
    return entry


def update() -> None:
    """Bring every file up to date: keep what is translated, add what is new, drop what is gone.

    A sentence that another app has already translated takes that Chinese. A file that is right stays as it is.
    """
    every = apps()
    known = {(e.msgctxt or "", e.msgid): _chinese(e) for app in every for e in app.po() if _chinese(e)}
    for app in every:
        own = {(e.msgctxt or "", e.msgid): _chinese(e) for e in app.po()}
        if own.keys() == {message.key for message in app.messages} and all(own.values()):
            continue
        fresh = polib.POFile(wrapwidth=0)
        fresh.metadata = METADATA
        for message in sorted(app.messages):
            chinese = own.get(message.key) or known.get(message.key, "")
            fresh.append(_entry(message, chinese))
        app.path.parent.mkdir(parents=True, exist_ok=True)
        fresh.save(str(app.path))


def faults() -> list[str]:
    """Return, one line each, what lacks Chinese, what is left over, and what has two translations."""
    lines: list[str] = []
    seen: dict[tuple[str, str], tuple[str, str]] = {}
    for app in apps():
        place = str(app.path.relative_to(ROOT))
        chinese = {(e.msgctxt or "", e.msgid): _chinese(e) for e in app.po()}
        wanted = {message.key for message in app.messages}
        lines += [f"{place}: no Chinese for {key[1]!r}" for key in sorted(wanted) if not chinese.get(key)]
        lines += [f"{place}: not in the code: {key[1]!r}" for key in sorted(chinese.keys() - wanted)]
        for key in sorted(wanted & chinese.keys()):
            lines += _wrong_places(place, key[1], chinese[key])
            other = seen.setdefault(key, (place, chinese[key]))
            if other[1] != chinese[key]:
                lines.append(
                    f"{place}: {key[1]!r} has other Chinese in {other[0]} (use pgettext to tell them apart)"
                )
    return lines


def _wrong_places(place: str, english: str, chinese: str) -> list[str]:
    """A value that is filled in must be one that the code gives."""
    slots = re.compile(r"%\(\w+\)s|%s|%d|\{\w*\}")
    extra = set(slots.findall(chinese)) - set(slots.findall(english)) if chinese else set()
    return [f"{place}: the Chinese of {english!r} fills in {slot}" for slot in sorted(extra)]


def compile_all() -> None:
    """Compile every file that is newer than its compiled form."""
    for path in sorted(ROOT.glob(f"*/*/{LOCALE}")) + sorted(ROOT.glob(f"*/{LOCALE}")):
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime:
            polib.pofile(str(path)).save_as_mofile(str(compiled))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m answerable.config.messages", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only list what is missing")
    parser.add_argument("--compile", action="store_true", help="only compile")
    asked = parser.parse_args()
    if not (asked.check or asked.compile):
        update()
    if not asked.check:
        compile_all()
    missing = [] if asked.compile else faults()
    sys.stdout.writelines(f"{line}\n" for line in missing)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
