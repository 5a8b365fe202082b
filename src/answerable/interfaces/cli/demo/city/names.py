"""Names of the city. All are made from these syllables; whatever resembles a real place does so by chance."""

from dataclasses import dataclass
from random import Random

CITY_ZH, CITY_EN = "青棠市", "Qingtang"
RIVER_ZH, RIVER_EN = "棠河", "Tang River"

FIRST = dict(
    pair.split(":")
    for pair in (
        "柳:Liu 荷:He 桂:Gui 梅:Mei 竹:Zhu 松:Song 枫:Feng 槐:Huai 杏:Xing 桃:Tao 莲:Lian 菱:Ling 荻:Di 苇:Wei "
        "兰:Lan 葵:Kui 榆:Yu 桐:Tong 樟:Zhang 桑:Sang 榴:Liu 银:Yin 玉:Yu 翠:Cui 碧:Bi 紫:Zi 丹:Dan 朱:Zhu 素:Su "
        "云:Yun 霞:Xia 虹:Hong 晨:Chen 朝:Zhao 春:Chun 秋:Qiu 宁:Ning 瑞:Rui 嘉:Jia 文:Wen 鹭:Lu 雁:Yan 鹤:He "
        "燕:Yan 莺:Ying 鹿:Lu 锦:Jin 澜:Lan 汐:Xi 沁:Qin 澄:Cheng 漪:Yi"
    ).split()
)
SECOND = dict(
    pair.split(":")
    for pair in (
        "溪:xi 塘:tang 湾:wan 渡:du 浦:pu 滩:tan 洲:zhou 泉:quan 池:chi 岭:ling 峰:feng 坡:po 坪:ping 谷:gu 林:lin "
        "亭:ting 台:tai 阁:ge 营:ying 庄:zhuang 坊:fang 岗:gang 堰:yan 闸:zha 埠:bu 汀:ting 岸:an 屿:yu 畈:fan 苑:yuan"
    ).split()
)

# Code, Chinese, English; then where it lies: x from west to east, y from south to north, both 0 to 1.
DISTRICTS = (
    ("yunjin", "云锦区", "Yunjin District", 0.50, 0.58),
    ("linhong", "临泓区", "Linhong District", 0.46, 0.38),
    ("wuying", "梧影区", "Wuying District", 0.34, 0.66),
    ("chengwan", "澄湾区", "Chengwan District", 0.68, 0.40),
    ("luting", "芦汀区", "Luting District", 0.27, 0.36),
    ("luming", "鹿鸣区", "Luming District", 0.68, 0.70),
    ("xingqiao", "星桥区", "Xingqiao District", 0.50, 0.84),
    ("hefeng", "禾丰区", "Hefeng District", 0.52, 0.16),
    ("jifeng", "霁峰县", "Jifeng County", 0.86, 0.56),
)

ESTATES = (
    ("花园", "Gardens"),
    ("家园", "Homes"),
    ("雅苑", "Court"),
    ("新村", "New Village"),
    ("公馆", "Residence"),
    ("名邸", "Mansions"),
)
SPOTS = (
    ("菜市场", "Market"),
    ("地铁站", "Metro Station"),
    ("小学", "Primary School"),
    ("中学", "Middle School"),
    ("公园", "Park"),
    ("广场", "Square"),
    ("卫生院", "Clinic"),
    ("商业街", "Shopping Street"),
)


@dataclass(frozen=True, slots=True)
class Name:
    zh: str
    en: str


class Namer:
    """Gives out pairs of syllables, each pair once."""

    def __init__(self, random: Random) -> None:
        self._pairs = [
            Name(first + second, FIRST[first] + SECOND[second]) for first in FIRST for second in SECOND
        ]
        random.shuffle(self._pairs)

    def next(self) -> Name:
        return self._pairs.pop()


# Heavenly stems and earthly branches count the years, and nobody is called by them: plainly nobody's names.
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"


def staff_names() -> list[str]:
    """Return 960 names such as 张甲子, the same ones in the same order every time."""
    given = [STEMS[n % 10] + BRANCHES[n % 12] for n in range(60)]
    return [SURNAMES[n % 16] + given[(n // 16 + n % 16 * 7) % 60] for n in range(960)]
