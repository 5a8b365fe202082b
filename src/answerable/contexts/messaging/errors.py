"""What can go wrong with messages."""

from django.utils.translation import gettext_lazy as _

from answerable.kernel.errors import AnswerableError


class UnsafeMessage(AnswerableError):
    """A line break or a control character where a header would end: somebody tries to add their own."""

    code = "unsafe_message"
    status = 422
    sentence = _("A message with line breaks in its address or subject is not sent.")
