"""The words of dispatch."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Doubt(TextChoices):
    """Why a case waits for a person instead of going out by itself."""

    NONE = "", _("No doubt")
    TOPIC = "topic", _("The topic is not sure enough")
    NO_RULE = "no_rule", _("No rule of the catalogue fits")
    AMBIGUOUS = "ambiguous", _("Two rules of the catalogue disagree")
    WALLED = "walled", _("Everyone whom the rules name is complained of")
    SENDER_DISAGREES = "sender", _("The sender chose another topic than the words suggest")
    RETURNED = "returned", _("A unit has given the case back")
    FAILED = "failed", _("A rule or the model failed")


class Settled(TextChoices):
    """What became of a suggestion."""

    OPEN = "", _("Not settled")
    AUTOMATIC = "automatic", _("Went out by itself")
    ACCEPTED = "accepted", _("Accepted by a dispatcher")
    CORRECTED = "corrected", _("Corrected by a dispatcher")
    ELSEWHERE = "elsewhere", _("Settled without it")


class ModelOrigin(TextChoices):
    """What a classifier was trained on."""

    TOPICS = "topics", _("The words of the topics")
    CASES = "cases", _("The bureau's own closed cases")
    FILE = "file", _("A labelled file")


class LessonKind(TextChoices):
    """What a person's act says about a guess."""

    CONFIRMED = "confirmed", _("Confirmed")
    CORRECTED = "corrected", _("Set right")
    RETURNED = "returned", _("Given back")
