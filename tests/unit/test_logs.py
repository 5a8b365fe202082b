"""What a log line may hold: named fields, no message of an error, one line for one event (T38; ASVS 16.2, 16.4)."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from answerable.config import logs

SECRET = "canary-10000001234"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What comes out of the handler that the product sets up."""
    logs.configure("DEBUG")
    [handler] = [one for one in logging.getLogger().handlers if isinstance(one, logging.StreamHandler)]
    out = io.StringIO()
    before = handler.setStream(out)
    yield out
    handler.setStream(before)


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_field_that_is_not_named_is_dropped(written: io.StringIO) -> None:
    structlog.get_logger("test.named").info(
        "case.opened", reference="2026-AAAA-AAAA", name=SECRET, phone=SECRET
    )
    [line] = lines(written)
    assert line["reference"] == "2026-AAAA-AAAA"
    assert SECRET not in written.getvalue()
    # When, what, where and how grave stand in every line.
    assert {"timestamp", "event", "logger", "level"} <= line.keys()
    assert line["timestamp"].endswith("Z")


def test_an_error_is_told_by_its_kind_and_place_not_by_its_message(written: io.StringIO) -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        structlog.get_logger("test.error").exception("request.failed")
        logging.getLogger("some.library").exception("it failed")
    ours, theirs = lines(written)
    assert ours["exception"].startswith("ValueError at ")
    assert theirs["exception"].startswith("ValueError at ")
    assert SECRET not in written.getvalue()


def test_what_a_library_fills_into_its_sentence_is_left_out(written: io.StringIO) -> None:
    logging.getLogger("some.library").warning("could not write to %s", SECRET)
    [line] = lines(written)
    assert line["event"] == "could not write to %s"
    assert SECRET not in written.getvalue()


def test_nobody_writes_a_line_of_their_own(written: io.StringIO) -> None:
    forged = 'x\n{"event": "account.opened", "level": "info"}\r\n\u2028end'
    structlog.get_logger("test.forged").info("request", route=forged)
    [line] = lines(written)
    assert line["event"] == "request"
    assert line["route"] == forged
