"""What can go wrong with proposals."""

from django.utils.translation import gettext_lazy as _

from answerable.kernel.errors import AnswerableError


class OwnProposal(AnswerableError):
    code = "own_proposal"
    status = 403
    sentence = _("Nobody confirms what he proposed himself. Another person who sets up this unit has to.")


class ProposalOver(AnswerableError):
    code = "proposal_over"
    status = 409
    sentence = _("This was decided already, or waited too long. Propose it again if it is still wanted.")
