"""Everything that the page of a case shows, in a bounded number of statements."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases.confidence import knows_sender
from answerable.contexts.cases.enums import (
    Act,
    AskKind,
    AskState,
    Channel,
    Kind,
    Outcome,
    RoundState,
    Sensitive,
)
from answerable.contexts.cases.errors import CaseNotFound
from answerable.contexts.cases.grounds import ground_of
from answerable.contexts.cases.ids import CaseId, RoundId
from answerable.contexts.cases.models import Accused, Ask, Bundle, Case, Move, Round
from answerable.contexts.cases.permissions import allowed_acts, knows_accused, visible, works_on
from answerable.contexts.cases.selectors.rows import read_rows, title_of
from answerable.contexts.cases.views import (
    AccusedView,
    AskView,
    AttachmentView,
    BundleView,
    CaseView,
    MoveView,
    RoundView,
)
from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.ledger import api as ledger
from answerable.contexts.parties import api as parties
from answerable.kernel.actor import Actor, ActorKind
from answerable.kernel.errors import Fault, Invalid, NotPermitted
from answerable.kernel.ids import parse_reference
from answerable.kernel.text import clean

BUNDLE_ROWS = 50
# What the resident never reads.
INTERNAL = frozenset(
    {
        Act.NOTE,
        Act.ASSIGN,
        Act.ASK_RETURN,
        Act.REFUSE_RETURN,
        Act.ASK_EXTENSION,
        Act.REFUSE_EXTENSION,
        Act.ASK_ASSIST,
        Act.GIVE_ASSIST,
        Act.CORRECT,
        Act.MARK_URGENT,
        Act.RECORD_ACCUSED,
        Act.BUNDLE,
        Act.UNBUNDLE,
        Act.JOIN,
        Act.SEPARATE,
    }
)


def case_view(actor: Actor, reference: str, at: datetime, *, masked: bool | None = None) -> CaseView:
    """Return a case for a service or a part of a page; whoever shows its words to somebody calls `open_case`.

    Unless it is said otherwise, whoever works on the case reads the original, everybody else reads it masked.

    Raises:
        CaseNotFound: there is none, or the actor may not know of it.
    """
    case = _find(actor, reference)
    return _view(actor, case, masked=_masked(actor, case) if masked is None else masked)


@transaction.atomic
def open_case(
    actor: Actor,
    reference: str,
    at: datetime,
    *,
    ground: ledger.Ground | None = None,
    masked: bool | None = None,
) -> CaseView:
    """Return the page of a case and record the look, which the resident will read, in one transaction.

    The reason is what the actor's work has to do with the case, unless the page knows better.

    Raises:
        CaseNotFound: there is none, or the actor may not know of it.
    """
    case = _find(actor, reference)
    ledger.record_access(
        actor=actor,
        chain=case.reference,
        kind=ledger.AccessKind.CASE,
        ground=ground or ground_of(actor, case),
        at=at,
    )
    return _view(actor, case, masked=_masked(actor, case) if masked is None else masked)


@transaction.atomic
def open_original(actor: Actor, reference: str, reason: str, at: datetime) -> CaseView:
    """Return the page in the resident's own words for somebody who does not work on the case, and record why.

    Raises:
        CaseNotFound: there is none, or the actor may not know of it.
        NotPermitted: it was told in confidence, and its words may say who told it.
        Invalid: no reason is given.
    """
    case = _find(actor, reference)
    if not knows_sender(actor, case):
        raise NotPermitted
    if not clean(reason):
        raise Invalid([Fault("reason", _("Say why you need the original words. The resident will read it."))])
    ledger.record_access(
        actor=actor, chain=case.reference, kind=ledger.AccessKind.ORIGINAL, reason=clean(reason), at=at
    )
    return _view(actor, case, masked=False)


def _find(actor: Actor, reference: str) -> Case:
    known = parse_reference(reference) or ""
    case = Case.objects.filter(visible(actor)).defer("search_grams").filter(reference=known).first()
    if case is None:
        raise CaseNotFound
    return case


def _masked(actor: Actor, case: Case) -> bool:
    return not (works_on(actor, case) and knows_sender(actor, case))


def _view(actor: Actor, case: Case, *, masked: bool) -> CaseView:
    rounds = list(case.rounds.order_by("number"))
    newest = rounds[-1]
    known = knows_sender(actor, case)
    hide = partial(parties.mask_text, wholly=not known) if masked else str
    party_id = case.party_id if known else None
    party = parties.masked([party_id]).get(party_id) if party_id else None
    return CaseView(
        case_id=CaseId(case.pk),
        reference=case.reference,
        version=case.version,
        kind=Kind(case.kind),
        title=title_of(hide(case.title), erased=case.erased_at is not None),
        text=hide(case.text),
        masked=masked and case.erased_at is None,
        erased_at=case.erased_at,
        topic_code=case.topic_code,
        sensitive=Sensitive(case.sensitive),
        channel=Channel(case.channel),
        language=case.language,
        received_at=case.received_at,
        opened_at=case.opened_at,
        # Whoever is to go there has to know where it is, even where its sender is kept from them.
        place=case.place if works_on(actor, case) else hide(case.place),
        area_id=case.area_id,
        lat=case.lat,
        lon=case.lon,
        urgent=case.urgent,
        confidential=case.confidential,
        wants_answer=case.wants_answer,
        state=RoundState(case.state),
        is_open=case.is_open,
        round_no=case.round_no,
        desk_unit_id=case.desk_unit_id,
        unit_id=case.unit_id,
        handler_post_id=case.handler_post_id,
        due_at=case.due_at,
        rounds=tuple(round_view(row) for row in rounds),
        moves=tuple(move_view(row, hide) for row in case.moves.order_by("number")),
        clocks=_clocks(newest),
        party_id=party_id,
        party=party,
        sender_closed=not known,
        accused=_accused(actor, case),
        attachments=attachments_of(case),
        asks=_asks(newest),
        bundle=_bundle(actor, case),
        split_from=_split_from(actor, case),
        splits=tuple(_splits(actor, case)),
        joined=case.joined,
        allowed_acts=allowed_acts(actor, case, newest),
    )


def round_view(row: Round) -> RoundView:
    return RoundView(
        round_id=RoundId(row.pk),
        number=row.number,
        state=RoundState(row.state),
        unit_id=row.unit_id,
        handler_post_id=row.handler_post_id,
        sender_unit_id=row.sender_unit_id,
        opened_at=row.opened_at,
        dispatched_at=row.dispatched_at,
        signed_at=row.signed_at,
        contacted_at=row.contacted_at,
        answered_at=row.answered_at,
        disputed_at=row.disputed_at,
        closed_at=row.closed_at,
        due_at=row.due_at,
        outcome=Outcome(row.outcome) if row.outcome else None,
        answer=row.answer,
        answered_by_post_id=row.answered_by_post_id,
    )


def move_view(row: Move, hide: Callable[[str], str]) -> MoveView:
    act = Act(row.act)
    return MoveView(
        number=row.number,
        round_no=row.round_no,
        act=act,
        from_state=RoundState(row.from_state) if row.from_state else None,
        to_state=RoundState(row.to_state),
        at=row.at,
        by_resident=row.actor_kind == ActorKind.RESIDENT,
        by_system=row.actor_kind in (ActorKind.SYSTEM, ActorKind.CHANNEL),
        post_id=row.post_id,
        unit_id=row.unit_id,
        words=hide(row.words),
        facts=row.facts,
        attachment_ids=tuple(row.attachment_ids),
        internal=act in INTERNAL,
    )


def _clocks(newest: Round) -> dict[deadlines.ClockKind, deadlines.ClockView]:
    """Return the clocks of the round; of signing, the one of the last dispatch."""
    subject = f"round:{newest.pk}"
    again = f"{subject}:{newest.dispatches}"
    found = deadlines.clocks_of([subject, again])
    return {**found.get(subject, {}), **found.get(again, {})}


def _accused(actor: Actor, case: Case) -> tuple[AccusedView, ...] | None:
    if not knows_accused(actor, case):
        return None
    rows = Accused.objects.filter(case=case).order_by("id")
    return tuple(AccusedView(row.person_id, row.post_id, row.unit_id, row.words, row.at) for row in rows)


def attachments_of(case: Case) -> tuple[AttachmentView, ...]:
    rows = case.attachments.order_by("id")
    return tuple(AttachmentView(row.file_id, row.from_resident, row.at) for row in rows)


def _asks(newest: Round) -> tuple[AskView, ...]:
    return tuple(ask_view(row) for row in newest.asks.order_by("id"))


def ask_view(row: Ask) -> AskView:
    return AskView(
        ask_id=row.pk,
        kind=AskKind(row.kind),
        state=AskState(row.state),
        unit_id=row.unit_id,
        until=row.until,
        reason=row.reason,
        by_post_id=row.by_post_id,
        asked_at=row.asked_at,
        decided_by_post_id=row.decided_by_post_id,
        decided_at=row.decided_at,
        decision=row.decision,
    )


def _bundle(actor: Actor, case: Case) -> BundleView | None:
    if case.bundle_id is None:
        return None
    bundle = Bundle.objects.get(pk=case.bundle_id)
    cases = Case.objects.filter(visible(actor) & Q(bundle=bundle)).order_by("received_at", "id")
    return BundleView(bundle.public_id, bundle.title, tuple(read_rows(cases[:BUNDLE_ROWS])))


def _split_from(actor: Actor, case: Case) -> str | None:
    if case.split_from_id is None:
        return None
    return next(iter(_references(actor, Q(pk=case.split_from_id))), None)


def _splits(actor: Actor, case: Case) -> Sequence[str]:
    return _references(actor, Q(split_from=case.pk))


def _references(actor: Actor, which: Q) -> list[str]:
    rows = Case.objects.filter(visible(actor) & which).order_by("id")
    return list(rows.values_list("reference", flat=True)[:BUNDLE_ROWS])
