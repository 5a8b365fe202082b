"""Walls, catalogue, area, model: where a case goes, why, and that nothing is ever lost."""

from dataclasses import replace
from typing import Any

import pytest

from answerable.contexts.cases.enums import Kind
from answerable.contexts.dispatch import api as dispatch
from answerable.contexts.dispatch.enums import Doubt
from given import AT, Bureau


def an_opinion(topic: str | None, **changes: Any) -> dispatch.Opinion:
    facts: dict[str, Any] = {"kind": Kind.COMPLAINT, "confidence": 0.99, "sure": True}
    facts["terms"] = (dispatch.Term("违停", 1.0),)
    return dispatch.Opinion(topic, **{**facts, **changes})


def decide(opinion: dispatch.Opinion, **where: Any) -> dispatch.Decision:
    (decision,) = dispatch.decide([dispatch.Matter(opinion, **where)])
    return decision


def test_a_sure_topic_with_a_rule_goes_out_with_the_reason_in_both_languages(bureau: Bureau) -> None:
    decision = decide(an_opinion("traffic.parking"), place="松树街8号")
    assert decision.goes_out
    assert decision.unit_id == bureau.unit("traffic")
    assert decision.area_id == bureau.area("pine")
    assert decision.reason_zh == (
        "主题“道路交通 / 违法停车”（把握 99%，依据词语：违停）。地点在松树街（按所填地点）。"
        "职责目录第2行（道路交通由交警支队办理）：由交警支队承办。"
    )
    assert decision.reason_en == (
        "Topic “Traffic / Parking” (99% sure, by the words: 违停). The place is in Pine Street (by the place given)."
        " Catalogue line 2: Traffic Police answers."
    )


def test_the_areas_own_unit_is_found_by_the_words(bureau: Bureau) -> None:
    decision = decide(an_opinion("nuisance.night"), text="橡树街工地半夜施工")
    assert (decision.unit_id, decision.area_id) == (bureau.unit("east-2"), bureau.area("oak"))


def test_what_is_somewhere_in_the_city_has_no_own_unit(bureau: Bureau) -> None:
    decision = decide(an_opinion("nuisance.night"), text="示例市到处都吵")
    assert (decision.unit_id, decision.doubt) == (None, Doubt.NO_RULE)


def test_a_complaint_about_a_station_goes_to_the_branch(bureau: Bureau) -> None:
    decision = decide(an_opinion("nuisance.night"), place="松树街", walled_units=(bureau.unit("east-1"),))
    assert decision.unit_id == bureau.unit("east")
    assert "改由上级办理" in decision.reason_zh


def test_an_unsure_topic_waits_for_a_person_with_the_unit_suggested(bureau: Bureau) -> None:
    unsure = an_opinion("traffic.parking", sure=False, confidence=0.4, doubt=Doubt.TOPIC)
    decision = decide(unsure)
    assert not decision.goes_out
    assert (decision.unit_id, decision.doubt) == (bureau.unit("traffic"), Doubt.TOPIC)


def test_topics_that_lead_to_one_unit_need_not_be_told_apart(bureau: Bureau) -> None:
    unsure = an_opinion("traffic.parking", sure=False, confidence=0.5, doubt=Doubt.TOPIC)
    decision = decide(replace(unsure, alternatives=(("traffic", 0.498),)))
    assert decision.goes_out
    assert decision.opinion.topic_code == "traffic.parking"


def test_a_likely_complaint_about_an_officer_is_never_sent_out_as_something_else(bureau: Bureau) -> None:
    unsure = an_opinion("traffic.parking", sure=False, confidence=0.9, doubt=Doubt.TOPIC)
    decision = decide(replace(unsure, alternatives=(("conduct.rude", 0.06), ("traffic", 0.04))))
    assert decision.doubt is Doubt.TOPIC


def test_a_rule_that_fails_sends_the_case_to_a_person_with_the_error(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    good = an_opinion("traffic.parking")
    monkeypatch.setattr("answerable.contexts.dispatch.deciding.find_unit", fail)
    decision = decide(good)
    assert (decision.unit_id, decision.doubt, decision.error) == (None, Doubt.FAILED, "ZeroDivisionError")


def test_one_failing_case_does_not_hold_up_the_others(bureau: Bureau) -> None:
    good = an_opinion("traffic.parking")
    first, second = dispatch.decide([dispatch.Matter(good, area_id=-1), dispatch.Matter(good)])
    assert first.doubt is Doubt.FAILED
    assert second.goes_out


def test_two_rules_that_disagree_are_told_with_their_lines(bureau: Bureau) -> None:
    unit = bureau.unit("east")
    dispatch.save_rule(actor=bureau.actor("chief"), at=AT, priority=100, topic="traffic", unit_id=unit)
    decision = decide(an_opinion("traffic.parking"))
    assert decision.doubt is Doubt.AMBIGUOUS
    assert "第2行、第7行互相冲突" in decision.reason_zh
