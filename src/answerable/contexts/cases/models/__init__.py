"""Tables of cases."""

from answerable.contexts.cases.models.bundle import Bundle
from answerable.contexts.cases.models.case import Accused, Attachment, Case
from answerable.contexts.cases.models.deferral import Deferral
from answerable.contexts.cases.models.move import Move
from answerable.contexts.cases.models.round import Ask, Round
from answerable.contexts.cases.models.topic import AnswerTemplate, Topic, TopicVersion

__all__ = [
    "Accused",
    "AnswerTemplate",
    "Ask",
    "Attachment",
    "Bundle",
    "Case",
    "Deferral",
    "Move",
    "Round",
    "Topic",
    "TopicVersion",
]
