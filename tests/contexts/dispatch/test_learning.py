"""Cold start, training, versions, and what is never learnt."""

import json
from pathlib import Path

import pytest

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Kind
from answerable.contexts.dispatch import api as dispatch
from answerable.contexts.dispatch.domain.training import Example
from answerable.contexts.dispatch.enums import Doubt
from answerable.contexts.dispatch.errors import ModelUnreadable, TooFewExamples, UnknownLabels, UnknownModel
from given import AT, SYSTEM, Bureau, an_answered_case, later

PARKING = (
    "违停占道堵住小区门口",
    "汽车乱停在消防通道",
    "门口违停没有人管",
    "货车违停一整天",
    "人行道停满了车",
    "占道停车投诉",
)
NOISE = (
    "半夜工地施工很吵",
    "夜里音响太吵睡不着",
    "楼上半夜吵闹",
    "夜间施工噪音",
    "烧烤摊吵到半夜",
    "广场舞音响噪音",
)
NAMED = {"违法停车": PARKING, "Noise at night": NOISE}


def labelled() -> list[Example]:
    return [
        Example(f"{text}{n}", label) for label, texts in NAMED.items() for text in texts for n in range(3)
    ]


def opinion(text: str, chosen: str | None = None) -> dispatch.Opinion:
    (found,) = dispatch.classify([dispatch.TextIn(text, chosen)])
    return found


def test_a_bureau_without_cases_begins_with_the_words_of_its_topics(bureau: Bureau) -> None:
    found = opinion("我的身份证丢了，要补办身份证")
    assert found.topic_code == "identity.card"
    assert "身份证" in found.terms[0].text
    assert found.model_code


def test_training_from_a_file_takes_names_of_topics_and_is_used_at_once(bureau: Bureau) -> None:
    row = dispatch.train_model(actor=bureau.actor("chief"), at=AT, labelled=labelled())
    found = opinion("小区门口总有汽车违停")
    assert (found.topic_code, found.model_code) == ("traffic.parking", row.code)
    assert found.kind is Kind.COMPLAINT
    assert [model.active and model.readable for model in dispatch.models()] == [True]


def test_the_same_examples_make_the_same_model(bureau: Bureau) -> None:
    first = dispatch.train_model(actor=SYSTEM, at=AT, labelled=labelled())
    second = dispatch.train_model(actor=SYSTEM, at=later(days=1), labelled=labelled())
    assert first.code == second.code
    assert len(dispatch.models()) == 1


def test_labels_that_are_no_topics_are_named(bureau: Bureau) -> None:
    with pytest.raises(UnknownLabels, match="gardening"):
        dispatch.train_model(actor=SYSTEM, at=AT, labelled=[Example("x", "gardening")])


def test_too_little_to_learn_from_is_said(bureau: Bureau) -> None:
    with pytest.raises(TooFewExamples):
        dispatch.train_model(actor=SYSTEM, at=AT)


@pytest.mark.parametrize("damage", ["gone", "cut", "other weights", "no json"])
def test_a_damaged_model_is_told_and_the_topics_words_serve(
    bureau: Bureau, models_folder: Path, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = dispatch.train_model(actor=SYSTEM, at=AT, labelled=labelled())
    place = models_folder / row.code
    weights, facts = place / "weights.npy", place / "model.json"
    match damage:
        case "gone":
            weights.unlink()
        case "cut":
            weights.write_bytes(weights.read_bytes()[:40])
        case "other weights":
            weights.write_bytes(weights.read_bytes()[:-4] + b"\0\0\0\1")
        case _:
            facts.write_text("{")
    monkeypatch.setattr("answerable.contexts.dispatch.in_use._held", None)
    found = opinion("我的身份证丢了，要补办身份证")
    assert found.topic_code == "identity.card"
    assert found.model_code not in ("", row.code)
    assert [model.readable for model in dispatch.models()] == [False]
    with pytest.raises(ModelUnreadable):
        dispatch.use_model(actor=SYSTEM, code=row.code, at=later(days=1))


def test_one_goes_back_to_an_earlier_version(bureau: Bureau) -> None:
    row = dispatch.train_model(actor=SYSTEM, at=AT, labelled=labelled())
    dispatch.use_model(actor=SYSTEM, code=None, at=AT)
    assert opinion("违停").model_code != row.code
    dispatch.use_model(actor=SYSTEM, code=row.code, at=AT)
    assert opinion("违停").model_code == row.code
    with pytest.raises(UnknownModel):
        dispatch.use_model(actor=SYSTEM, code="nope", at=AT)


def test_words_of_walled_and_police_complaints_never_enter_a_model(
    bureau: Bureau, models_folder: Path
) -> None:
    for topic, texts in {"traffic.parking": PARKING, "nuisance.night": NOISE}.items():
        for text in texts:
            closed(bureau, topic_code=topic, title=text, text=text)
    for n in range(6):
        closed(
            bureau,
            topic_code="nuisance.night",
            title=f"麒麟{n}",
            text="麒麟canary一再出现",
            accused_unit="west",
        )
        closed(bureau, topic_code="conduct.rude", title=f"貔貅{n}", text="貔貅canary态度")
    row = dispatch.train_model(actor=SYSTEM, at=later(days=40))
    assert row.examples == 12
    symbols = json.loads((models_folder / row.code / "model.json").read_text())["symbols"]
    assert not {"麒", "麟", "貔", "貅", "canary"} & set(symbols)
    assert {"停", "半"} <= set(symbols)


def closed(bureau: Bureau, **facts: object) -> None:
    case_id = an_answered_case(bureau, **facts)  # type: ignore[arg-type]
    fact = cases.facts_of([case_id])[case_id]
    cases.close_rounds(actor=SYSTEM, round_ids=[fact.round_id], why="settled", at=later(days=30))


def test_a_failing_model_is_a_doubt_and_no_exception(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise MemoryError

    monkeypatch.setattr("answerable.contexts.dispatch.classify._guess", fail)
    found = opinion("违停")
    assert (found.topic_code, found.doubt, found.error) == (None, Doubt.FAILED, "MemoryError")
    (decision,) = dispatch.decide([dispatch.Matter(found)])
    assert (decision.goes_out, decision.doubt, decision.error) == (False, Doubt.FAILED, "MemoryError")


def test_a_sender_who_agrees_makes_sure_and_one_who_disagrees_makes_a_doubt(bureau: Bureau) -> None:
    dispatch.train_model(actor=SYSTEM, at=AT, labelled=labelled())
    alone = opinion("占道停车")
    agreed = opinion("占道停车", "traffic")
    assert agreed.topic_code == "traffic.parking"
    assert agreed.confidence > alone.confidence
    against = opinion("汽车违停占道堵住小区门口，货车违停一整天", "nuisance.night")
    assert (against.doubt, against.sure) == (Doubt.SENDER_DISAGREES, False)


def test_who_complains_of_the_police_is_believed(bureau: Bureau) -> None:
    found = opinion("小区门口违停", "conduct.rude")
    assert (found.topic_code, found.doubt) == ("conduct.rude", Doubt.NONE)


def test_an_empty_text_waits_for_a_person(bureau: Bureau) -> None:
    assert opinion("…").doubt is Doubt.TOPIC


def test_what_is_typed_brings_topics_kind_place_and_unit(bureau: Bureau) -> None:
    found = dispatch.suggest("我要投诉松树街半夜工地吵闹")
    assert found.topics[0][0] == "nuisance.night"
    assert (found.kind, found.area_id, found.unit_id) == (
        Kind.COMPLAINT,
        bureau.area("pine"),
        bureau.unit("east-1"),
    )
    assert dispatch.suggest("").topics == ()
