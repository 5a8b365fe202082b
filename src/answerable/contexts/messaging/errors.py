"""What can go wrong with messages."""

from django.utils.translation import gettext_lazy as _

from answerable.kernel.errors import AnswerableError, Conflict, NotFound


class UnsafeMessage(AnswerableError):
    """A line break or a control character where a header would end: somebody tries to add their own."""

    code = "unsafe_message"
    status = 422
    sentence = _("A message with line breaks in its address or subject is not sent.")


class MessageNotFound(NotFound):
    """There is no such message, or it is about a matter from which the reader is kept away."""


class TextForgotten(Conflict):
    code = "text_forgotten"
    sentence = _("What this message said was forgotten after 30 days, so it can't be sent again.")


class GatewayNotFound(NotFound):
    """There is no such gateway, or it does not take calls."""


class CallRefused(AnswerableError):
    """A call that is not its peer's, or not what was agreed; `reason` is a short code for counts and tests."""

    code = "call_refused"
    status = 401
    sentence = _("The call was refused: its signature, its time or its form is not what was agreed.")

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason
