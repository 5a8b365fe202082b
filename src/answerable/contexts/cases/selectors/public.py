"""What the resident sees of the own case. Nothing of it names a member of staff or anybody complained of."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.functional import Promise

from answerable.contexts.cases import lifecycle
from answerable.contexts.cases.enums import Act, Channel, Kind, Outcome, RoundState
from answerable.contexts.cases.errors import CaseNotFound
from answerable.contexts.cases.ids import CaseId, RoundId
from answerable.contexts.cases.models import Case, Move, Round
from answerable.contexts.cases.public_views import PublicAnswer, PublicEntry, PublicView
from answerable.contexts.cases.selectors.looks import looks_of
from answerable.contexts.cases.selectors.pages import attachments_of
from answerable.contexts.cases.selectors.rows import title_of
from answerable.contexts.cases.told import NOT_REACHED, SENTENCES, TO_DESK
from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.organisation import api as organisation
from answerable.kernel.actor import ActorKind

# Acts whose words are meant for the resident or come from them.
_WORDS = frozenset({Act.ASK_RESIDENT, Act.ADD, Act.ANSWER, Act.DISPUTE, Act.WITHDRAW, Act.APPROVE_EXTENSION})
_BEFORE_ANSWER = (deadlines.ClockKind.ANSWER, deadlines.ClockKind.ACKNOWLEDGE)


def public_view(case_id: CaseId, at: datetime) -> PublicView:
    """Return the resident's page, in the language that is active.

    Raises:
        CaseNotFound: there is no such case.
    """
    case = Case.objects.defer("search_grams").filter(pk=case_id).first()
    if case is None:
        raise CaseNotFound
    rounds = list(case.rounds.order_by("number"))
    moves = list(case.moves.order_by("number"))
    newest, state = rounds[-1], RoundState(case.state)
    clock = _clock(newest) if state in lifecycle.WORK else None
    asking = state is RoundState.ASKING
    looks, looks_by = looks_of(case_id, case.reference, at)
    return PublicView(
        case_id=case_id,
        reference=case.reference,
        title=title_of(case.title, erased=case.erased_at is not None),
        text=case.text,
        place=case.place,
        kind=Kind(case.kind),
        topic_code=case.topic_code,
        channel=Channel(case.channel),
        received_at=case.received_at,
        state=state,
        is_open=case.is_open,
        round_id=RoundId(newest.pk),
        round_no=case.round_no,
        unit_id=case.unit_id,
        due_at=clock.due_at if clock else None,
        due_why_zh=clock.why_zh if clock else "",
        due_why_en=clock.why_en if clock else "",
        paused=asking,
        question=_question(moves) if asking else "",
        entries=tuple(entry for move in moves if (entry := _entry(move)) is not None),
        answers=tuple(_answer(row, newest, moves) for row in rounds if row.answered_at is not None),
        looks=looks,
        looks_by=looks_by,
        attachments=attachments_of(case),
        wants_answer=case.wants_answer,
        may_add=case.erased_at is None and lifecycle.can(state, Act.ADD),
        may_withdraw=case.erased_at is None and lifecycle.can(state, Act.WITHDRAW),
        erased_at=case.erased_at,
        party_id=case.party_id,
    )


def _clock(newest: Round) -> deadlines.ClockView | None:
    """Return what the resident waits for: the answer, or before dispatch that somebody looks at it."""
    clocks = deadlines.clocks_of([f"round:{newest.pk}"]).get(f"round:{newest.pk}", {})
    return next((clocks[kind] for kind in _BEFORE_ANSWER if kind in clocks), None)


def _question(moves: Sequence[Move]) -> str:
    return next((move.words for move in reversed(moves) if move.act == Act.ASK_RESIDENT), "")


def _entry(move: Move) -> PublicEntry | None:
    act = Act(move.act)
    sentence = _sentence(act, move)
    if sentence is None:
        return None
    unit_id = _unit_of(move)
    name = organisation.units().name(unit_id) if unit_id is not None else ""
    return PublicEntry(
        at=move.at,
        act=act,
        sentence=str(sentence) % {"unit": name, "reference": move.facts.get("split", "")},
        words=move.words if act in _WORDS else "",
        by_resident=move.actor_kind == ActorKind.RESIDENT or act is Act.ADD,
        unit_id=unit_id,
        attachment_ids=tuple(move.attachment_ids),
    )


def _sentence(act: Act, move: Move) -> Promise | None:
    if act is Act.LOG_CONTACT and not move.facts.get("reached"):
        return NOT_REACHED
    if move.to_state == RoundState.TRIAGE and act in (Act.APPROVE_RETURN, Act.RECORD_ACCUSED):
        return TO_DESK if move.from_state != RoundState.TRIAGE else None
    return SENTENCES.get(act)


def _unit_of(move: Move) -> int | None:
    """Return the unit that a line is about: of a reopening, the one that begins."""
    changed = move.facts.get("unit")
    return changed[1] if isinstance(changed, list) and changed[1] is not None else move.unit_id


def _answer(row: Round, newest: Round, moves: Sequence[Move]) -> PublicAnswer:
    given = (move for move in moves if move.act == Act.ANSWER and move.round_no == row.number)
    return PublicAnswer(
        round_id=RoundId(row.pk),
        round_no=row.number,
        at=row.answered_at or row.opened_at,
        outcome=Outcome(row.outcome),
        text=row.answer,
        unit_id=row.unit_id or 0,
        is_newest=row.pk == newest.pk,
        attachment_ids=tuple(file_id for move in given for file_id in move.attachment_ids),
    )
