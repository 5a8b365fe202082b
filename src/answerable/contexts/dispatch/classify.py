"""What the classifier and the sender together say a text is about."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Sensitive
from answerable.contexts.dispatch.domain.calibration import certainty
from answerable.contexts.dispatch.domain.classifier import Guess
from answerable.contexts.dispatch.domain.kinds import kind_of
from answerable.contexts.dispatch.enums import Doubt
from answerable.contexts.dispatch.facts import Opinion, Term, TextIn
from answerable.contexts.dispatch.in_use import InUse, in_use

log = structlog.get_logger(__name__)

BEST = 5
# A sender's choice of a topic makes that topic so many times as likely as the words alone do.
CHOICE = 20.0


@dataclass(frozen=True, slots=True)
class _Seen:
    """Topics with their probabilities after the sender's choice, the likeliest first."""

    ranked: tuple[tuple[str, float], ...]
    sure: bool
    doubt: Doubt


def classify(texts: Sequence[TextIn]) -> list[Opinion]:
    """Return an opinion for each text. A failure is an opinion with a doubt, never an exception."""
    try:
        used = in_use()
        guesses = _guess(used, [text.text for text in texts])
        return [_opinion(text, guess, used) for text, guess in zip(texts, guesses, strict=True)]
    except Exception as error:
        # Whatever it is: a case goes to a person with the error, and the others behind it must not wait.
        log.exception("dispatch.classify_failed")
        return [_failed(text, error) for text in texts]


def _guess(used: InUse | None, texts: Sequence[str]) -> Sequence[Guess | None]:
    if used is None:
        return [None] * len(texts)
    return used.classifier.guess(texts, best=BEST)


def _opinion(text: TextIn, guess: Guess | None, used: InUse | None) -> Opinion:
    seen = _with_choice(text.chosen_topic, guess, used)
    topic = seen.ranked[0][0] if seen.ranked else None
    usual = cases.topics().kind(topic) if topic else None
    return Opinion(
        topic_code=topic,
        kind=text.chosen_kind or kind_of(text.text, usual),
        confidence=seen.ranked[0][1] if seen.ranked else 0.0,
        sure=seen.sure,
        terms=tuple(Term(term, weight) for term, weight in guess.terms) if guess else (),
        alternatives=seen.ranked[1:],
        model_code=used.code if used else "",
        doubt=seen.doubt,
    )


def _with_choice(chosen: str | None, guess: Guess | None, used: InUse | None) -> _Seen:
    """Weigh the sender's choice in: one that agrees makes sure, one that disagrees makes a doubt.

    A sender who says that it is about the police is believed: who complains of whom is not for words to decide.
    """
    topics = cases.topics()
    if chosen not in topics:
        chosen = None
    if chosen and topics.sensitive(chosen) is Sensitive.OFFICER:
        return _Seen(((chosen, 1.0),), True, Doubt.NONE)
    if guess is None or used is None or not guess.ranked:
        return _Seen(((chosen, 0.0),) if chosen else (), False, Doubt.TOPIC)
    if chosen is None:
        return _Seen(guess.ranked, guess.sure, Doubt.NONE if guess.sure else Doubt.TOPIC)
    ranked = _weighed(chosen, guess)
    if _related(ranked[0][0], chosen):
        second = ranked[1][1] if len(ranked) > 1 else 0.0
        sure = certainty(ranked[0][1], second) >= used.classifier.threshold
        return _Seen(ranked, sure, Doubt.NONE if sure else Doubt.TOPIC)
    return _Seen(ranked, False, Doubt.SENDER_DISAGREES)


def _weighed(chosen: str, guess: Guess) -> tuple[tuple[str, float], ...]:
    """Return the topics with the chosen one, and those below or above it, made likelier."""
    likely = dict(guess.ranked)
    rest = max(0.0, 1.0 - sum(likely.values()))
    if not any(_related(topic, chosen) for topic in likely):
        likely[chosen] = min(rest, 0.01)
    for topic in likely:
        if _related(topic, chosen):
            likely[topic] *= CHOICE
    total = sum(likely.values()) + rest
    return tuple(sorted(((t, p / total) for t, p in likely.items()), key=lambda pair: -pair[1]))


def _related(one: str, other: str) -> bool:
    """Whether two topics are the same or one is above the other."""
    topics = cases.topics()
    return one in topics.line(other) or other in topics.line(one)


def _failed(text: TextIn, error: Exception) -> Opinion:
    return Opinion(
        topic_code=None,
        kind=kind_of(text.text, None),
        confidence=0.0,
        sure=False,
        doubt=Doubt.FAILED,
        error=type(error).__name__,
    )
