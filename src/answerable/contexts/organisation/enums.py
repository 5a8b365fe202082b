"""The words of the organisation, for every floor above."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a post may do, each within the subtree of a unit."""

    AGENT = "agent", _("Hotline agent")
    DISPATCHER = "dispatcher", _("Dispatcher")
    HANDLER = "handler", _("Handler")
    LEADER = "leader", _("Leader")
    REVIEWER = "reviewer", _("Reviewer")
    INSPECTOR = "inspector", _("Inspector")
    ANALYST = "analyst", _("Analyst")
    SPOKESPERSON = "spokesperson", _("Spokesperson")
    SETUP = "setup", _("Set-up")


class Level(TextChoices):
    BUREAU = "bureau", _("Bureau")
    BRANCH = "branch", _("Branch")
    TEAM = "team", _("Team")


class UnitKind(TextChoices):
    TERRITORIAL = "territorial", _("Territorial")
    POLICE_TYPE = "police_type", _("Police type")
    DEPARTMENT = "department", _("Department")
    DESK = "desk", _("Desk")
