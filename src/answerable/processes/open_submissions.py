"""Make cases of submissions: who speaks, what it is about, who is complained of, where it goes. One transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext, override

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Channel, Kind
from answerable.contexts.dispatch import api as dispatch
from answerable.contexts.dispatch.enums import Doubt
from answerable.contexts.intake import api as intake
from answerable.contexts.intake.enums import SubmissionState
from answerable.contexts.parties import api as parties
from answerable.kernel.actor import Actor
from answerable.processes.find_accused import Accused, find_accused
from answerable.processes.send_receipt import send_references


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that was made of a submission, and what was decided about it."""

    case_id: cases.CaseId
    reference: str
    decision: dispatch.Decision


@transaction.atomic
def open_submissions(
    *,
    actor: Actor,
    claimed: Sequence[intake.Claimed],
    at: datetime,
    delay: timedelta | None = None,
    failed: str = "",
    held: bool = False,
    party_ids: Sequence[int | None] | None = None,
) -> list[Opened]:
    """Open a case for each, dispatch those that are sure, and settle them all.

    With `delay` each case is opened and dispatched so long after its own receipt, for whoever lives through months
    at once; without, at `at`. `failed` names an error for which every case is to wait for a dispatcher; `held` cases
    wait for whoever opens them to say where they go. `party_ids` are those of contacts that are in the vault already.
    """
    new = [one.submission for one in claimed]
    if party_ids is None:
        party_ids = parties.register_parties([one.contact for one in new])
    accused = [find_accused(one, at) for one in new]
    decisions = _decide(new, accused, at, failed=failed, held=held)
    times = [at if delay is None else one.received_at + delay for one in claimed]
    case_ids = cases.open_cases(
        actor=actor,
        new=[_case(*parts) for parts in zip(claimed, party_ids, accused, decisions, times, strict=True)],
        at=at,
    )
    dispatch.record_suggestions(list(zip(case_ids, decisions, strict=True)), at=at, times=times)
    intake.settle(
        actor=actor,
        outcomes=[intake.Outcome(one.id, SubmissionState.OPENED, one.reference) for one in claimed],
        at=at,
    )
    wish: dict[str, int] = {
        one.reference: party_id
        for one, party_id in zip(claimed, party_ids, strict=True)
        if one.submission.send_receipt and not one.code_hash and party_id is not None
    }
    if wish:
        send_references(wish, at=at)
    return [
        Opened(case_id, one.reference, decision)
        for case_id, one, decision in zip(case_ids, claimed, decisions, strict=True)
    ]


def _decide(
    new: Sequence[intake.NewSubmission], accused: Sequence[Accused], at: datetime, *, failed: str, held: bool
) -> list[dispatch.Decision]:
    opinions = dispatch.classify(
        [
            dispatch.TextIn(
                text=f"{one.title}\n{one.text}",
                chosen_topic=one.topic_code or None,
                chosen_kind=Kind(one.kind) if one.kind else None,
            )
            for one in new
        ]
    )
    decisions = dispatch.decide(
        [
            dispatch.Matter(
                opinion=opinion,
                text=f"{one.title}\n{one.text}",
                place=one.place,
                lat=one.lat,
                lon=one.lon,
                walled_units=tuple(sorted(cases.walls_of(whom.units, whom.posts, at).units)),
            )
            for one, opinion, whom in zip(new, opinions, accused, strict=True)
        ]
    )
    if failed:
        return [replace(one, doubt=Doubt.FAILED, error=failed) for one in decisions]
    if held:
        return [replace(one, doubt=one.doubt or Doubt.TOPIC) for one in decisions]
    return [_held_back(one) if whom.unresolved else one for one, whom in zip(decisions, accused, strict=True)]


def _held_back(decision: dispatch.Decision) -> dispatch.Decision:
    """Keep a case from going out by itself when it may go to whom it complains of."""
    return replace(
        decision,
        doubt=decision.doubt or Doubt.WALLED,
        reason_zh=_unresolved("zh-hans"),
        reason_en=_unresolved("en"),
    )


def _unresolved(language: str) -> str:
    with override(language):
        return gettext(
            "The sender names somebody whom no unit or post matches, so a person decides who may see it."
        )


def _case(
    one: intake.Claimed,
    party_id: int | None,
    whom: Accused,
    decision: dispatch.Decision,
    opened_at: datetime,
) -> cases.NewCase:
    new = one.submission
    return cases.NewCase(
        reference=one.reference,
        code_hash=one.code_hash,
        kind=decision.opinion.kind,
        title=new.title or intake.headline(new.text),
        text=new.text,
        language=new.language,
        channel=Channel(new.channel),
        received_at=one.received_at,
        topic_code=decision.opinion.topic_code,
        area_id=decision.area_id,
        place=new.place,
        lat=new.lat,
        lon=new.lon,
        party_id=party_id,
        attachment_ids=tuple(new.attachment_ids),
        urgent=new.urgent,
        accused_units=whom.units,
        accused_posts=whom.posts,
        accused_words=new.accused_words,
        wants_answer=new.wants_answer,
        confidential=new.confidential,
        opened_at=opened_at,
        goes_to=_destination(decision),
    )


def _destination(decision: dispatch.Decision) -> cases.Destination | None:
    if not decision.goes_out or decision.unit_id is None:
        return None
    return cases.Destination(decision.unit_id, decision.reason_zh, decision.reason_en)
