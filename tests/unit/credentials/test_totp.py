"""Codes of an app: the vectors of RFC 6238, and half a minute of patience."""

from datetime import UTC, datetime, timedelta

import pytest

from answerable.contexts.credentials import totp

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
    ],
)
def test_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert totp.code_at(SECRET, datetime.fromtimestamp(seconds, UTC)) == code


@pytest.mark.parametrize(("away", "good"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_clock_may_be_one_step_off(away: int, good: bool) -> None:
    at = datetime(2026, 5, 11, 2, 0, 5, tzinfo=UTC)
    code = totp.code_at(SECRET, at + timedelta(seconds=away))
    assert (totp.step_of(SECRET, code, at) is not None) is good


def test_the_key_is_said_in_groups_of_four() -> None:
    assert totp.as_text(SECRET) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
    address = totp.address(SECRET, "wang", "示例市公安局")
    assert address.startswith("otpauth://totp/%E7%A4%BA")
    assert "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" in address
