"""What can go wrong with deadlines."""

from django.utils.translation import gettext_lazy as _

from answerable.kernel.errors import AnswerableError


class ClockNotRunning(AnswerableError):
    code = "clock_not_running"
    status = 409
    sentence = _("This deadline is not running any more.")


class ExtensionRefused(AnswerableError):
    code = "extension_refused"
    status = 422
    sentence = _("The new date has to lie after the present one and within what the rule allows.")
