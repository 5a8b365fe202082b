"""Reads of retention."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import TruncMonth

from answerable.contexts.cases import api as cases
from answerable.contexts.retention.domain import Rule, months_before, ordered
from answerable.contexts.retention.enums import Basis, RequestState
from answerable.contexts.retention.models import Erasure, ErasureRequest, Hold, RetentionRule
from answerable.contexts.retention.permissions import may_decide, require_decider, require_rules
from answerable.kernel import row_security
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotFound

EXAMPLES = 5
OPEN_STATES = (RequestState.WAITING, RequestState.GRANTED)


@dataclass(frozen=True, slots=True)
class Due:
    """What a rule would erase: how many ended cases are over their time, and the oldest of them."""

    rule: Rule
    before: datetime
    count: int
    examples: tuple[tuple[str, datetime], ...]


@dataclass(frozen=True, slots=True)
class HoldView:
    """A hold that is in force."""

    reference: str
    reason: str
    placed_at: datetime
    placed_by_post_id: int | None


@dataclass(frozen=True, slots=True)
class RequestView:
    """What a resident asked, and where it stands. `held` hinders it, and so does that the case is open."""

    public_id: UUID
    case_id: cases.CaseId
    reference: str
    words: str
    state: RequestState
    asked_at: datetime
    due_at: datetime
    decided_at: datetime | None
    reason: str
    held: bool


@dataclass(frozen=True, slots=True)
class Erased:
    """That a case was erased: by which right, when."""

    reference: str
    basis: Basis
    at: datetime


def rules() -> list[Rule]:
    """Return all rules, the most special first."""
    rows = RetentionRule.objects.all()
    views = [
        Rule(row.kind, row.topic_code, row.months, row.why_zh, row.why_en, row.holds_from) for row in rows
    ]
    depth = {topic.code: 2 if topic.parent else 1 for topic in cases.topics()}
    return ordered(views, depth)


def rule_for(case_rules: Sequence[Rule], kind: str, topic_code: str) -> Rule | None:
    """Return the rule that holds for such a case; None if it is kept for ever."""
    line = cases.topics().line(topic_code) or (topic_code,)
    return next((rule for rule in case_rules if rule.fits(kind, line)), None)


def kept_until(case_id: cases.CaseId) -> Rule | None:
    """Return the rule by which a case will be erased one day; for its resident."""
    fact = cases.facts_of([case_id])[case_id]
    return rule_for(rules(), fact.kind, fact.topic_code)


def kept_since(at: datetime) -> datetime | None:
    """Return how old what was never a case may be by now, by the rule for everything; None if it is kept."""
    whole = next((rule for rule in rules() if rule.key == ("", "") and rule.holds_from <= at), None)
    return months_before(at, whole.months) if whole is not None else None


def preview(actor: Actor, at: datetime) -> list[Due]:
    """Return what each rule would erase at that time if it held by then.

    Inspectors count what they may know of, and see the oldest. Whoever sets up sees no cases and gets numbers only, of
    cases about nobody of the police.

    Raises:
        NotPermitted: the actor neither decides about keeping nor sets up the bureau.
    """
    if may_decide(actor):
        return _due(actor, at, examples=EXAMPLES)
    require_rules(actor)
    with row_security.system("retention.preview"):
        return _due(None, at, examples=0)


def _due(actor: Actor | None, at: datetime, *, examples: int) -> list[Due]:
    found, held = [], held_ids()
    case_rules = rules()
    for number, rule in enumerate(case_rules):
        before = months_before(at, rule.months)
        narrowed = {"of": rule.key, "but": [other.key for other in case_rules[:number]], "held": held}
        oldest = cases.ended_before(actor, before, limit=EXAMPLES, **narrowed)  # type: ignore[arg-type]
        count = cases.count_ended_before(actor, before, **narrowed) if oldest else 0  # type: ignore[arg-type]
        shown = tuple((reference, end) for _, reference, end in oldest)[:examples]
        found.append(Due(rule, before, count, shown))
    return found


def due_cases(actor: Actor, at: datetime, *, limit: int) -> Iterator[list[cases.CaseId]]:
    """Yield the cases that are over their time now, chunk by chunk; what was yielded has to be erased in between."""
    case_rules = rules()
    for number, rule in enumerate(case_rules):
        if rule.holds_from > at:
            continue
        but = [other.key for other in case_rules[:number]]
        before = months_before(at, rule.months)
        while found := cases.ended_before(actor, before, of=rule.key, but=but, held=held_ids(), limit=limit):
            yield [case_id for case_id, _, _ in found]


def held_ids() -> list[int]:
    """Return the cases that are held."""
    return list(Hold.objects.filter(lifted_at=None).values_list("case_id", flat=True))


def held(case_ids: Sequence[int]) -> set[int]:
    """Return which of the cases are held."""
    return set(Hold.objects.filter(case_id__in=case_ids, lifted_at=None).values_list("case_id", flat=True))


def holds(actor: Actor) -> list[HoldView]:
    """Return the holds in force on cases that the actor may know of, the newest first.

    Raises:
        NotPermitted: the actor does not decide about keeping.
    """
    require_decider(actor)
    rows = list(Hold.objects.filter(lifted_at=None).select_related("case").order_by("-placed_at", "-id"))
    seen = cases.visible_of(actor, [row.case_id for row in rows])
    return [
        HoldView(row.case.reference, row.reason, row.placed_at, row.placed_by_post_id)
        for row in rows
        if row.case_id in seen
    ]


def open_requests(actor: Actor) -> list[RequestView]:
    """Return what residents have asked and is not carried out yet, the one that is due first before the others.

    Raises:
        NotPermitted: the actor does not decide about keeping.
    """
    require_decider(actor)
    rows = ErasureRequest.objects.filter(state__in=OPEN_STATES).select_related("case").order_by("due_at")
    views = _views(list(rows))
    seen = cases.visible_of(actor, [view.case_id for view in views])
    return [view for view in views if view.case_id in seen]


def request_view(actor: Actor, public_id: UUID) -> RequestView:
    """Return one of them.

    Raises:
        NotPermitted: the actor does not decide about keeping.
        NotFound: there is none, or its case is behind a wall.
    """
    require_decider(actor)
    row = ErasureRequest.objects.select_related("case").filter(public_id=public_id).first()
    if row is None or not cases.visible_of(actor, [row.case_id]):
        raise NotFound
    [view] = _views([row])
    return view


def newest_request(case_id: int) -> RequestView | None:
    """Return what was asked last about a case; for its resident."""
    row = ErasureRequest.objects.select_related("case").filter(case_id=case_id).order_by("-id").first()
    return _views([row])[0] if row is not None else None


def granted_requests() -> list[RequestView]:
    """Return what was granted and is not carried out yet."""
    rows = ErasureRequest.objects.filter(state=RequestState.GRANTED).select_related("case").order_by("id")
    return _views(list(rows))


def _views(rows: Sequence[ErasureRequest]) -> list[RequestView]:
    kept = held([row.case_id for row in rows])
    return [
        RequestView(
            row.public_id,
            cases.CaseId(row.case_id),
            row.case.reference,
            row.words,
            RequestState(row.state),
            row.asked_at,
            row.due_at,
            row.decided_at,
            row.reason,
            row.case_id in kept,
        )
        for row in rows
    ]


def erasure_of(case_id: int) -> Erased | None:
    """Return that a case was erased; for its resident."""
    row = Erasure.objects.filter(case_id=case_id).first()
    return Erased(row.reference, Basis(row.basis), row.at) if row is not None else None


def erased_references() -> Iterator[tuple[str, str, datetime]]:
    """Yield reference, basis and time of everything erased, oldest first."""
    yield from Erasure.objects.order_by("id").values_list("reference", "basis", "at").iterator()


def report(actor: Actor) -> list[tuple[datetime, Basis, int]]:
    """Return how many cases were erased, by month and right, the newest month first.

    Raises:
        NotPermitted: the actor does not decide about keeping.
    """
    require_decider(actor)
    rows = (
        Erasure.objects.annotate(month=TruncMonth("at"))
        .values_list("month", "basis")
        .annotate(count=Count("id"))
        .order_by("-month", "basis")
    )
    return [(month, Basis(basis), count) for month, basis, count in rows]


def newest_erasures(actor: Actor, *, limit: int) -> list[Erased]:
    """Return the last that were erased.

    Raises:
        NotPermitted: the actor does not decide about keeping.
    """
    require_decider(actor)
    rows = list(Erasure.objects.order_by("-at", "-id")[:limit])
    seen = cases.visible_of(actor, [row.case_id for row in rows])
    return [Erased(row.reference, Basis(row.basis), row.at) for row in rows if row.case_id in seen]
