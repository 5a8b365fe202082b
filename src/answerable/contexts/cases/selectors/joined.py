"""Further submissions about one matter: which have joined a case, and which case a new one may join."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import md5

from django.db.models import Q
from django.db.models.functions import MD5

from answerable.contexts.cases.enums import Act, Channel, JoinRule, Outcome, RoundState, Sensitive
from answerable.contexts.cases.errors import CaseNotFound
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.lifecycle import WORK
from answerable.contexts.cases.models import Case, Move
from answerable.contexts.cases.public_views import PublicAnswer
from answerable.contexts.cases.selectors.public import public_view
from answerable.kernel.ids import parse_reference

_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Joined:
    """A submission that has joined a case and is there still. `party_id` is the case's."""

    submission: str
    channel: Channel
    rule: JoinRule
    at: datetime
    text: str
    party_id: int | None


@dataclass(frozen=True, slots=True)
class Joinable:
    """An open case that keeps nobody away, with what decides whether a submission is about the same."""

    case_id: CaseId
    reference: str
    channel: Channel
    text: str
    place: str
    party_id: int | None
    received_at: datetime


@dataclass(frozen=True, slots=True)
class JoinedView:
    """What the sender of a joined submission sees of the case: where it stands, and what came of it.

    The words of the answer only where the sender is known by the same contact; else they may be meant for another.
    """

    state: RoundState
    is_open: bool
    unit_id: int | None
    due_at: datetime | None
    due_why_zh: str
    due_why_en: str
    outcome: Outcome | None
    answers: tuple[PublicAnswer, ...]


def joined_to(case_id: CaseId) -> list[Joined]:
    """Return what has joined a case and was not taken out again, oldest first."""
    moves = Move.objects.filter(case=case_id, act__in=[Act.JOIN, Act.SEPARATE]).order_by("number")
    found: dict[str, Joined] = {}
    for move in moves.select_related("case").only("act", "facts", "words", "at", "case__party_id"):
        submission = str(move.facts["submission"])
        if move.act == Act.SEPARATE:
            found.pop(submission, None)
            continue
        found[submission] = Joined(
            submission=submission,
            channel=Channel(move.facts["channel"]),
            rule=JoinRule(move.facts["rule"]),
            at=move.at,
            text=move.words,
            party_id=move.case.party_id,
        )
    return list(found.values())


def submissions_joined(references: Collection[str]) -> set[str]:
    """Return the references of all submissions that are part of these cases, beside those that bear their names."""
    moves = Move.objects.filter(case__reference__in=references, act__in=[Act.JOIN, Act.SEPARATE])
    found: set[str] = set()
    for act, facts in moves.order_by("case", "number").values_list("act", "facts"):
        (found.discard if act == Act.SEPARATE else found.add)(str(facts["submission"]))
    return found


def lock_joinable(
    party_ids: Iterable[int], texts: Iterable[str], *, since: datetime, until: datetime
) -> Sequence[Joinable]:
    """Lock and return open cases of these parties or with exactly these words that came in between, oldest first.

    None of them complains of anybody, is about the police or was told in confidence, and none is answered.
    """
    wanted = {md5(text.encode(), usedforsecurity=False).hexdigest() for text in texts}
    same = Q(party__in=set(party_ids)) | (Q(words__in=wanted) if wanted else Q(pk__in=()))
    rows = (
        Case.objects.annotate(words=MD5("text"))
        .filter(
            same,
            is_open=True,
            state__in=WORK,
            received_at__gte=since,
            received_at__lte=until,
            walled_persons=[],
            walled_units=[],
            sensitive=Sensitive.NO,
            confidential=False,
            accused__isnull=True,
        )
        .order_by("id")
        .select_for_update(of=("self",))
        .only("id", "reference", "channel", "text", "place", "party_id", "received_at")
    )
    return [
        Joinable(
            CaseId(row.pk),
            row.reference,
            Channel(row.channel),
            row.text,
            row.place,
            row.party_id,
            row.received_at,
        )
        for row in rows[:_MOST]
    ]


def joined_view(reference: str, submission: str, at: datetime) -> JoinedView:
    """Return what the sender of a submission sees of the case that it has joined.

    Raises:
        CaseNotFound: there is no such case, or the submission is not in it.
    """
    key = Case.objects.filter(reference=parse_reference(reference) or "").values_list("pk", flat=True).first()
    one = None
    if key is not None:
        one = next((one for one in joined_to(CaseId(key)) if one.submission == submission), None)
    if key is None or one is None:
        raise CaseNotFound
    view = public_view(CaseId(key), at)
    newest = view.answers[-1] if view.answers else None
    return JoinedView(
        state=view.state,
        is_open=view.is_open,
        unit_id=view.unit_id,
        due_at=view.due_at,
        due_why_zh=view.due_why_zh,
        due_why_en=view.due_why_en,
        outcome=newest.outcome if newest else None,
        answers=view.answers if one.rule is JoinRule.CONTACT else (),
    )
