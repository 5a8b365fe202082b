"""The codes that a submission may use."""

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Channel, Kind
from answerable.contexts.intake.domain.checking import Words


def _knows_topic(code: str) -> bool:
    topics = cases.topics()
    return not len(topics) or code in topics


_WORDS = Words(frozenset(Channel.values), frozenset(Kind.values), _knows_topic)


def words() -> Words:
    """Return the channels, kinds and topics that the house knows now."""
    return _WORDS
