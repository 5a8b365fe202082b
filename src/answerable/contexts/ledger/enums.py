"""The words of the ledger."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AccessKind(TextChoices):
    """What a member of staff has looked at."""

    CASE = "case", _("The case")
    IDENTITY = "identity", _("Who you are")
    ATTACHMENT = "attachment", _("An attachment")
