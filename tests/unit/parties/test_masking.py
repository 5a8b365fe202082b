import importlib.util
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.contexts.parties.domain.contact import normal_email, normal_phone
from answerable.contexts.parties.domain.masking import (
    card_is_sound,
    id_number_is_sound,
    mask_email,
    mask_name,
    mask_number,
    mask_text,
    spans_in,
)

BENCH = Path(__file__).parents[3] / "bench"


def test_check_digits_are_computed_as_the_norms_say() -> None:
    # The example of GB 11643-1999, annex A, and the usual test number of card schemes.
    assert id_number_is_sound("11010519491231002X")
    assert not id_number_is_sound("110105194912310021")
    assert card_is_sound("4111111111111111")
    assert not card_is_sound("4111111111111112")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("请打19900001234联系", "请打199****1234联系"),
        ("电话+86 199-0000-1234。", "电话+86**********1234。"),
        ("身份证110105194912310021丢了", "身份证110*************21丢了"),
        ("写信给wang.li@example.org谢谢", "写信给w***@example.org谢谢"),
        ("车牌皖A·X1234挡路", "车牌皖A***4挡路"),
        ("座机0000-1234567无人接", "座机000*****4567无人接"),
        ("卡号4111 1111 1111 1111被盗刷", "卡号411************1111被盗刷"),
        ("call 19900001234, plate none", "call 199****1234, plate none"),
        ("号码１９９００００１２３４", "号码１９９****１２３４"),
        ("打一九九零零零零一二三四", "打一九九****一二三四"),
        ("1 9 9 0 0 0 0 1 2 3 4", "1 9************** 3 4"),
        ("皖AD12345占了充电位", "皖A***5占了充电位"),
        ("护照E12345678过期", "护照E******78过期"),
        ("微信号：lucky_2026转账", "微信号：l***转账"),
        ("QQ 123456789 骗我", "QQ 1*** 骗我"),
        ("老身份证340102620511123", "老身份证340**********23"),
    ],
)
def test_numbers_of_persons_are_hidden_in_free_text(written: str, shown: str) -> None:
    assert mask_text(written) == shown


@pytest.mark.parametrize(
    "written",
    [
        "订单2026051100012345678",
        "罚款200元",
        "110报警",
        "12345热线",
        "2026-7K4M-Q2XW",
        "4111111111111112号工单",
        "",
    ],
)
def test_what_is_no_persons_number_stays(written: str) -> None:
    assert mask_text(written) == written


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("我叫张三丰，住松树街12号3栋2单元501室。", "我叫张**，住松树街**号*栋*单元***室。"),
        ("联系人：欧阳小明", "联系人：欧***"),
        ("张建国先生来电", "张**先生来电"),
        ("邻居李伟的狗咬人", "邻居李*的狗咬人"),
        ("王小芳，19900001234", "王**，199****1234"),
        ("家住和平路88号，很吵", "家住和平路**号，很吵"),
        ("My name is Anna Smith.", "My name is A*** S***."),
        ("Mr. Peter Brown lives at 12 Pine Street, Apt 4B", "Mr. P*** B*** lives at ** Pine Street, *** **"),
    ],
)
def test_names_and_doors_are_hidden_in_free_text(written: str, shown: str) -> None:
    assert mask_text(written) == shown


@pytest.mark.parametrize(
    "written",
    [
        "邻居高空抛物，方便时请回复",
        "王先生来电",
        "松树街12号门口的路灯坏了",
        "民警于当晚到场，所长说会处理",
        "业主和孩子都在，交警管管吧",
        "小区共12栋楼，每栋18层",
        "1971.12-1972.1在粮食局工作",
        "I am Chinese and live on Pine Street",
    ],
)
def test_what_names_nobody_stays(written: str) -> None:
    assert mask_text(written) == written


def test_the_figures_of_the_bench_hold() -> None:
    """The corpus of bench/masking.py in small: recall and precision as the documents say."""
    spec = importlib.util.spec_from_file_location("masking_corpus", BENCH / "masking_corpus.py")
    assert spec is not None
    assert spec.loader is not None
    corpus = importlib.util.module_from_spec(spec)
    sys.modules["masking_corpus"] = corpus
    spec.loader.exec_module(corpus)
    asked = hidden = made = right = 0
    for one in corpus.corpus(11, 6):
        spans = spans_in(one.text)
        covered = {place for start, end, _ in spans for place in range(start, end)}
        asked += len(one.spans)
        hidden += sum(covered.issuperset({start, end - 1}) for start, end, _ in one.spans)
        made += len(spans)
        right += sum(any(a < d and c < b for c, d, _ in one.spans) for a, b, _ in spans)
    assert hidden / asked >= 0.95
    assert right / made >= 0.98


@given(st.text())
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert mask_text(mask_text(text)) == mask_text(text)


def test_names_and_addresses_keep_just_enough_to_recognise() -> None:
    assert mask_name("张三丰") == "张**"
    assert mask_name("Anna Smith") == "A*** S***"
    assert mask_number("1234") == "**34"
    assert mask_email("wang@example.org") == "w***@example.org"
    assert (mask_name(""), mask_number(""), mask_email("")) == ("", "", "")


@pytest.mark.parametrize(
    "typed",
    ["19900001234", "+86 199 0000 1234", "0086-199-0000-1234", "１９９００００１２３４", "86 19900001234"],
)
def test_a_phone_number_has_one_form(typed: str) -> None:
    assert normal_phone(typed) == "19900001234"


def test_what_is_no_number_or_address_is_empty() -> None:
    assert normal_phone("12") == ""
    assert normal_phone("abc") == ""
    assert normal_email("nobody") == ""
    assert normal_email(" A@Example.ORG ") == "a@example.org"


def test_wholly_hidden_leaves_neither_surname_nor_digits() -> None:
    written = "我叫王测试，电话19900001234，住松树街12号3栋2单元501室，邻居深夜唱歌。"
    shown = mask_text(written, wholly=True)
    assert shown.startswith("我叫***，电话***，住")
    assert shown.endswith("，邻居深夜唱歌。")
    assert not any(part in shown for part in ("王", "199", "1234", "501"))
