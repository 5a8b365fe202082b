"""What a file of people would give, one person proposes as a whole."""

from collections import defaultdict
from collections.abc import Sequence

from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.events import GrantWanted
from answerable.contexts.proposals.rights import GRANTS
from answerable.contexts.proposals.services.propose import propose
from answerable.kernel.events import at_once


@at_once(GrantWanted)
def propose_grants_of_a_file(wanted: Sequence[GrantWanted]) -> None:
    by_post = defaultdict(list)
    for one in wanted:
        by_post[one.by_post_id, one.at].append([one.post_id, one.role, one.unit_id])
    for (post_id, at), grants in by_post.items():
        actor = organisation.actor_for(post_id, at=at)
        propose(actor=actor, kind=GRANTS, facts={"grants": grants}, at=at)
