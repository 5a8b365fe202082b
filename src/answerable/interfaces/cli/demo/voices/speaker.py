"""Weaves phrases into what somebody writes: who is polite, who is angry, who types in a hurry."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from answerable.interfaces.cli.demo.voices.phrasebook import TopicTexts, common
from answerable.interfaces.cli.demo.voices.scene import Scene

LONGEST_TITLE = 60
# Slips that people make with a pinyin keyboard.
SLIPS = (
    ("在", "再"),
    ("的", "地"),
    ("已经", "以经"),
    ("账号", "帐号"),
    ("反映", "反应"),
    ("需要", "须要"),
    ("投诉", "投述"),
    ("哪里", "那里"),
    ("做", "作"),
)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class Voice:
    """What somebody says."""

    title: str
    text: str
    language: str


def speak(topic: TopicTexts, kind: str, scene: Scene, language: str = "zh") -> Voice:
    """Say something about a topic; `kind` decides what is asked for."""
    random = scene.random
    prefix = "" if language == "zh" else "en_"
    title = scene.fill(random.choice(topic.said[f"{prefix}title"]), topic.slots)
    facts = [scene.fill(phrase, topic.slots) for phrase in _some(topic.said[f"{prefix}fact"], random)]
    parts = [_opening(random, language), *facts, *_rest(kind, scene, language)]
    joint = "" if language == "zh" else " "
    text = joint.join(part for part in parts if part)
    return Voice(_short(_titled(title, random, language)), _styled(text, random, language), language)


def murmur(scene: Scene, language: str = "zh") -> Voice:
    """Say something of which nobody can tell what it is about."""
    random, said = scene.random, common(language)
    parts = [_opening(random, language), scene.fill(random.choice(said["vague"]))]
    return Voice(
        random.choice(said["vague_title"]), ("" if language == "zh" else " ").join(parts).strip(), language
    )


def say(name: str, scene: Scene, language: str = "zh", topic: TopicTexts | None = None) -> str:
    """Return one of the phrases that fit any topic, in the language if it has them, else in Chinese."""
    phrases = common(language).get(name) or common("zh")[name]
    return scene.fill(scene.random.choice(phrases), topic.slots if topic else None)


def answer(topic: TopicTexts, scene: Scene, language: str = "zh") -> str:
    """Return what a unit tells the resident."""
    if language == "en":
        return say("answer", scene, "en", topic)
    text = scene.fill(scene.random.choice(topic.said["answer"]), topic.slots)
    return text + scene.random.choice(("", "", "", "有反复请在原编号下补充。", "有新情况可随时补充。"))


def _some(phrases: Sequence[str], random: Random) -> list[str]:
    many = min(len(phrases), random.choices((1, 2, 3), (55, 38, 7))[0])
    return random.sample(phrases, many)


def _opening(random: Random, language: str) -> str:
    return random.choice(common(language)["opening"]) if random.random() < 0.4 else ""


def _rest(kind: str, scene: Scene, language: str) -> list[str]:
    random, said = scene.random, common(language)
    rest = []
    grieved = kind in ("complaint", "dispute")
    if random.random() < 0.45:
        extras = (*said["extra"], *said["extra_grieved"]) if grieved else said["extra"]
        rest.append(scene.fill(random.choice(extras)))
    if random.random() < 0.6:
        rest.append(scene.fill(random.choice(said[f"ask_{kind}"])))
    if grieved and random.random() < 0.1:
        rest.append(scene.fill(random.choice(said["angry"])))
    elif random.random() < 0.35:
        rest.append(random.choice(said["ending"]))
    return rest


def _titled(title: str, random: Random, language: str) -> str:
    if language != "zh" or random.random() < 0.7:
        return title
    return random.choice(
        ("反映{}", "关于{}的问题", "{}，请处理", "投诉：{}", "【求助】{}", "{}！", "{}（第二次反映）")
    ).format(title)


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"


def _styled(text: str, random: Random, language: str) -> str:
    if language != "zh":
        return text if random.random() < 0.9 else text.lower()
    chance = random.random()
    if chance < 0.07:
        text = text.replace("，", " ").replace("。", " ").replace("：", " ")
    elif chance < 0.11:
        text = text.replace("。", "！！")
    elif chance < 0.15:
        text = text.replace("。", "。。。")
    elif chance < 0.18:
        text = text.translate(FULL_WIDTH)
    if random.random() < 0.08:
        text = text.replace(*random.choice(SLIPS), 1)
    return text.strip()
