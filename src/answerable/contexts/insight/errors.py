"""What can be wrong with what insight is given, or asked to do."""

from django.utils.translation import gettext_lazy as _

from answerable.kernel.errors import Conflict, Invalid, NotFound, NotPermitted


class SeriesFault(ValueError):
    """A file of counts cannot be read; the sentence says where."""


class WarningClosed(Conflict):
    """Somebody has closed it."""

    code = "warning_closed"
    sentence = _("This warning was closed already. Reload to see by whom, and why.")


__all__ = ["Conflict", "Invalid", "NotFound", "NotPermitted", "SeriesFault", "WarningClosed"]
