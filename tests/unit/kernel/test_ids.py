from datetime import UTC, datetime

import pytest

from answerable.kernel import ids

AT = datetime(2026, 5, 11, 1, 14, tzinfo=UTC)


def test_a_reference_is_the_year_and_forty_random_bits() -> None:
    made = {ids.new_reference(AT) for _ in range(200)}
    assert len(made) == 200
    assert all(ids.parse_reference(reference) == reference for reference in made)
    assert all(reference.startswith("2026-") and len(reference) == 14 for reference in made)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-7k4m-q2xw",
        " 20267K4MQ2XW ",
        "2026 7K4M Q2XW",
        "２０２６－７Ｋ４Ｍ－Q2XW",
        "2026—7K4M—Q2XW",
    ],
)
def test_a_reference_is_understood_as_people_type_it(typed: str) -> None:
    assert ids.parse_reference(typed) == "2026-7K4M-Q2XW"


@pytest.mark.parametrize(
    ("typed", "meant"), [("2026-OOOO-IIII", "2026-0000-1111"), ("2026-llll-0000", "2026-1111-0000")]
)
def test_symbols_that_look_alike_are_read_as_one(typed: str, meant: str) -> None:
    assert ids.parse_reference(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "2026", "2026-7K4M", "1926-7K4M-Q2XW", "2026-7K4M-Q2XWA", "2026-UUUU-UUUU", "x" * 5000]
)
def test_what_is_no_reference_is_none(typed: str) -> None:
    assert ids.parse_reference(typed) is None


def test_an_access_code_has_eighty_bits_and_survives_typing() -> None:
    code = ids.new_access_code()
    assert len(ids.normal_code(code)) == 16
    assert ids.normal_code(f"  {code.lower().replace('-', ' ')} ") == ids.normal_code(code)
