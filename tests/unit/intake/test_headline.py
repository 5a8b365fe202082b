"""Titles for voices that came without one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.contexts.intake.domain.headline import LONGEST, headline


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("尊敬的领导：您好！小区路灯坏了。请来修。", "小区路灯坏了"),
        ("你好，我要办身份证", "我要办身份证"),
        ("The lamp is broken. Please come.", "The lamp is broken"),
        ("Hello, the lamp is broken", "the lamp is broken"),
        ("路灯", "路灯"),
    ],
)
def test_the_first_sentence_that_says_something(text: str, title: str) -> None:
    assert headline(text) == title


@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_there_is_always_a_short_title(text: str) -> None:
    assert 0 < len(headline(text)) <= LONGEST
