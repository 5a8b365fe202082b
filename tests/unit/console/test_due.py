"""When something is due, as people say it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from answerable.contexts.cases.enums import RoundState
from answerable.interfaces.console.due import due_of

# A Monday at 10:00 in Shanghai.
AT = datetime(2026, 5, 11, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "said", "tone"),
    [
        (-50, "超时2天", "late"),
        (-3, "超时3小时", "late"),
        (-0.1, "超时6分钟", "late"),
        (0.5, "还剩30分钟", "wait"),
        (3.5, "还剩3小时", "wait"),
        (7, "今天17:00前", "wait"),
        (24, "明天10:00前", "info"),
        (100, "5月15日（周五）14:00前", "rest"),
    ],
)
def test_a_deadline_is_a_sentence_and_a_tone(hours: float, said: str, tone: str) -> None:
    with translation.override("zh-hans"):
        due = due_of(AT + timedelta(hours=hours), RoundState.HANDLING, AT)
    assert (due.sentence, due.tone) == (said, tone)


def test_without_a_date_it_says_why() -> None:
    with translation.override("en"):
        said = {state: due_of(None, state, AT).sentence for state in RoundState}
    assert said[RoundState.ASKING] == "the resident has the word"
    assert said[RoundState.CLOSED] == "closed"
    assert all(said.values())
