"""Errors that say what happened and what to do, in the reader's language.

Every error that can reach a person has a code (stable, for the API) and a sentence. Messages carry no
personal data: they end in logs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise


class AnswerableError(Exception):
    """The base of all errors that a person may read. `status` is the HTTP status that fits."""

    code = "error"
    status = 400
    sentence: Sentence = _("That did not work.")

    def __init__(self, sentence: Sentence | None = None, **facts: object) -> None:
        if sentence is not None:
            self.sentence = sentence
        self.facts = facts
        super().__init__(self.code)

    def __str__(self) -> str:
        text = str(self.sentence)
        return text % self.facts if self.facts else text


class NotFound(AnswerableError):
    """There is none, or the actor may not know of it: one and the same answer."""

    code = "not_found"
    status = 404
    sentence = _("There is nothing here, or it is not for this post to see.")


class NotPermitted(AnswerableError):
    code = "not_permitted"
    status = 403
    sentence = _("This post has no grant for that. Ask whoever manages the posts of your unit.")


class IllegalMove(AnswerableError):
    code = "illegal_move"
    status = 409
    sentence = _("That can't be done in the present state. Reload to see what has changed.")


class Conflict(AnswerableError):
    """Somebody else was quicker."""

    code = "conflict"
    status = 409
    sentence = _("Somebody else has just changed this. Reload, look, and decide again.")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with an input. `where` names a field, or `file:line:column`."""

    where: str
    sentence: Sentence

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}"


class Invalid(AnswerableError):
    """The input has faults; all of them are told at once."""

    code = "invalid"
    status = 422
    sentence = _("Some of this can't be taken as it is.")

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__()
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return "\n".join([str(self.sentence), *(str(fault) for fault in self.faults)])
