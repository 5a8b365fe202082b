"""What can go wrong with intake."""

from django.utils.translation import gettext_lazy as _

from answerable.kernel.errors import AnswerableError


class KeyReused(AnswerableError):
    """One Idempotency-Key, two different submissions."""

    code = "idempotency_key_reused"
    status = 422
    sentence = _("This Idempotency-Key was used for another submission. Use a new key for each submission.")


class KeyUnknown(AnswerableError):
    code = "key_unknown"
    status = 401
    sentence = _("The API key is missing, unknown or revoked. Ask the bureau for a key of your channel.")


class QuotaReached(AnswerableError):
    code = "quota_reached"
    status = 429
    sentence = _("This channel has sent more than was agreed for a minute. Send the rest a little later.")


class ProfileNotFound(AnswerableError):
    code = "profile_not_found"
    status = 404
    sentence = _("There is no import profile of this name: %(name)s.")


class NoShift(AnswerableError):
    code = "no_shift"
    status = 409
    sentence = _("No shift of yours is running. It may have been ended already.")
