"""The words of the ledger."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AccessKind(TextChoices):
    """What a member of staff has looked at."""

    CASE = "case", _("The case")
    IDENTITY = "identity", _("Who you are")
    ORIGINAL = "original", _("Your own words, unmasked")
    ATTACHMENT = "attachment", _("An attachment")
    CALLER = "caller", _("Your earlier matters, by your number")
    LISTED = "listed", _("A list that was taken out, with its title and place")


class Ground(TextChoices):
    """Why somebody looked: what their work has to do with the matter, or a reason in their own words."""

    STATED = "", _("For a reason in their own words")
    HANDLES = "handles", _("Handles it")
    COLLEAGUE = "colleague", _("Works in the unit that handles it")
    LEADS = "leads", _("Leads the unit that handles it")
    ASSISTS = "assists", _("Was asked to assist")
    TAKES_PART = "takes_part", _("Works in a unit that had to do with it before")
    DISPATCHES = "dispatches", _("Decides which unit it goes to")
    REVIEWS = "reviews", _("Asks you whether the answer is good enough")
    INSPECTS = "inspects", _("Oversees the work of the units")
    TAKES_CALLS = "takes_calls", _("Takes calls at the hotline")
    CALLED = "called", _("Somebody called from your number")
    EXPORTS = "exports", _("Took out a list in which it stands")
    LOOKS_THROUGH = "looks_through", _("Looked through the cases of the bureau")
