"""What can go wrong with reviews, and what to do."""

from django.utils.translation import gettext_lazy as _

from answerable.kernel.errors import AnswerableError, Conflict, NotFound


class NothingToCorrect(Conflict):
    """Counted anew, a month says what was published."""

    code = "nothing_to_correct"
    sentence = _("Counted again, the month says what was published. There is nothing to correct.")


class NoSuchCode(NotFound):
    """A code that is unknown, mistyped or no longer valid: one answer for all."""

    code = "no_such_code"
    sentence = _(
        "This code does not open a rating. Check it against the message, or use your number and query code."
    )


class VisitNotFound(NotFound):
    """There is no such return visit, or the actor may not know of it: one and the same answer."""


class TooManyCodes(AnswerableError):
    code = "too_many_codes"
    status = 429
    sentence = _("Too many codes that were not right. Wait %(seconds)s seconds and try again.")


class AlreadyRated(AnswerableError):
    """Once for each answer. The page shows what was said."""

    code = "already_rated"
    status = 409
    sentence = _("This answer has been rated already. Here is what was said.")


class NothingToRate(AnswerableError):
    code = "nothing_to_rate"
    status = 409
    sentence = _("There is no answer to rate at the moment.")


class NotIndependent(AnswerableError):
    """The reviewer had a part in it."""

    code = "not_independent"
    status = 403
    sentence = _("You, or your unit, had a part in this matter. Somebody else has to call.")


class NotYetUnreachable(AnswerableError):
    code = "not_yet_unreachable"
    status = 409
    sentence = _("Try at least %(attempts)s times on %(days)s different days before giving up.")


class CallFirst(AnswerableError):
    code = "call_first"
    status = 409
    sentence = _("Record a call with the resident before you decide.")


class NoContest(AnswerableError):
    """Nothing to contest, too late, or contested before."""

    code = "no_contest"
    status = 409
    sentence = _("There is no decision here that can still be contested.")
