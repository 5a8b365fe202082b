"""Both themes can be read: text 4.5:1, controls 3:1 (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

from answerable.interfaces import web

CSS = (Path(web.__file__).parent / "styles" / "design" / "tokens.css").read_text()
GROUNDS = ("paper", "surface", "sunken")
MEANINGS = ("good", "wait", "late", "info", "accent")
TEXT = [
    *((ink, ground) for ink in ("ink", "muted", *MEANINGS) for ground in GROUNDS),
    *((ink, f"{meaning}-ground") for meaning in MEANINGS for ink in (meaning, "ink")),
    ("muted", "accent-ground"),
    ("muted", "wait-ground"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-danger", "late"),
    ("accent-strong", "surface"),
    ("paper", "ink"),
]
CONTROLS = [(edge, ground) for edge in ("edge", "focus", *MEANINGS) for ground in GROUNDS]


def block(selector: str) -> dict[str, str]:
    body = CSS[CSS.index(selector) :]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", body[: body.index("}")]))


LIGHT = block(":root {")
DARK = LIGHT | block(':root[data-theme="dark"]')


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_controls_stand_out(theme: dict[str, str]) -> None:
    weak = [
        (a, b, round(contrast(theme[a], theme[b]), 2)) for a, b in TEXT if contrast(theme[a], theme[b]) < 4.5
    ]
    weak += [
        (a, b, round(contrast(theme[a], theme[b]), 2))
        for a, b in CONTROLS
        if contrast(theme[a], theme[b]) < 3
    ]
    assert weak == []


def test_the_dark_theme_is_the_same_by_choice_and_by_device() -> None:
    assert block(':root:not([data-theme="light"])') == block(':root[data-theme="dark"]')


def test_paper_is_always_light() -> None:
    dark = [
        CSS.index(selector) for selector in (':root:not([data-theme="light"])', ':root[data-theme="dark"]')
    ]
    assert all(CSS[:place].rstrip().endswith("{") for place in dark)
    assert CSS.count("@media screen") == 2


def test_nothing_but_the_tokens_names_a_colour() -> None:
    faces = Path(web.__file__).parent.parent
    named = re.compile(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(", re.IGNORECASE)
    guilty = [
        path.name
        for path in faces.glob("*/styles/**/*.css")
        if path.name != "tokens.css" and named.search(path.read_text())
    ]
    assert guilty == []
