"""Where a case stands, in words that a resident would use."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import RoundState

_STANDS: dict[RoundState, tuple[Promise | str, str]] = {
    RoundState.TRIAGE: (gettext_lazy("We are finding the right unit"), "info"),
    RoundState.DISPATCHED: (gettext_lazy("With the unit, not yet signed for"), "info"),
    RoundState.HANDLING: (gettext_lazy("Somebody is working on it"), "info"),
    RoundState.RETURNING: (gettext_lazy("We are checking which unit it belongs to"), "info"),
    RoundState.ASKING: (gettext_lazy("We need something from you"), "wait"),
    RoundState.ANSWERED: (gettext_lazy("Answered: is it good enough?"), "good"),
    RoundState.DISPUTED: (gettext_lazy("You were not satisfied: somebody else is looking"), "wait"),
    RoundState.CLOSED: (gettext_lazy("Finished"), "rest"),
    RoundState.REOPENED: (gettext_lazy("Started again, one level up"), "info"),
    RoundState.WITHDRAWN: (gettext_lazy("You withdrew it"), "rest"),
}


@dataclass(frozen=True, slots=True)
class Due:
    """The date as a sentence, how urgent it is, how much of the time is gone, and why it is this date."""

    sentence: str
    tone: str
    fraction: float | None
    why: str


def stands(state: RoundState) -> tuple[str, str]:
    """Return the state as a resident reads it, and the tone of its mark."""
    words, tone = _STANDS[state]
    return str(words), tone


def due(view: cases.PublicView, said_due: str, language: str, at: datetime) -> Due | None:
    """Return the sentence about the date that is waited for; None where nothing is owed any more."""
    if view.due_at is None or not view.is_open:
        return None
    why = view.due_why(language)
    if view.paused:
        return Due(_("The time stands still until you have answered our question."), "wait", None, why)
    whole = (view.due_at - view.received_at).total_seconds()
    gone = (at - view.received_at).total_seconds()
    fraction = min(1.0, max(0.0, gone / whole)) if whole > 0 else 1.0
    if at > view.due_at:
        return Due(_("We are late: it was due on %(date)s.") % {"date": said_due}, "late", 1.0, why)
    if view.state is RoundState.TRIAGE:
        return Due(_("Somebody looks at it by %(date)s.") % {"date": said_due}, "info", fraction, why)
    return Due(
        _("Answer by %(date)s.") % {"date": said_due}, "wait" if fraction > 0.8 else "info", fraction, why
    )
