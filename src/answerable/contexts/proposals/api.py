"""The door of the proposals."""

from answerable.contexts.proposals.kinds import Facts, Kind, kinds, register
from answerable.contexts.proposals.rights import ELEVATION, ENABLE, GRANTS
from answerable.contexts.proposals.selectors import (
    ProposalView,
    decided_proposals,
    open_proposals,
    waiting_for,
)
from answerable.contexts.proposals.services.decide import confirm, refuse
from answerable.contexts.proposals.services.propose import propose

__all__ = [
    "ELEVATION",
    "ENABLE",
    "GRANTS",
    "Facts",
    "Kind",
    "ProposalView",
    "confirm",
    "decided_proposals",
    "kinds",
    "open_proposals",
    "propose",
    "refuse",
    "register",
    "waiting_for",
]
