"""What operators bill: segments of a text message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.contexts.messaging.domain.segments import segments


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 152, 3),
        ("中" * 70, 1),
        ("中" * 71, 2),
        ("中" * 134, 2),
        ("中" * 135, 3),
        ("😀" * 35, 1),
        ("中" * 66 + "😀" + "中" * 66, 3),
    ],
)
def test_places_are_counted_as_operators_do(text: str, count: int) -> None:
    assert segments(text) == count


@given(st.text(max_size=600))
def test_segments_hold_the_text(text: str) -> None:
    units = len(text.encode("utf-16-le")) // 2
    assert segments(text) <= 1 + units // 66
    assert segments(text) * 160 >= units
