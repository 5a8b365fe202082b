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
    """Where a message is. `uncertain`: we were cut off after handing it over, so it is not sent again by itself.

    `delivered` says only a channel whose peer tells of it; elsewhere `sent` is the end.
    """

    QUEUED = "queued", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Could not be sent")
    EXPIRED = "expired", _("Too late to be sent")
    UNCERTAIN = "uncertain", _("Perhaps sent")
    NO_CHANNEL = "no_channel", _("No way to send it is set up")
    SUPPRESSED = "suppressed", _("Not sent, to keep the resident safe")


class Unwanted(TextChoices):
    """Why a message is not sent although there is a way."""

    NO_SMS = "no_sms", _("The resident wants no text messages.")
    WANTS_CALL = "wants_call", _("The resident wishes to be called.")
    SAFE_TOPIC = "safe_topic", _("The matter is one where somebody else may read the telephone.")


class Outcome(TextChoices):
    """What a channel says of one message."""

    SENT = "sent", _("Sent")
    REFUSED = "refused", _("Refused for now")
    IMPOSSIBLE = "impossible", _("Refused for good")
    UNCERTAIN = "uncertain", _("Perhaps sent")
