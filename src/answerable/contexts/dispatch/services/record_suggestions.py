"""Keep what was suggested for cases, and by which version."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from answerable.contexts.cases.api import CaseId
from answerable.contexts.dispatch.enums import Settled
from answerable.contexts.dispatch.facts import Decision
from answerable.contexts.dispatch.models import Suggestion
from answerable.kernel.rows import insert_rows


@transaction.atomic
def record_suggestions(
    suggestions: Sequence[tuple[CaseId, Decision]], *, at: datetime, times: Sequence[datetime] | None = None
) -> None:
    """Keep a decision for each case, settled where the case went out by itself, else open for a dispatcher.

    `times` are the instants of each, where a batch makes up for several; the cases have no open suggestion yet.
    """
    when = times or [at] * len(suggestions)
    insert_rows(
        [
            _row(case_id, decision, made_at)
            for (case_id, decision), made_at in zip(suggestions, when, strict=True)
        ]
    )


def _row(case_id: CaseId, decision: Decision, at: datetime) -> Suggestion:
    opinion, out = decision.opinion, decision.goes_out
    topic = opinion.topic_code or ""
    return Suggestion(
        case_id=case_id,
        topic_code=topic,
        kind=opinion.kind,
        unit_id=decision.unit_id,
        area_id=decision.area_id,
        confidence=opinion.confidence,
        doubt=decision.doubt,
        error=decision.error[:200],
        terms=[[term.text, term.weight] for term in opinion.terms],
        alternatives=[[code, round(chance, 4)] for code, chance in opinion.alternatives],
        rule_ids=list(decision.rule_ids),
        model_code=opinion.model_code,
        reason_zh=decision.reason_zh[:1000],
        reason_en=decision.reason_en[:1500],
        made_at=at,
        queue_at=at,
        settled=Settled.AUTOMATIC if out else Settled.OPEN,
        settled_at=at if out else None,
        final_topic=topic if out else "",
        final_unit_id=decision.unit_id if out else None,
    )
