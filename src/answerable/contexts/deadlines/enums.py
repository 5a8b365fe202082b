"""The words of deadlines."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ClockKind(TextChoices):
    """What has to be done by a date."""

    ACKNOWLEDGE = "acknowledge", _("Acknowledge")
    SIGN_FOR = "sign_for", _("Sign for")
    FIRST_CONTACT = "first_contact", _("First contact")
    ANSWER = "answer", _("Answer")
    CLOSE = "close", _("Close")
    RETURN_VISIT = "return_visit", _("Return visit")
    CONTEST = "contest", _("Objection")


class TimeUnit(TextChoices):
    WORKING_MINUTES = "working_minutes", _("working minutes")
    WORKING_HOURS = "working_hours", _("working hours")
    WORKING_DAYS = "working_days", _("working days")
    HOURS = "hours", _("hours")
    DAYS = "days", _("days")


class ClockState(TextChoices):
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    STOPPED = "stopped", _("Stopped")


class EntryKind(TextChoices):
    START = "start", _("Start")
    PAUSE = "pause", _("Pause")
    RESUME = "resume", _("Resume")
    EXTEND = "extend", _("Extend")
    STOP = "stop", _("Stop")


class WarningLevel(TextChoices):
    """How much of the time is gone."""

    HALF = "half", _("Half of the time is gone")
    MOST = "most", _("Most of the time is gone")
    OVERDUE = "overdue", _("Overdue")
