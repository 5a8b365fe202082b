"""What a notice says. No sentence takes anything from what a resident wrote (SECURITY, T5, T28)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from answerable.contexts.messaging.enums import Unwanted

SENTENCES: Mapping[str, Promise] = {
    "clock.half": _("%(what)s: half of the time is gone. Due %(due)s."),
    "clock.most": _("%(what)s: little time is left. Due %(due)s."),
    "clock.overdue": _("%(what)s: overdue since %(due)s."),
    "round.dispatched": _("A case has come to your unit. Sign for it."),
    "round.reopened": _("A case is done again, now by your unit. Sign for it."),
    "round.assigned": _("A case has been assigned to you."),
    "return.asked": _("A unit wishes to return a case. Decide on it."),
    "return.refused": _("The return was refused. The case stays with your unit."),
    "extension.asked": _("A unit asks for more time. Decide on it."),
    "extension.approved": _("More time was granted. Due %(due)s."),
    "extension.refused": _("More time was refused. The date stays as it is."),
    "assist.asked": _("Another unit asks yours to assist with a case."),
    "assist.given": _("The assistance that you asked for is there."),
    "resident.added": _("The resident has added something to a case."),
    "submission.joined": _("The same matter was told once more; the message has joined the case."),
    "case.withdrawn": _("The resident has withdrawn a case. Nothing more is owed."),
    "case.urgent": _("A case has been marked as urgent."),
    "visit.waiting": _("A resident is dissatisfied. Call by %(due)s."),
    "warning.raised": _("More cases came in than their past explains. A warning waits for you."),
    "warning.assigned": _("A warning was given to you to look into."),
    "warning.climbed": _("For three days nobody has looked at a warning."),
    "contest.waiting": _("A resident objects to a refusal. Decide on it."),
}
CLOCKS: Mapping[str, Promise] = {
    "acknowledge": _("Acknowledge"),
    "sign_for": _("Sign for"),
    "first_contact": _("First contact"),
    "answer": _("Answer"),
    "close": _("Close"),
    "return_visit": _("Return visit"),
    "contest": _("Objection"),
}


def sentence_of(code: str, params: Mapping[str, Any]) -> str:
    """Return the sentence of a notice in the reader's language; `due` comes as ISO 8601, `clock` as its code."""
    facts = dict(params)
    if "due" in facts:
        due = timezone.localtime(datetime.fromisoformat(str(facts["due"])))
        facts["due"] = date_format(due, "SHORT_DATETIME_FORMAT")
    if "clock" in facts:
        facts["what"] = str(CLOCKS[str(facts["clock"])])
    return str(SENTENCES[code]) % facts


# Why a message has not gone out, by the code that its channel gave.
REASONS: Mapping[str, Promise] = {
    "no_address": _("The resident has left no address for this way."),
    "no_text": _("What it said was forgotten before it could be sent."),
    "sender_died": _("The program stopped while it was being handed over."),
    "smtp_cut_off": _("The line broke while it was being handed over."),
    "smtp_sign_in": _("The mail server did not accept our user name and password."),
    "smtp_address": _("The mail server can't deliver to such an address."),
    "too_late": _("It waited until it was no news any more."),
    "no_sms": Unwanted.NO_SMS.label,
    "wants_call": Unwanted.WANTS_CALL.label,
    "safe_topic": Unwanted.SAFE_TOPIC.label,
    "bad_number": _("The number is none that can be written to."),
    "unreachable": _("The gateway can't be reached."),
    "cut_off": _("The line broke while it was being handed over."),
    "garbage": _("The gateway answered something that nobody understands."),
    "unsafe_message": _("Its address or subject holds a line break."),
}
# SMTP, RFC 5321 section 4.2.1: 4yz is refused for now, 5yz for good.
_LATER, _NEVER = (
    _("The other side refused it for now (%(code)s)."),
    _("The other side refused it (%(code)s)."),
)
_SAID: Mapping[str, Promise] = {
    "http": _("The gateway answered with an error (%(code)s)."),
    "vendor": _("The gateway refused it with its code %(code)s."),
    "report": _("The gateway reports that it did not arrive (%(code)s)."),
}
_UNREACHABLE = _("The other side can't be reached (%(code)s).")


def why_not_sent(error: str) -> str:
    """Return the sentence for the error of a message; an unknown code is shown as it is."""
    if not error or error in REASONS:
        return str(REASONS.get(error, ""))
    kind, _dash, code = error.partition("_")
    if kind in _SAID:
        return str(_SAID[kind]) % {"code": code}
    if kind == "smtp" and code.isdigit():
        return str(_NEVER if code.startswith("5") else _LATER) % {"code": code}
    return str(_UNREACHABLE) % {"code": code} if kind == "smtp" else error
