"""What happened to a case, line by line, in sentences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.api import CaseView, MoveView
from answerable.contexts.cases.enums import Act, Channel, ContactBy, JoinRule, Kind, Outcome, RoundState
from answerable.contexts.organisation import api as organisation
from answerable.interfaces.web.templatetags.parts import said

# Who speaks in it: the resident, the bureau to the resident, or colleagues among themselves.
IN = frozenset({Act.OPEN, Act.ADD, Act.JOIN, Act.DISPUTE, Act.WITHDRAW})
OUT = frozenset({Act.ANSWER, Act.ASK_RESIDENT})


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that was changed, before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line. `way` is in, out or internal for what somebody said, and event for what only happened."""

    number: int
    round_no: int
    at: datetime
    way: str
    who: str
    sentence: str
    words: str
    changes: tuple[Change, ...]
    attachment_ids: tuple[UUID, ...]


def entries_of(case: CaseView, *, since: int = 0) -> list[Entry]:
    """Return the lines after move number `since`, oldest first."""
    return [_entry(case, move) for move in case.moves if move.number > since]


def _entry(case: CaseView, move: MoveView) -> Entry:
    words = case.text if move.act is Act.OPEN and not move.words else move.words
    return Entry(
        number=move.number,
        round_no=move.round_no,
        at=move.at,
        way=_way(move, words),
        who=_who(move),
        sentence=_sentence(move),
        words=words,
        changes=tuple(_changes(move)),
        attachment_ids=move.attachment_ids,
    )


def _way(move: MoveView, words: str) -> str:
    if not words:
        return "event"
    if move.act in IN:
        return "in"
    return "out" if move.act in OUT else "internal"


def _who(move: MoveView) -> str:
    if move.by_resident or move.act in (Act.OPEN, Act.JOIN):
        return _("The resident")
    if move.post_id is None:
        return _("The platform")
    post = organisation.post_view(move.post_id)
    return _("%(name)s, %(unit)s") % {
        "name": post.person_name,
        "unit": organisation.units().name(post.unit_id),
    }


def _unit(value: object) -> str:
    return organisation.units().name(value) if isinstance(value, int) else ""


def _pair(facts: Mapping[str, object], name: str) -> tuple[object, object]:
    value = facts.get(name)
    return (value[0], value[1]) if isinstance(value, list) and len(value) == 2 else (None, None)


def _dispatched(move: MoveView) -> str:
    return _("Dispatched to %(unit)s.") % {"unit": _unit(_pair(move.facts, "unit")[1])}


def _transferred(move: MoveView) -> str:
    return _("Transferred to %(unit)s.") % {"unit": _unit(_pair(move.facts, "unit")[1])}


def _signed(move: MoveView) -> str:
    return _("Signed for by %(unit)s.") % {"unit": _unit(move.unit_id)}


def _return_approved(move: MoveView) -> str:
    if move.to_state is RoundState.TRIAGE:
        return _("The return was approved; the desk decides anew.")
    return _("The return was approved; it goes to %(unit)s.") % {"unit": _unit(_pair(move.facts, "unit")[1])}


def _assigned(move: MoveView) -> str:
    post_id = _pair(move.facts, "handler")[1]
    if not isinstance(post_id, int):
        return _("Back with the unit: somebody else is to take it up.")
    name = organisation.post_view(post_id).person_name
    return _("Assigned to %(name)s.") % {"name": name}


def _contacted(move: MoveView) -> str:
    by = ContactBy(str(move.facts["by"])).label if move.facts.get("by") in ContactBy.values else ""
    if move.facts.get("reached"):
        return _("The resident was reached (%(by)s).") % {"by": by}
    return _("The resident could not be reached (%(by)s).") % {"by": by}


def _until(move: MoveView) -> str:
    until = parse_datetime(str(move.facts.get("until", "")))
    return said(timezone.localtime(until)) if until else ""


def _extension_asked(move: MoveView) -> str:
    return _("Asked for more time until %(until)s.") % {"until": _until(move)}


def _extension_approved(move: MoveView) -> str:
    return _("More time was granted until %(until)s.") % {"until": _until(move)}


def _assist(move: MoveView) -> str:
    return _("%(unit)s was asked to assist.") % {"unit": _unit(move.facts.get("assist"))}


def _assisted(move: MoveView) -> str:
    return _("%(unit)s has assisted.") % {"unit": _unit(move.facts.get("assist"))}


def _answered(move: MoveView) -> str:
    outcome = move.facts.get("outcome")
    word = Outcome(str(outcome)).label if outcome in Outcome.values else ""
    return _("Answered: %(outcome)s.") % {"outcome": word}


def _reopened(move: MoveView) -> str:
    return _("Another round begins with %(unit)s.") % {"unit": _unit(_pair(move.facts, "unit")[1])}


def _taken_over(move: MoveView) -> str:
    return _("Taken over by %(unit)s.") % {"unit": _unit(_pair(move.facts, "unit")[1])}


def _urgent(move: MoveView) -> str:
    marked = _pair(move.facts, "urgent")[1]
    return _("Marked as urgent.") if marked else _("No longer marked as urgent.")


def _split(move: MoveView) -> str:
    return _("Another matter was split off: %(reference)s.") % {"reference": move.facts.get("split", "")}


def _joined(move: MoveView) -> str:
    channel = move.facts.get("channel")
    by = Channel(str(channel)).label if channel in Channel.values else ""
    return _("Told once more (%(reference)s, %(channel)s).") % {
        "reference": move.facts.get("submission", ""),
        "channel": by,
    }


def _separated(move: MoveView) -> str:
    return _("The message %(reference)s was taken out: it is a case of its own.") % {
        "reference": move.facts.get("submission", "")
    }


SENTENCES: Mapping[Act, Callable[[MoveView], str]] = {
    Act.OPEN: lambda move: _("Received."),
    Act.DISPATCH: _dispatched,
    Act.TRANSFER: _transferred,
    Act.SIGN_FOR: _signed,
    Act.ASK_RETURN: lambda move: _("The unit asks to return it."),
    Act.APPROVE_RETURN: _return_approved,
    Act.REFUSE_RETURN: lambda move: _("The return was refused."),
    Act.ASSIGN: _assigned,
    Act.LOG_CONTACT: _contacted,
    Act.NOTE: lambda move: _("Note among colleagues."),
    Act.ASK_RESIDENT: lambda move: _("Asked the resident; the clocks stand still."),
    Act.ADD: lambda move: _("The resident added something."),
    Act.ASK_EXTENSION: _extension_asked,
    Act.APPROVE_EXTENSION: _extension_approved,
    Act.REFUSE_EXTENSION: lambda move: _("More time was refused."),
    Act.ASK_ASSIST: _assist,
    Act.GIVE_ASSIST: _assisted,
    Act.ANSWER: _answered,
    Act.DISPUTE: lambda move: _("The resident contests the answer."),
    Act.CLOSE: lambda move: _("Closed."),
    Act.REOPEN: _reopened,
    Act.WITHDRAW: lambda move: _("Withdrawn by the resident."),
    Act.TAKE_OVER: _taken_over,
    Act.MARK_URGENT: _urgent,
    Act.CORRECT: lambda move: _("Facts were corrected."),
    Act.RECORD_ACCUSED: lambda move: _("Who is complained of was recorded; they are kept away from now on."),
    Act.SPLIT: _split,
    Act.JOIN: _joined,
    Act.SEPARATE: _separated,
    Act.BUNDLE: lambda move: _("Joined with other cases of the same event."),
    Act.UNBUNDLE: lambda move: _("Left the cases of the same event."),
}


def _sentence(move: MoveView) -> str:
    return SENTENCES[move.act](move)


def _reason(facts: Mapping[str, object]) -> str:
    if facts.get("rule") in JoinRule.values:
        return str(JoinRule(str(facts["rule"])).label)
    chinese = (get_language() or "zh").startswith("zh")
    return str(facts.get("reason_zh" if chinese else "reason_en") or facts.get("reason_zh") or "")


def _changes(move: MoveView) -> list[Change]:
    """Return what was set right, and why a unit was chosen."""
    topics, found = cases.topics(), []
    before, after = _pair(move.facts, "topic")
    if after:
        found.append(Change(_("Topic"), topics.name(str(before or "")), topics.name(str(after))))
    before, after = _pair(move.facts, "kind")
    if after in Kind.values:
        old = Kind(str(before)).label if before in Kind.values else ""
        found.append(Change(_("Kind"), str(old), str(Kind(str(after)).label)))
    before, after = _pair(move.facts, "area")
    if isinstance(after, int):
        old = organisation.areas().name(before) if isinstance(before, int) else ""
        found.append(Change(_("Area"), old, organisation.areas().name(after)))
    if reason := _reason(move.facts):
        found.append(Change(_("Because"), "", reason))
    return found
