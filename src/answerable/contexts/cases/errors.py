"""What can go wrong with cases."""

from django.utils.translation import gettext_lazy as _

from answerable.kernel.errors import AnswerableError, Conflict, IllegalMove, Invalid, NotFound, NotPermitted


class CaseNotFound(NotFound):
    """There is no such case, or the actor may not know of it: one and the same answer."""


class StaleCase(Conflict):
    """The case has moved on since the page was read. What was typed is kept by whoever catches this."""

    code = "stale_case"
    sentence = _("Somebody has just added to this case. Look at what is new, then send yours again.")


class CaseStillOpen(Conflict):
    """What is still being worked on can't be erased."""

    code = "case_still_open"
    sentence = _("The case is not ended yet. It can be erased once it is answered and closed, or withdrawn.")


class CaseErased(Conflict):
    """Nothing more can be done with a case whose words are gone."""

    code = "case_erased"
    sentence = _("The words of this case were erased. Nothing can be done with it any more.")


class UnitIsWalled(AnswerableError):
    """A case must not go to a unit that is complained of, or below it."""

    code = "unit_is_walled"
    status = 422
    sentence = _("The case complains of this unit or its leader. Choose a unit that is not involved.")


class BureauIsAccused(AnswerableError):
    """A wall around the bureau itself would leave nobody to answer."""

    code = "bureau_is_accused"
    status = 422
    sentence = _("The whole bureau cannot be kept away from a case. Name the unit or the person.")


class UnitIsClosed(AnswerableError):
    code = "unit_is_closed"
    status = 422
    sentence = _("This unit is closed or unknown. Choose another one.")


class NothingPending(AnswerableError):
    code = "nothing_pending"
    status = 409
    sentence = _("There is nothing to decide here any more. Reload to see what has changed.")


__all__ = [
    "BureauIsAccused",
    "CaseErased",
    "CaseNotFound",
    "CaseStillOpen",
    "Conflict",
    "IllegalMove",
    "Invalid",
    "NotPermitted",
    "NothingPending",
    "StaleCase",
    "UnitIsClosed",
    "UnitIsWalled",
]
