"""What text messages say: every form that was seen or can be thought of, and what no form may ever do."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.contexts.review.domain.replies import LONGEST, read_reply
from answerable.contexts.review.enums import Satisfaction
from answerable.kernel.text import clean

GOOD, SO_SO, BAD = Satisfaction.SATISFIED, Satisfaction.BASICALLY, Satisfaction.DISSATISFIED

RATINGS = {
    GOOD: """1 | 1 | １ | ① | ❶ | 一 | 壹 | 1。 | 1. | 1! | 1! | (1) | “1” | 「1」 | 1、 | 1~ | 回复1 |
        回复:1 | 回复1 | 选1 | 我选1 | 评价1 | 答1 | 答:1 | reply 1 | one | One. | 1,1 | 1 1 | 1满意 |
        1 满意 | 1、满意 | 1.满意 | １。满意! | 一,满意 | 满意 | 滿意 | 很满意 | 非常满意 | 十分满意 |
        挺满意的 | 特别满意 | 我很满意 | 我们都很满意 | 满意! | 满意。谢谢 | 满意,谢谢民警 |
        谢谢,很满意 | 对处理结果很满意 | 处理结果满意 | 服务态度非常满意 | 1,谢谢 | 1 谢谢民警同志 |
        1。辛苦了 | 表示满意 | 感到满意 | 对民警的服务很满意 | satisfied | Very satisfied | SATISFIED! |
        I am satisfied | 【示例公安】1 | 1非常满意 | 对派出所工作满意 | 1\u200b | \ufeff1 | 1\n |
        真的满意 | 已经满意 | 1 但是等了很久""",
    SO_SO: """2 | ２ | ② | 二 | 贰 | 2。 | 2基本满意 | 2 基本满意 | 2、基本满意 | 基本满意 | 基本上满意 |
        还算满意 | 比较满意 | 大致满意 | 勉强满意 | 对结果基本满意 | 基本满意,就是慢了点 |
        2,就是慢了点 | 二。 | 回复2 | two | basically satisfied | Fairly satisfied | 处理结果比较满意 |
        2 希望快一点""",
    BAD: """3 | ３ | ③ | 三 | 叁 | 3。 | ３。 | 3! | 3!!! | 3不满意 | 3 不满意 | 3、不满意 | 3,没人来 |
        3。没人来 | 3 没人来 | 3没人来过,不满意 | 不满意 | 不滿意 | 不满意! | 不满意,没人来 |
        不满意,没人来 | 不满意没人来 | 很不满意 | 非常不满意 | 极不满意 | 不太满意 | 不是很满意 |
        不怎么满意 | 不够满意 | 没有满意 | 谈不上满意 | 无法满意 | 难以满意 | 对处理结果不满意 |
        对结果非常不满意 | 结果不满意 | 我不满意 | 不满 | 非常不满 | 强烈不满 | 三,根本没解决 | 回复3 |
        选3 | three | not satisfied | Dissatisfied | unsatisfied | I am not satisfied at all |
        not very satisfied | 3 噪音还是很大 | 3\n到现在都没人联系我 | 3,等了3天 | 3 3 | 3,3 | 未满意 |
        并不满意 | 不满意,3号楼还是吵""",
}
STOPS = """退订 | T | t | TD | td | 回T | 回复T | 回复TD | stop | STOP | Stop. | unsubscribe | 退订! |
        请退订 | 我要退订 | 拒收 | 不要再发了 | 别再发了 | 别发了 | 请勿再发 | 不要给我发短信 |
        不想再收到短信 | 别再骚扰我 | 不要打扰 | 停止发送 | 取消订阅 | do not text me |
        stop texting me | T。 | ｔ"""
WRONG = """不是我报的警 | 不是我反映的 | 不是我打的电话 | 不是本人 | 我没有报警 | 我没报过警 | 我没反映过 |
        我从来没投诉过 | 你们发错了 | 发错人了 | 你发错人了 | 发错号了 | 号码错了 | 打错号码错误号码 |
        wrong number | Wrong person | 你们搞错了 | 认错人了"""
POLITE = """谢谢 | 谢谢! | 谢谢你们 | 谢谢民警 | 谢谢警察叔叔 | 感谢 | 多谢 | 辛苦了 | 收到 | 收到,谢谢 |
        好的 | 好 | 嗯 | ok | OK | Ok, thanks | thank you | Thank you very much! | 知道了 | 好的,谢谢 |
        謝謝"""
UNCLEAR = """ | 。 | ? | 4 | 0 | 12 | 13 | 123 | 11 | 110 | 1/2/3 | 1 2 3 | 1,2 | 1-3 | 1或2 | 3.5 | 1:30 |
        3号楼 | 3号楼还在吵 | 三天了没人管 | 一直没人来 | 一般 | 二楼漏水 | 1楼 | 2个月了 | 第一次 |
        1 不满意 | 1不满意 | 3 满意 | 3满意 | 2不满意 | 1基本满意 | 2满意 | 满意吗 | 满意吗? | 满意? |
        满意度 | 满意才怪 | 满意个屁 | 怎么可能满意 | 你觉得我会满意吗 | 哪里能满意 | 等我满意再说 |
        解决了我才满意 | 希望能让我满意 | 如果满意我会说的 | 不是不满意 | 没有不满意 | 满意不满意 |
        态度满意,结果不满意 | 服务满意 结果基本满意 | 如果不满意怎么办 | 为什么说我不满意 |
        是不是不满意 | 👍 | 👎 | 😡 | 什么意思 | 你是谁 | 我家楼下又有人打架 | 还行 | 马马虎虎 | 差 |
        好评 | 五星 | 您反映的事项已有答复。请回复1满意、2基本满意、3不满意 | 1满意 2基本满意 3不满意 |
        1分 | 3,000元没退 | 3-5号 | 满不满意 | 发错了 | 打错了 | 满意,不是我报的警 | not dissatisfied |
        请打电话给我 | 电话联系 | 明天再说 | http://example.org | 不知道 | 满意与否 | 3.14 | yes | no |
        不 | 是"""


def forms(table: str) -> list[str]:
    return [one.strip(" ") for one in table.replace("|\n", "|").split("|")]


@pytest.mark.parametrize(("text", "rating"), [(t, r) for r, table in RATINGS.items() for t in forms(table)])
def test_a_rating_is_understood_in_all_its_forms(text: str, rating: Satisfaction) -> None:
    assert read_reply(text).satisfaction == rating


@pytest.mark.parametrize("text", forms(STOPS))
def test_a_wish_to_be_left_alone_is_understood(text: str) -> None:
    found = read_reply(text)
    assert found.stop
    assert found.satisfaction is None


@pytest.mark.parametrize("text", forms(WRONG))
def test_somebody_else_s_number_is_understood(text: str) -> None:
    assert read_reply(text).wrong_number


@pytest.mark.parametrize("text", forms(POLITE))
def test_thanks_are_no_rating(text: str) -> None:
    found = read_reply(text)
    assert found.polite
    assert found.satisfaction is None


@pytest.mark.parametrize("text", forms(UNCLEAR))
def test_what_is_unsure_is_left_to_a_person(text: str) -> None:
    assert not read_reply(text).clear


@pytest.mark.parametrize(
    ("text", "rating"), [("3 退订", BAD), ("1,不要再发了", GOOD), ("不满意,别再发了", BAD)]
)
def test_both_are_kept_of_whoever_rates_and_wants_no_more(text: str, rating: Satisfaction) -> None:
    found = read_reply(text)
    assert (found.satisfaction, found.stop) == (rating, True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("3", ""),
        ("３。", ""),
        ("不满意", ""),
        ("1、满意", ""),
        ("不满意,没人来", "不满意,没人来"),
        ("3 噪音还是很大", "3 噪音还是很大"),
    ],
)
def test_what_was_said_besides_is_kept_as_it_was_written(text: str, words: str) -> None:
    assert read_reply(text).words == words


PIECES = st.sampled_from(
    [
        *"123一二三45０１２３满意不很没基本谢TD退订,。 .!?\n是我报警吗号楼天非常",
        "满意",
        "不满意",
        "satisfied",
        "not ",
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map("".join))


@given(TEXTS)
@settings(max_examples=400)
def test_whatever_comes_something_is_made_of_it(text: str) -> None:
    found = read_reply(text)
    assert not (found.polite and found.satisfaction is not None)
    assert not (found.wrong_number and found.satisfaction is not None)
    assert found.words in ("", clean(text))


@given(TEXTS)
@settings(max_examples=400)
def test_whoever_says_dissatisfied_is_never_counted_as_content(text: str) -> None:
    for said in (f"{text}不满意", f"不满意{text}"):
        assert read_reply(said).satisfaction not in (GOOD, SO_SO)


@given(TEXTS, st.sampled_from("123"), st.sampled_from("123"))
def test_two_numbers_that_differ_are_no_rating(text: str, one: str, other: str) -> None:
    if one != other:
        assert read_reply(f"{one} {other}").satisfaction is None
        assert read_reply(f"{one},{other} {text}").satisfaction is None


@given(st.sampled_from([t for table in RATINGS.values() for t in forms(table)]))
def test_full_width_is_read_like_half_width(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert read_reply(wide).satisfaction == read_reply(text).satisfaction


def test_a_long_text_has_its_own_matter() -> None:
    assert not read_reply("1 " + "吵" * LONGEST).clear
