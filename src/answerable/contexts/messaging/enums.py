"""The words of messaging."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Purpose(TextChoices):
    """Why we write to a resident. None of them says what the matter is about."""

    RECEIPT = "receipt", _("Receipt")
    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement")
    PROGRESS = "progress", _("Progress")
    RATING_INVITATION = "rating_invitation", _("Invitation to rate")
    REMINDER = "reminder", _("Reminder")
    REFUSAL = "refusal", _("Refusal")


class OutgoingState(TextChoices):
    """Where a message is. `uncertain`: we were cut off after handing it over, so it is not sent again by itself."""

    QUEUED = "queued", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")
    UNCERTAIN = "uncertain", _("Perhaps sent")
    NO_CHANNEL = "no_channel", _("No way to send it is set up")
    SUPPRESSED = "suppressed", _("Not sent, as the resident wished")


class Outcome(TextChoices):
    """What a channel says of one message."""

    SENT = "sent", _("Sent")
    REFUSED = "refused", _("Refused for now")
    IMPOSSIBLE = "impossible", _("Refused for good")
    UNCERTAIN = "uncertain", _("Perhaps sent")
