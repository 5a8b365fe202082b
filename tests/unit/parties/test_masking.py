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
)


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
