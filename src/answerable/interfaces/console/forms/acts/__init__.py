"""The forms of acts, one class for each, and in which order a case offers them."""

from answerable.contexts.cases.enums import Act
from answerable.interfaces.console.forms.acts import answer, deciding, facts, handling
from answerable.interfaces.console.forms.acts.base import ActForm

FORMS: dict[Act, type[ActForm]] = {
    form.act: form for form in (*handling.FORMS, *answer.FORMS, *deciding.FORMS, *facts.FORMS)
}

# What is done most comes first; the bar shows the first few that are allowed, a menu the rest.
ORDER = (
    Act.SIGN_FOR,
    Act.APPROVE_RETURN,
    Act.REFUSE_RETURN,
    Act.APPROVE_EXTENSION,
    Act.REFUSE_EXTENSION,
    Act.GIVE_ASSIST,
    Act.ANSWER,
    Act.DISPATCH,
    Act.LOG_CONTACT,
    Act.NOTE,
    Act.ASK_RESIDENT,
    Act.ASSIGN,
    Act.ASK_EXTENSION,
    Act.ASK_RETURN,
    Act.TRANSFER,
    Act.TAKE_OVER,
    Act.ASK_ASSIST,
    Act.MARK_URGENT,
    Act.CORRECT,
    Act.BUNDLE,
    Act.UNBUNDLE,
    Act.SPLIT,
    Act.SEPARATE,
    Act.RECORD_ACCUSED,
    Act.ADD,
    Act.DISPUTE,
    Act.CLOSE,
    Act.REOPEN,
    Act.WITHDRAW,
)

__all__ = ["FORMS", "ORDER", "ActForm"]
