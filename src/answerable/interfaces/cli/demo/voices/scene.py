"""Where and when something was: what the slots of a phrase are filled from."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from answerable.interfaces.cli.demo.voices.phrasebook import Phrases

_CHOICE = re.compile(r"\[([^\]\[]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
DIGITS = "零一二三四五六七八九十"
# A letter that no province has, so that no plate can be anybody's.
PLATE_LETTERS = "ABCDEFGHJK"


@dataclass(slots=True)
class Scene:
    """The facts of one matter. A slot has the same value wherever it is used in it, numbers apart."""

    random: Random
    at: datetime
    spot: str
    road: str
    area: str
    street: str
    district: str
    station: str
    spot_en: str
    road_en: str
    district_en: str
    other: str = "相邻派出所"
    known: dict[str, str] = field(default_factory=dict)

    @classmethod
    def nowhere(cls, random: Random, at: datetime) -> "Scene":
        """Return a scene for words that name no place."""
        return cls(
            random=random,
            at=at,
            spot="现场",
            road="附近道路",
            area="本社区",
            street="本街道",
            district="本区",
            station="派出所",
            spot_en="the place",
            road_en="the road",
            district_en="the district",
        )

    def fill(self, phrase: str, own: Phrases | None = None) -> str:
        """Choose between alternatives, then fill the slots."""
        chosen = _CHOICE.sub(lambda match: self.random.choice(match[1].split("|")), phrase)
        return _SLOT.sub(lambda match: self._value(match[1], own or {}), chosen)

    def _value(self, slot: str, own: Phrases) -> str:
        if slot == "num":
            return str(self.random.choice((2, 3, 3, 4, 5, 6, 8)))
        if slot not in self.known:
            self.known[slot] = self._make(slot, own)
        return self.known[slot]

    def _make(self, slot: str, own: Phrases) -> str:
        if slot in own:
            return self.fill(self.random.choice(own[slot]), own)
        if slot in MAKERS:
            return MAKERS[slot](self)
        return str(
            getattr(
                self,
                {"en_spot": "spot_en", "en_road": "road_en", "en_district": "district_en"}.get(slot, slot),
            )
        )

    def when(self) -> str:
        """Say when it was, as people do."""
        back = self.random.choice((0, 0, 1, 1, 1, 2, 3, 5, 9, 20))
        day = self.at - timedelta(days=back)
        part = self.random.choice(PARTS_OF_DAY)
        if back <= 2:
            return f"{('今天', '昨天', '前天')[back]}{part}" if back or self.at.hour > 12 else "今天早上"
        style = self.random.randrange(4)
        if style == 0:
            return f"{day.month}月{day.day}号{part}"
        if style == 1:
            return f"{day.month}月{day.day}日"
        if style == 2:
            return f"{day.month}.{day.day}{part}"
        return "上周" if back < 8 else "上个月" if back > 15 else f"{day.month}月{day.day}号"


PARTS_OF_DAY = (
    "早上",
    "上午",
    "中午",
    "下午",
    "傍晚",
    "晚上",
    "半夜",
    "晚上八点多",
    "下午3点左右",
    "早上7:30",
    "凌晨两点",
)


def _hours(scene: Scene) -> str:
    start = scene.random.choice((5, 6, 7, 8, 19, 20, 21, 22, 23, 0, 1))
    if start in (0, 1):
        return scene.random.choice(("凌晨", f"凌晨{start or 12}点到{start + 3}点", "后半夜"))
    if start < 9:
        return scene.random.choice((f"早上{start}点多", f"{start}点到{start + 2}点", "一大早"))
    return scene.random.choice(
        (
            f"晚上{start - 12}点以后",
            f"{start}:00-{start + 2}:30",
            f"晚上{DIGITS[start - 12] if start < 22 else '十'}点到半夜",
        )
    )


def _money(scene: Scene, low: int, high: int) -> str:
    amount = scene.random.randint(low, high)
    style = scene.random.randrange(4)
    if amount >= 10000:
        return (
            f"{amount / 10000:.1f}万",
            f"{amount // 10000}万多",
            f"{amount}元",
            f"{amount // 1000 * 1000}块",
        )[style]
    return (f"{amount}元", f"{amount // 100 * 100}多块", f"{amount}块钱", f"{amount // 10 * 10}元")[style]


def _plate(scene: Scene) -> str:
    return f"棠{scene.random.choice(PLATE_LETTERS)}·{scene.random.choice('DF')}{scene.random.randrange(10000):04d}"


def _document(scene: Scene) -> str:
    return f"棠公受案〔{scene.at.year}〕{scene.random.randint(1000, 9999)}号"


MAKERS: Mapping[str, Callable[[Scene], str]] = {
    "when": Scene.when,
    "hours": _hours,
    "days": lambda scene: scene.random.choice(
        ("三天", "四五天", "一个多星期", "半个月", "二十来天", "快一个月", "两个月", "好几天")
    ),
    "tens": lambda scene: scene.random.choice(("二十", "三十", "四十", "五十")),
    "times": lambda scene: scene.random.choice(("两次", "三次", "五六次")),
    "money": lambda scene: _money(scene, 260, 38000),
    "bigmoney": lambda scene: _money(scene, 42000, 560000),
    "en_money": lambda scene: f"{scene.random.randint(3, 400) * 10} yuan",
    "plate": _plate,
    "doc": _document,
    "age": lambda scene: str(scene.random.randint(68, 91)),
    "age2": lambda scene: str(scene.random.randint(24, 48)),
    "kidage": lambda scene: str(scene.random.randint(6, 15)),
    "floor": lambda scene: str(scene.random.randint(2, 26)),
}
