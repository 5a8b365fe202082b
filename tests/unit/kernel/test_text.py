import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from answerable.kernel import text


@given(st.text())
def test_cleaning_twice_changes_nothing_more(said: str) -> None:
    once = text.clean(said)
    assert text.clean(once) == once
    assert "\x00" not in once
    assert unicodedata.is_normalized("NFC", once)


def test_characters_that_hide_are_removed() -> None:
    assert text.clean("\u202egnp.exe\u202c\x00\ufeff") == "gnp.exe"
    assert text.clean("a\r\nb\rc\td") == "a\nb\nc\td"


def test_full_width_and_case_match() -> None:
    assert text.match_key("ＡＢＣ　１２３") == text.match_key("abc 123")


def test_chinese_is_found_by_any_word_of_two_characters() -> None:
    stored = set(text.grams("莲花小区夜间施工噪音，车牌X12345"))
    for query in ("噪音", "施工噪音", "小区", "x12345", "夜"):
        assert set(text.query_grams(query)) <= stored
    assert not set(text.query_grams("扰民")) <= stored


@given(st.text(alphabet="夜间施工噪音abc 12", min_size=1), st.data())
def test_a_part_of_a_chinese_text_is_always_found(said: str, data: st.DataObject) -> None:
    run = max(said.split(), key=len, default="")
    chinese = "".join(symbol for symbol in run if symbol > "z")
    if chinese and chinese in said:
        assert set(text.query_grams(chinese)) <= set(text.grams(said))
