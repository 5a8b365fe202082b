"""The words of intake."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SubmissionState(TextChoices):
    """What became of a submission. There is no other end: nothing that came in is dropped."""

    WAITING = "waiting", _("Received, being read")
    OPENED = "opened", _("Became a case")
    JOINED = "joined", _("Joined a case")
    REJECTED = "rejected", _("Not taken up")


class ImportState(TextChoices):
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
