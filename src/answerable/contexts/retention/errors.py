"""What can go wrong with erasing and keeping."""

from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases.errors import CaseErased, CaseStillOpen
from answerable.kernel.errors import Conflict, Invalid, NotFound, NotPermitted


class OnHold(Conflict):
    """A legal hold forbids erasing."""

    code = "on_hold"
    sentence = _(
        "This case is held for a procedure under the law and can't be erased until the hold is lifted."
    )


class HadAPart(NotPermitted):
    """Nobody decides on what they have worked on."""

    code = "had_a_part"
    sentence = _("You or your unit worked on this case. Somebody else has to decide.")


class AskedAlready(Conflict):
    """One wish at a time."""

    code = "asked_already"
    sentence = _("You have asked for this already. What is decided stands here.")


class Decided(Conflict):
    """Somebody has decided before."""

    code = "decided"
    sentence = _("This was decided already. Reload to see how.")


__all__ = [
    "AskedAlready",
    "CaseErased",
    "CaseStillOpen",
    "Conflict",
    "Decided",
    "HadAPart",
    "Invalid",
    "NotFound",
    "NotPermitted",
    "OnHold",
]
