from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from answerable.kernel import events


@dataclass(frozen=True, slots=True)
class Rang(events.Event):
    bell: int
    at: datetime


@pytest.fixture(autouse=True)
def own_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_at_once", "_afterwards"):
        monkeypatch.setattr(events, name, type(getattr(events, name))(list))
    monkeypatch.setattr(events, "_by_name", {})


AT = datetime(2026, 5, 11, tzinfo=UTC)


def test_at_once_subscribers_get_all_facts_of_an_act_together() -> None:
    heard: list[Sequence[Rang]] = []
    events.at_once(Rang)(heard.append)
    events.publish([Rang(1, AT), Rang(2, AT)])
    assert heard == [[Rang(1, AT), Rang(2, AT)]]


def test_an_at_once_subscriber_can_fail_the_act() -> None:
    @events.at_once(Rang)
    def refuse(_: Sequence[Rang]) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        events.publish([Rang(1, AT)])


def test_afterwards_subscribers_get_chunks_through_the_queue() -> None:
    heard: list[Rang] = []

    @events.afterwards(Rang)
    def listen(rang: Sequence[Rang]) -> None:
        heard.extend(rang)

    queued: list[tuple[str, list[list[Any]]]] = []
    facts = [Rang(number, AT) for number in range(events.CHUNK + 1)]
    events.publish(facts, defer=lambda name, chunks: queued.append((name, chunks)))
    [(name, chunks)] = queued
    assert [len(chunk) for chunk in chunks] == [events.CHUNK, 1]
    for chunk in chunks:
        events.run_subscriber(name, chunk)
    assert heard == facts


def test_a_listener_hears_everything_in_place_of_the_queue_and_runs_what_would_follow() -> None:
    followed: list[Rang] = []

    @events.afterwards(Rang)
    def follow(rang: Sequence[Rang]) -> None:
        followed.extend(rang)

    heard: list[events.Event] = []
    with events.heard_by(heard.extend):
        events.publish([Rang(1, AT)], defer=lambda name, chunks: pytest.fail("the queue was asked"))
    assert heard == [Rang(1, AT)]
    assert followed == []
    events.run_afterwards(heard)
    assert followed == [Rang(1, AT)]
