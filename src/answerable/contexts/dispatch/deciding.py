"""Where cases go: walls first, then the duty catalogue, the area and the model; in doubt a person."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import structlog

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Sensitive
from answerable.contexts.dispatch.book import Book, book
from answerable.contexts.dispatch.domain.catalogue import Facts, Verdict, find_unit
from answerable.contexts.dispatch.enums import Doubt
from answerable.contexts.dispatch.facts import Decision, Matter
from answerable.contexts.dispatch.in_use import in_use
from answerable.contexts.dispatch.reasons import Found, PlaceBy, reasons
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import UnitKind

log = structlog.get_logger(__name__)

# A topic of officers' conduct that is so likely keeps a case from going out for another topic.
SENSITIVE_CHANCE = 0.05
Ruling = Callable[[str | None], Verdict]


@dataclass(frozen=True, slots=True)
class _Place:
    area_id: int | None
    by: PlaceBy


def decide(matters: Sequence[Matter], *, rules: Book | None = None) -> list[Decision]:
    """Return where each case goes; `rules` are tried instead of those in force.

    What fails in one case sends that case to a person with the error, and holds up no other.
    """
    used = in_use()
    threshold = used.classifier.threshold if used else 2.0
    return [_decide_or_ask(matter, rules, threshold) for matter in matters]


def _decide_or_ask(matter: Matter, rules: Book | None, threshold: float) -> Decision:
    try:
        return _decide(matter, rules or book(), threshold)
    except Exception as error:
        # Whatever it is: a case is never lost to a rule.
        log.exception("dispatch.decide_failed")
        return Decision(matter.opinion, None, Doubt.FAILED, matter.area_id, error=type(error).__name__)


def _decide(matter: Matter, rules: Book, threshold: float) -> Decision:
    opinion = matter.opinion
    place = _place(matter)

    def ruling(topic: str | None) -> Verdict:
        return _ruling(matter, place, topic, rules)

    verdict = ruling(opinion.topic_code)
    doubt = opinion.doubt
    if doubt is Doubt.TOPIC and _units_agree(matter, verdict, ruling, threshold):
        doubt = Doubt.NONE
        opinion = replace(opinion, doubt=doubt)
    found = Found(opinion, verdict, place.area_id, place.by, rules)
    zh, en = reasons(found)
    return Decision(
        opinion=opinion,
        unit_id=verdict.unit_id,
        doubt=doubt or verdict.doubt,
        area_id=place.area_id,
        rule_ids=verdict.rules,
        reason_zh=zh,
        reason_en=en,
        error=opinion.error,
    )


def _place(matter: Matter) -> _Place:
    """Return the area: the one picked, the one around the point, the one that the place or the words name."""
    areas = organisation.areas()
    if matter.area_id is not None:
        return _Place(matter.area_id, PlaceBy.PICKED)
    if matter.lat is not None and matter.lon is not None:
        around = areas.locate(matter.lat, matter.lon)
        if around is not None:
            return _Place(around.id, PlaceBy.POINT)
    for text, by in ((matter.place, PlaceBy.PLACE), (matter.text, PlaceBy.WORDS)):
        named = areas.place_of(text) if text else None
        if named is not None:
            return _Place(named.id, by)
    return _Place(None, PlaceBy.NOTHING)


def _ruling(matter: Matter, place: _Place, topic: str | None, rules: Book) -> Verdict:
    units, areas = organisation.units(), organisation.areas()
    line = cases.topics().line(topic or "")
    facts = Facts(
        topics=line,
        areas=areas.line(place.area_id) if place.area_id is not None else (),
        kind=matter.opinion.kind,
        local_units=_local_units(place.area_id),
        walled_units=matter.walled_units,
    )
    return find_unit(
        rules.rules_for(line),
        facts,
        within=units.is_within,
        parent=lambda unit_id: next(iter(units.ancestors(unit_id)), None),
    )


def _local_units(area_id: int | None) -> tuple[int, ...]:
    """Return who is responsible for the area. The bureau itself is not: its desk is where the question comes from."""
    if area_id is None:
        return ()
    areas = organisation.areas()
    found = areas.units_for(area_id, UnitKind.TERRITORIAL) or areas.units_for(area_id)
    root = organisation.units().root.id
    return tuple(unit for unit in found if unit != root)


def _units_agree(matter: Matter, verdict: Verdict, ruling: Ruling, threshold: float) -> bool:
    """Whether the likely topics, though none is sure, lead to one unit with the confidence that is wanted.

    Never where one of them complains of the police and the likeliest does not.
    """
    opinion = matter.opinion
    if verdict.unit_id is None or opinion.topic_code is None:
        return False
    topics = cases.topics()
    chances: dict[int | None, float] = defaultdict(float)
    chances[verdict.unit_id] = opinion.confidence
    for topic, chance in opinion.alternatives:
        if topics.sensitive(topic) is Sensitive.OFFICER and chance >= SENSITIVE_CHANCE:
            return topics.sensitive(opinion.topic_code) is Sensitive.OFFICER
        chances[ruling(topic).unit_id] += chance
    return chances[verdict.unit_id] >= threshold
