"""What is shown while somebody types. It knows the topics' words and the catalogue, and nothing of any case."""

from answerable.contexts.cases.enums import Kind
from answerable.contexts.dispatch.classify import classify
from answerable.contexts.dispatch.deciding import decide
from answerable.contexts.dispatch.facts import LiveSuggestion, Matter, TextIn

SHOWN = 4
# Less likely topics are noise on the screen.
LEAST = 0.02


def suggest(
    text: str,
    *,
    area_id: int | None = None,
    place: str = "",
    kind: Kind | None = None,
    topic_code: str | None = None,
) -> LiveSuggestion:
    """Return the likeliest topics, the kind, the area that is named and the unit that the catalogue gives."""
    (opinion,) = classify([TextIn(text, topic_code, kind)])
    (decision,) = decide([Matter(opinion, text=text, place=place, area_id=area_id)])
    first = [(opinion.topic_code, opinion.confidence)] if opinion.topic_code else []
    topics = [pair for pair in (*first, *opinion.alternatives) if pair[1] >= LEAST] or first
    return LiveSuggestion(
        topics=tuple(topics[:SHOWN]),
        kind=opinion.kind,
        sure=decision.goes_out,
        area_id=decision.area_id,
        unit_id=decision.unit_id,
        terms=opinion.terms,
    )
