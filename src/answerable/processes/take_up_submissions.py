"""Take up a chunk of submissions: what was told before joins its case, the rest become cases. One transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Channel, JoinRule
from answerable.contexts.intake import api as intake
from answerable.contexts.intake.enums import SubmissionState
from answerable.kernel.actor import Actor
from answerable.processes.find_earlier import Earlier, find_earlier
from answerable.processes.open_submissions import Opened, open_submissions
from answerable.processes.send_receipt import send_references


@dataclass(frozen=True, slots=True)
class TakenUp:
    """What became of a chunk. What is neither waits for the next one, which finds the first of its kind open."""

    opened: list[Opened]
    joined: list[Earlier]


@transaction.atomic
def take_up_submissions(
    *, actor: Actor, claimed: Sequence[intake.Claimed], at: datetime, delay: timedelta | None = None
) -> TakenUp:
    """Join, or open and dispatch, and settle; `delay` as in `open_submissions`."""
    found = find_earlier(claimed, at)
    _join(actor, found.joins, at, delay)
    opened = open_submissions(actor=actor, claimed=found.opens, at=at, delay=delay) if found.opens else []
    return TakenUp(opened, list(found.joins))


def _join(actor: Actor, joins: Sequence[Earlier], at: datetime, delay: timedelta | None) -> None:
    if not joins:
        return
    cases.join_submissions(
        [
            cases.JoinSubmission(
                actor=actor,
                case_id=one.case_id,
                at=at if delay is None else one.claimed.received_at + delay,
                submission=one.claimed.reference,
                channel=Channel(one.claimed.submission.channel),
                text=one.claimed.submission.text,
                rule=one.rule,
                urgent=one.claimed.submission.urgent,
                attachment_ids=tuple(one.claimed.submission.attachment_ids),
            )
            for one in joins
        ]
    )
    _send_references(joins, at)
    intake.settle(
        actor=actor,
        outcomes=[
            intake.Outcome(one.claimed.id, SubmissionState.JOINED, case_reference=one.reference)
            for one in joins
        ],
        at=at,
    )


def _send_references(joins: Sequence[Earlier], at: datetime) -> None:
    """To the party of the case: it joined for being the same contact, or has none."""
    wish = [
        one
        for one in joins
        if one.rule is JoinRule.CONTACT and one.claimed.submission.send_receipt and not one.claimed.code_hash
    ]
    if wish:
        facts = cases.facts_of([one.case_id for one in wish])
        known = {one.claimed.reference: facts[one.case_id].party_id for one in wish}
        send_references({ref: party for ref, party in known.items() if party is not None}, at=at)
