"""What the ledger refuses."""

from django.utils.translation import gettext_lazy as _

from answerable.kernel.errors import AnswerableError


class NoProof(AnswerableError):
    """The leaf is in no tree of that size, or no checkpoint of that size was published."""

    code = "no_proof"
    status = 404
    sentence = _(
        "The journal has no such proof. A new line is in the tree from the next checkpoint on; only the sizes of"
        " published checkpoints can be asked for."
    )
