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
