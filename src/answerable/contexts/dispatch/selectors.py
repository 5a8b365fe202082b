"""Reads of dispatch: the triage queue, what was suggested, the catalogue, the models."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil
from statistics import median

from django.utils import timezone

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.api import CaseId
from answerable.contexts.cases.enums import Kind, RoundState, View
from answerable.contexts.dispatch import model_store
from answerable.contexts.dispatch.book import book
from answerable.contexts.dispatch.enums import Doubt, ModelOrigin, Settled
from answerable.contexts.dispatch.facts import (
    ModelView,
    Progress,
    RuleView,
    SuggestionView,
    Term,
    TriagePage,
    TriageRow,
)
from answerable.contexts.dispatch.in_use import folder
from answerable.contexts.dispatch.models import ModelVersion, Suggestion
from answerable.kernel.actor import Actor

PAGE = 50
PACE_OF = 20
# A longer gap between two decisions is a break, not the time that one takes.
BREAK = timedelta(minutes=5)


def triage_queue(actor: Actor, at: datetime, *, cursor: str | None = None, limit: int = PAGE) -> TriagePage:
    """Return cases that wait for a dispatcher, by deadline; on each page those skipped come last."""
    page = cases.list_cases(
        actor, cases.CaseFilter(view=View.TRIAGE, states=(RoundState.TRIAGE,)), at, cursor=cursor, limit=limit
    )
    found = {
        row.case_id: row
        for row in Suggestion.objects.filter(
            settled=Settled.OPEN, case__in=[case.case_id for case in page.rows]
        )
    }
    rows = [(found.get(case.case_id), case) for case in page.rows]
    rows.sort(key=lambda pair: _skipped(pair[0]))
    return TriagePage(
        rows=tuple(TriageRow(case, _view(row) if row else None) for row, case in rows),
        next_cursor=page.next_cursor,
        progress=_progress(actor, page.count, at),
    )


def _skipped(row: Suggestion | None) -> float:
    return row.queue_at.timestamp() if row and row.queue_at > row.made_at else 0.0


def _progress(actor: Actor, waiting: int, at: datetime) -> Progress:
    """Say how far this post is today, and how long the rest takes at its own pace."""
    if actor.post_id is None:
        return Progress(waiting, 0, None)
    today = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    done = Suggestion.objects.filter(
        settled_at__gte=today, settled_at__lte=at, settled_by_post_id=actor.post_id
    ).order_by("-settled_at")
    times = list(done.values_list("settled_at", flat=True)[: PACE_OF + 1])
    gaps = [
        (later - earlier).total_seconds()
        for later, earlier in pairwise(times)
        if later and earlier and later - earlier <= BREAK
    ]
    minutes = ceil(median(gaps) * waiting / 60) if gaps else None
    return Progress(waiting, done.count(), minutes)


def suggestion_for(actor: Actor, case_id: CaseId) -> SuggestionView | None:
    """Return the newest suggestion for a case, settled or not; None if there is none or the case is not to be seen."""
    return suggestions_for(actor, [case_id]).get(case_id)


def suggestions_for(actor: Actor, case_ids: Sequence[CaseId]) -> Mapping[CaseId, SuggestionView]:
    """Return the newest suggestion of each case that the actor may see."""
    seen = cases.visible_of(actor, case_ids)
    rows = Suggestion.objects.filter(case__in=seen).order_by("case", "-id").distinct("case")
    return {CaseId(row.case_id): _view(row) for row in rows}


def _view(row: Suggestion) -> SuggestionView:
    return SuggestionView(
        public_id=row.public_id,
        case_id=CaseId(row.case_id),
        topic_code=row.topic_code,
        kind=Kind(row.kind) if row.kind else None,
        unit_id=row.unit_id,
        area_id=row.area_id,
        confidence=row.confidence,
        doubt=Doubt(row.doubt),
        error=row.error,
        terms=tuple(Term(str(text), float(weight)) for text, weight in row.terms),
        alternatives=tuple((str(code), float(chance)) for code, chance in row.alternatives),
        reason_zh=row.reason_zh,
        reason_en=row.reason_en,
        model_code=row.model_code,
        made_at=row.made_at,
        settled=Settled(row.settled),
    )


def catalogue() -> list[RuleView]:
    """Return the rules in force, in their order."""
    return sorted(book().views.values(), key=lambda rule: (rule.priority, rule.line, rule.rule_id))


def models() -> list[ModelView]:
    """Return every trained classifier, the newest first."""
    return [
        ModelView(
            code=row.code,
            origin=ModelOrigin(row.origin),
            examples=row.examples,
            classes=row.classes,
            threshold=row.threshold,
            precision_wanted=row.precision_wanted,
            metrics=row.metrics,
            trained_at=row.trained_at,
            active=row.active,
            readable=model_store.is_sound(row.code, folder()),
        )
        for row in ModelVersion.objects.order_by("-trained_at", "-id")
    ]
