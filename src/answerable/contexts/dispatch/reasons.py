"""Why a case goes where it goes, in both languages, as the timeline and the triage screen say it."""

from dataclasses import dataclass
from enum import Enum

from answerable.contexts.cases import api as cases
from answerable.contexts.dispatch.book import Book
from answerable.contexts.dispatch.domain.catalogue import Verdict
from answerable.contexts.dispatch.enums import Doubt
from answerable.contexts.dispatch.facts import Opinion
from answerable.contexts.organisation import api as organisation

TERMS = 4
NOTE = 60


class PlaceBy(Enum):
    """How the area was found: Chinese and English."""

    PICKED = ("来件指定", "given with the case")
    POINT = ("按地图坐标", "by the point on the map")
    PLACE = ("按所填地点", "by the place given")
    WORDS = ("按来件文字", "by the words of the case")
    NOTHING = ("", "")


@dataclass(frozen=True, slots=True)
class Found:
    opinion: Opinion
    verdict: Verdict
    area_id: int | None
    place_by: PlaceBy
    rules: Book


def reasons(found: Found) -> tuple[str, str]:
    """Return the reason in Chinese and in English."""
    parts = [_topic(found.opinion), _area(found), _rule(found)]
    return "".join(zh for zh, _ in parts), " ".join(en for _, en in parts if en)


def _topic(opinion: Opinion) -> tuple[str, str]:
    if opinion.topic_code is None:
        return "看不出主题。", "No topic could be made out."
    topics = cases.topics()
    zh, en = topics.name(opinion.topic_code, "zh"), topics.name(opinion.topic_code, "en")
    terms = [term.text for term in opinion.terms[:TERMS]]
    words_zh = f"，依据词语：{'、'.join(terms)}" if terms else ""
    words_en = f", by the words: {', '.join(terms)}" if terms else ""
    percent = f"{min(99.0, opinion.confidence * 100):.0f}"
    disagrees = opinion.doubt is Doubt.SENDER_DISAGREES
    other_zh, other_en = (
        ("；来件人选了别的主题", "; the sender chose another topic") if disagrees else ("", "")
    )
    return (
        f"主题“{zh}”（把握 {percent}%{words_zh}{other_zh}）。",
        f"Topic “{en}” ({percent}% sure{words_en}{other_en}).",
    )


def _area(found: Found) -> tuple[str, str]:
    if found.area_id is None:
        return "没有说明地点。", "No place is known."
    areas = organisation.areas()
    zh, en = found.place_by.value
    return (
        f"地点在{areas.name(found.area_id, 'zh')}（{zh}）。",
        f"The place is in {areas.name(found.area_id, 'en')} ({en}).",
    )


def _rule(found: Found) -> tuple[str, str]:
    verdict = found.verdict
    lines = [found.rules.views[rule] for rule in verdict.rules if rule in found.rules.views]
    at_zh = "、".join(f"第{line.line}行" for line in lines)
    at_en = " and ".join(str(line.line) for line in lines)
    if verdict.unit_id is None:
        return _no_unit(verdict.doubt, at_zh, at_en)
    units = organisation.units()
    note = f"（{lines[0].note[:NOTE]}）" if lines and lines[0].note else ""
    zh, en = units.name(verdict.unit_id, "zh"), units.name(verdict.unit_id, "en")
    up_zh = up_en = ""
    if verdict.raised_from is not None:
        up_zh, up_en = (
            "；因投诉涉及原承办单位，改由上级办理",
            "; raised, because the case complains of the unit named",
        )
    return (
        f"职责目录{at_zh}{note}：由{zh}承办{up_zh}。",
        f"Catalogue line {at_en or '-'}: {en} answers{up_en}.",
    )


def _no_unit(doubt: Doubt, at_zh: str, at_en: str) -> tuple[str, str]:
    match doubt:
        case Doubt.AMBIGUOUS:
            return f"职责目录{at_zh}互相冲突。", f"Catalogue lines {at_en} disagree."
        case Doubt.WALLED:
            return "规则所指单位都是被投诉对象。", "Everyone whom the rules name is complained of."
        case _:
            return "职责目录中没有适用的规则。", "No rule of the catalogue fits."
