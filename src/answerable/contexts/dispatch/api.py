"""The door of dispatch."""

from answerable.contexts.dispatch.classify import classify
from answerable.contexts.dispatch.deciding import decide
from answerable.contexts.dispatch.domain.evaluation import Evaluation, evaluate, examples_of, read_examples
from answerable.contexts.dispatch.domain.training import Example
from answerable.contexts.dispatch.facts import (
    Decision,
    LintFinding,
    LiveSuggestion,
    Matter,
    ModelView,
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
from answerable.contexts.dispatch.linting import lint_catalogue
from answerable.contexts.dispatch.rehearsal import rehearse
from answerable.contexts.dispatch.selectors import (
    catalogue,
    models,
    suggestion_for,
    suggestions_for,
    triage_queue,
)
from answerable.contexts.dispatch.services.accept_suggestion import accept_suggestion
from answerable.contexts.dispatch.services.correct_suggestion import correct_suggestion
from answerable.contexts.dispatch.services.erase_suggestions import erase_suggestions
from answerable.contexts.dispatch.services.load_catalogue import load_catalogue
from answerable.contexts.dispatch.services.record_suggestions import record_suggestions
from answerable.contexts.dispatch.services.retire_rule import retire_rule
from answerable.contexts.dispatch.services.save_rule import save_rule
from answerable.contexts.dispatch.services.skip_suggestion import skip_suggestion
from answerable.contexts.dispatch.services.train_model import train_model
from answerable.contexts.dispatch.services.use_model import use_model
from answerable.contexts.dispatch.suggesting import suggest

__all__ = [
    "Decision",
    "Evaluation",
    "Example",
    "LintFinding",
    "LiveSuggestion",
    "Matter",
    "ModelView",
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
    "accept_suggestion",
    "catalogue",
    "classify",
    "correct_suggestion",
    "decide",
    "erase_suggestions",
    "evaluate",
    "examples_of",
    "lint_catalogue",
    "load_catalogue",
    "models",
    "read_examples",
    "record_suggestions",
    "rehearse",
    "retire_rule",
    "save_rule",
    "skip_suggestion",
    "suggest",
    "suggestion_for",
    "suggestions_for",
    "train_model",
    "triage_queue",
    "use_model",
]
