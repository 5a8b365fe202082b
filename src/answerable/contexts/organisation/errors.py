"""What can go wrong with the organisation."""

from django.utils.translation import gettext_lazy as _

from answerable.kernel.errors import AnswerableError


class TooManyTries(AnswerableError):
    """Said before the password is looked at, alike for names that exist and names that do not."""

    code = "too_many_tries"
    status = 429
    sentence = _("There were too many tries. Wait a minute, then try again.")


class OwnGrant(AnswerableError):
    code = "own_grant"
    status = 403
    sentence = _("Nobody changes his own posts or grants. Ask another person who sets up the bureau.")


class LastSetUp(AnswerableError):
    code = "last_set_up"
    status = 422
    sentence = _("Nobody could set up the bureau any more. Give another person that role first.")


class UnitInUse(AnswerableError):
    code = "unit_in_use"
    status = 422
    sentence = _("This unit has open units or held posts. Move or end them first.")


class NeedsSecond(AnswerableError):
    code = "needs_second"
    status = 403
    sentence = _("This takes two people: one proposes it, another confirms it.")
