"""The demo's voices cover the field, sound different from each other, and name nobody who exists."""

import csv
import re
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from answerable.interfaces.cli.demo.voices.phrasebook import common, topics
from answerable.interfaces.cli.demo.voices.scene import Scene
from answerable.interfaces.cli.demo.voices.speaker import answer, say, speak

TREE = Path(__file__).parents[3] / "src/answerable/contexts/organisation/setups/china-police/topics.csv"
UNFILLED = re.compile(r"[\[\]{}|]")


def kinds() -> dict[str, str]:
    with TREE.open(encoding="utf-8-sig", newline="") as file:
        return {row["code"]: row["kind"] for row in csv.DictReader(file) if row["parent"]}


def scene(seed: int) -> Scene:
    return Scene(
        random=Random(seed),
        at=datetime(2026, 11, 25, 10),
        spot="柳岗花园",
        road="柳岗路",
        area="柳岗社区",
        street="嘉峰街道",
        district="云锦区",
        station="嘉峰派出所",
        spot_en="Liugang Gardens",
        road_en="Liugang Road",
        district_en="Yunjin District",
    )


def test_every_topic_of_the_police_tree_has_its_voices() -> None:
    assert set(topics()) == set(kinds())


@pytest.mark.parametrize("code", sorted(kinds()))
def test_whatever_is_said_is_whole(code: str) -> None:
    topic, kind = topics()[code], kinds()[code]
    for seed in range(30):
        for language in ("zh", "en") if topic.speaks("en") else ("zh",):
            voice = speak(topic, kind, scene(seed), language)
            told = answer(topic, scene(seed), language)
            for text in (voice.title, voice.text, told):
                assert text.strip(), seed
                assert not UNFILLED.search(text), text
            assert len(told) >= 10


def test_the_phrases_for_any_topic_are_whole_in_both_languages() -> None:
    topic = topics()["traffic.parking"]
    for language in ("zh", "en"):
        for name in common(language):
            for seed in range(10):
                assert not UNFILLED.search(say(name, scene(seed), language, topic)), name


def test_voices_differ_even_when_all_speak_of_one_place() -> None:
    codes = sorted(kinds())
    said = [speak(topics()[code], kinds()[code], scene(seed)) for seed in range(60) for code in codes]
    assert len({voice.title for voice in said}) > len(said) / 3
    assert len({voice.text for voice in said}) > len(said) * 0.97


def test_one_in_ten_topics_and_more_are_spoken_of_in_english_too() -> None:
    assert sum(topic.speaks("en") for topic in topics().values()) >= 40


def test_no_plate_has_a_letter_of_a_province_and_no_telephone_number_is_said() -> None:
    for code, kind in kinds().items():
        for seed in range(20):
            text = speak(topics()[code], kind, scene(seed)).text
            assert not re.search(
                r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z]·", text
            )
            assert not re.search(r"1[3-9]\d{9}", text)


def test_the_same_seed_says_the_same() -> None:
    topic = topics()["security.theft"]
    assert speak(topic, "request", scene(7)) == speak(topic, "request", scene(7))
