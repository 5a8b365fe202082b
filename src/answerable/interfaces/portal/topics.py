"""Topics as residents choose among them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases import api as cases
from answerable.contexts.dispatch import api as dispatch

# Shorter texts say too little to be worth a guess.
ENOUGH = 8
# What a text is about, its beginning says; this keeps a page-long one quick.
MOST = 3_000
OFFERED = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """A topic to choose: its name with that of its group, and a line about what belongs to it."""

    code: str
    name: str
    hint: str


def shown(codes: Iterable[str]) -> list[Choice]:
    """Return the topics of these codes; unknown ones are left out."""
    tree = cases.topics()
    found = (tree.by_code(code) for code in codes if code)
    return [Choice(topic.code, tree.name(topic.code), topic.description()) for topic in found if topic]


def suggested(text: str) -> list[Choice]:
    """Return what a text seems to be about, likeliest first."""
    if len(text.strip()) < ENOUGH:
        return []
    return shown(code for code, _chance in dispatch.suggest(text[:MOST]).topics[:OFFERED])


def all_choices() -> list[tuple[str, Any]]:
    """Return every topic, in its groups."""
    tree = cases.topics()
    groups: list[tuple[str, Any]] = [("", _("Leave it to us"))]
    for top in tree.children():
        leaves = [(leaf.code, leaf.name()) for leaf in tree.children(top.code) if leaf.active]
        if leaves:
            groups.append((top.name(), leaves))
    return groups


def kind_and_line(code: str) -> tuple[str, tuple[str, ...]]:
    """Return what a topic's deadlines hang on: its kind, and its codes upwards."""
    tree = cases.topics()
    kind = tree.kind(code)
    return (str(kind) if kind else "", tree.line(code))
