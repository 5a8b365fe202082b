"""Open cases: what came in becomes matters that the bureau owes an answer."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from answerable.contexts.cases.enums import Act, Kind, RoundState, Sensitive
from answerable.contexts.cases.events import CaseOpened
from answerable.contexts.cases.facts import Destination, NewCase
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.models import Accused, Attachment, Case, Move, Round
from answerable.contexts.cases.services.batch import Batch
from answerable.contexts.cases.services.dispatch_cases import Dispatch
from answerable.contexts.cases.services.engine import take
from answerable.contexts.cases.services.work import Work, digest
from answerable.contexts.cases.walls import Walls, walls_of
from answerable.contexts.deadlines.api import ClockKind
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.kernel.actor import Actor, ActorKind
from answerable.kernel.errors import NotPermitted
from answerable.kernel.rows import next_ids
from answerable.kernel.text import grams

_OPENERS = (Role.AGENT, Role.DISPATCHER, Role.HANDLER, Role.LEADER)


@transaction.atomic
def open_cases(*, actor: Actor, new: Sequence[NewCase], at: datetime) -> list[CaseId]:
    """Open a case for each and return their keys in the same order.

    It waits for dispatch at the bureau's desk, or goes out at once: both are written together, in one row.

    Raises:
        NotPermitted: the actor takes nothing in, or may not dispatch what goes out.
        UnitIsWalled, UnitIsClosed: as `dispatch_cases`.
    """
    if not (actor.is_system or actor.kind is ActorKind.CHANNEL or actor.reach(_OPENERS)):
        raise NotPermitted
    batch = Batch()
    opened = add_cases(batch, actor, new, at)
    batch.write()
    return opened


def add_cases(
    batch: Batch, actor: Actor, new: Sequence[NewCase], at: datetime, split_from: Case | None = None
) -> list[CaseId]:
    """Add new cases to a batch."""
    case_ids, round_ids = next_ids(Case, len(new)), next_ids(Round, len(new))
    desk = batch.units.root.id
    for case_id, round_id, one in zip(case_ids, round_ids, new, strict=True):
        opened_at = one.opened_at or at
        # A complaint about the bureau itself is taken like any other; no wall could be built around it.
        units = [unit_id for unit_id in one.accused_units if unit_id != desk]
        walls = walls_of(units, one.accused_posts, opened_at)
        case = _case(case_id, one, batch, walls, opened_at)
        case.split_from = split_from
        round_ = Round(pk=round_id, case=case, number=1, state=RoundState.TRIAGE, opened_at=opened_at)
        batch.new_cases.append(case)
        batch.new_rounds.append(round_)
        batch.know(case, round_)
        _follow(batch, actor, one, case, round_, opened_at)
    return [CaseId(case_id) for case_id in case_ids]


def _case(case_id: int, new: NewCase, batch: Batch, walls: Walls, at: datetime) -> Case:
    desk = batch.units.root.id
    topic = batch.topics.by_code(new.topic_code or "")
    return Case(
        pk=case_id,
        reference=new.reference,
        code_hash=new.code_hash,
        channel=new.channel,
        language=new.language,
        received_at=new.received_at,
        opened_at=at,
        title=new.title[:200],
        text=new.text,
        kind=new.kind or (topic.kind if topic else Kind.REQUEST),
        topic_code=topic.code if topic else "",
        sensitive=topic.sensitive if topic else Sensitive.NO,
        area_id=new.area_id,
        place=new.place[:300],
        lat=new.lat,
        lon=new.lon,
        party_id=new.party_id,
        wants_answer=new.wants_answer,
        confidential=new.confidential,
        urgent=new.urgent,
        version=1,
        desk_unit_id=desk,
        scope_units=[desk],
        walled_persons=sorted(walls.persons),
        walled_units=sorted(walls.units),
        search_grams=search_grams(new.reference, new.title, new.text, new.place),
    )


def search_grams(reference: str, title: str, text: str, place: str) -> list[str]:
    """Return what full-text search finds a case by."""
    return grams("\n".join((reference, title, text, place)))


def _follow(batch: Batch, actor: Actor, new: NewCase, case: Case, round_: Round, at: datetime) -> None:
    batch.moves.append(
        Move(
            case=case,
            number=1,
            round_no=1,
            act=Act.OPEN,
            to_state=RoundState.TRIAGE,
            at=at,
            actor_kind=actor.kind,
            post_id=actor.post_id,
            facts={"split_from": case.split_from.reference} if case.split_from else {},
            attachment_ids=list(new.attachment_ids),
        )
    )
    batch.accused.extend(
        [Accused(case=case, unit_id=unit, words=new.accused_words, at=at) for unit in new.accused_units]
        + [
            Accused(
                case=case,
                post_id=post,
                person_id=organisation.post_view(post).person_id,
                words=new.accused_words,
                at=at,
            )
            for post in new.accused_posts
        ]
    )
    if new.accused_words and not (new.accused_units or new.accused_posts):
        batch.accused.append(Accused(case=case, words=new.accused_words, at=at))
    batch.attachments.extend(
        Attachment(case=case, file_id=file_id, from_resident=True, at=at) for file_id in new.attachment_ids
    )
    work = Work(batch, case, round_)
    work.begin(actor, Act.OPEN, at)
    work.start(ClockKind.ACKNOWLEDGE)
    work.start(ClockKind.CLOSE)
    work.journal(
        "cases.case.opened",
        pub={"text_sha256": digest(new.text), "channel": str(new.channel)},
        internal={"case": case.pk, "topic": case.topic_code, "kind": str(case.kind)},
    )
    work.tell(CaseOpened(case.pk, case.reference, case.desk_unit_id, case.urgent, at))
    if new.goes_to is not None:
        take(work, _dispatch(actor, work.case_id, new.goes_to, at))


def _dispatch(actor: Actor, case_id: CaseId, to: Destination, at: datetime) -> Dispatch:
    return Dispatch(
        actor=actor,
        case_id=case_id,
        at=at,
        unit_id=to.unit_id,
        reason_zh=to.reason_zh,
        reason_en=to.reason_en,
    )
