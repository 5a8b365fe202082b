"""What can go wrong with credentials."""

from django.utils.translation import gettext_lazy as _

from answerable.kernel.errors import AnswerableError


class LastFactor(AnswerableError):
    code = "last_factor"
    status = 422
    sentence = _("This is your only second factor. Add another one first.")
