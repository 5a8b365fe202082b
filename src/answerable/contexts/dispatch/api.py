"""The door of dispatch."""

from answerable.contexts.dispatch.facts import (
    Decision,
    LintFinding,
    LiveSuggestion,
    Matter,
    Moved,
    Opinion,
    Progress,
    Rehearsal,
    RuleView,
    SuggestionView,
    Term,
    TextIn,
    TriagePage,
    TriageRow,
)

__all__ = [
    "Decision",
    "LintFinding",
    "LiveSuggestion",
    "Matter",
    "Moved",
    "Opinion",
    "Progress",
    "Rehearsal",
    "RuleView",
    "SuggestionView",
    "Term",
    "TextIn",
    "TriagePage",
    "TriageRow",
]
