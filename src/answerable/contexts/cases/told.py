"""What the resident reads of each act: in plain words, with the unit's name, never a person's."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases.enums import Act

# An act that is not here is not told.
SENTENCES: Mapping[Act, Promise] = {
    Act.OPEN: _("We have it."),
    Act.DISPATCH: _("It has gone to %(unit)s."),
    Act.TRANSFER: _("It has been handed on to %(unit)s."),
    Act.SIGN_FOR: _("%(unit)s has taken it on."),
    Act.APPROVE_RETURN: _("It was with the wrong unit and has gone on."),
    Act.LOG_CONTACT: _("We have been in touch with you."),
    Act.ASK_RESIDENT: _("We need to know something from you. Until you answer, the time does not count."),
    Act.ADD: _("You have added something."),
    Act.APPROVE_EXTENSION: _("We need more time, and the level above has agreed."),
    Act.ANSWER: _("%(unit)s has answered."),
    Act.DISPUTE: _(
        "You have told us that the answer is not good enough. Somebody who had no part in it will call."
    ),
    Act.CLOSE: _("It is closed."),
    Act.REOPEN: _("It begins again, one level up, with %(unit)s."),
    Act.WITHDRAW: _("You have withdrawn it."),
    Act.TAKE_OVER: _("%(unit)s has taken it over."),
    Act.JOIN: _("A further message about it has come in."),
    Act.SPLIT: _("A part of it has become a matter of its own: %(reference)s."),
}
NOT_REACHED = _("We have tried to reach you.")
TO_DESK = _("It is being looked at again, to find the right unit.")
