"""The words of the proposals."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    OPEN = "open", _("Waits for a second person")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Turned down")
    WITHDRAWN = "withdrawn", _("Withdrawn")
