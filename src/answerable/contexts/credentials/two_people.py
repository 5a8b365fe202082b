"""The one act of the credentials that takes two people."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from answerable.contexts.credentials.services.reset_factors import reset_factors
from answerable.contexts.organisation import api as organisation
from answerable.contexts.proposals import api as proposals
from answerable.contexts.proposals.api import Facts, Kind
from answerable.kernel.actor import Actor

RESET = "credentials.factors.reset"


def _perform(first: Actor, second: Actor, facts: Facts, at: datetime) -> None:
    reset_factors(actor=first, second=second, person_id=facts["person"], at=at)


proposals.register(
    Kind(
        RESET,
        _("A new start for the second factor"),
        lambda facts, at: organisation.unit_of_person(facts["person"], at=at),
        lambda actor, facts, at: organisation.require_over(actor, facts["person"], at),
        _perform,
        lambda facts: [organisation.account_of(facts["person"]).username],
    )
)
