"""The words of files."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FileKind(TextChoices):
    IMAGE = "image", _("Picture")
    DOCUMENT = "document", _("Document")
    AUDIO = "audio", _("Sound recording")
    VIDEO = "video", _("Video")


class Scan(TextChoices):
    """What the scanner for malicious programs has said."""

    NONE = "none", _("Not scanned: there is no scanner")
    WAITING = "waiting", _("Waits for the scanner")
    CLEAN = "clean", _("Scanned, nothing found")
    FOUND = "found", _("Set aside: the scanner found something in it")
