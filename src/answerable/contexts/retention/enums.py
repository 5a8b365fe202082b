"""The words of retention, for every floor above."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Basis(TextChoices):
    """By which right something was erased."""

    RETENTION = "retention", _("The time for which it may be kept is over")
    REQUEST = "request", _("The resident asked for it")
    ORDER = "order", _("A court or an authority ordered it")
    UNLAWFUL = "unlawful", _("It should never have been kept")


class RequestState(TextChoices):
    """Where a resident's wish stands. Granted: it is going to be erased; done: it is."""

    WAITING = "waiting", _("Waits for a decision")
    GRANTED = "granted", _("Will be erased")
    DONE = "done", _("Erased")
    REFUSED = "refused", _("Not erased")
