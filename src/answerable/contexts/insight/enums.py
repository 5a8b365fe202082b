"""The words of early warnings."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class WarningState(TextChoices):
    RAISED = "raised", _("Nobody has looked yet")
    TAKEN = "taken", _("Being looked into")
    CLOSED = "closed", _("Closed")


class Cause(TextChoices):
    """What was behind it, as people found."""

    MATTER = "matter", _("A real matter")
    EVENT = "event", _("A known event")
    CAMPAIGN = "campaign", _("A campaign of ours brought more reports")
    IMPORT = "import", _("An import or a change in how cases are counted")
    CHANCE = "chance", _("Nothing was found: chance")
