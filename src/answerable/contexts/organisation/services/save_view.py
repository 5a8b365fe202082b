"""Keep a list with its filter, for the post that made it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation.models import SavedView
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid, NotPermitted
from answerable.kernel.text import clean

MOST = 50
LONGEST_NAME = 60
LONGEST_QUERY = 2000


@transaction.atomic
def save_view(*, actor: Actor, page: str, name: str, query: str, at: datetime) -> SavedView:
    """Keep a page's filter under a name; a view of this name is replaced.

    Raises:
        Invalid: the name is missing or too long, or the post has too many views.
        NotPermitted: the actor is not a post.
    """
    if actor.post_id is None:
        raise NotPermitted
    name = " ".join(clean(name).split())
    faults = [fault for wrong, fault in _faults(actor.post_id, page, name, query) if wrong]
    if faults:
        raise Invalid(faults)
    view, _created = SavedView.objects.update_or_create(
        post_id=actor.post_id, page=page, name=name, defaults={"query": query}
    )
    ledger.record(actor=actor, code="organisation.view.saved", at=at, internal={"page": page, "name": name})
    return view


def _faults(post_id: int, page: str, name: str, query: str) -> list[tuple[bool, Fault]]:
    others = SavedView.objects.filter(post_id=post_id, page=page).exclude(name=name).count()
    return [
        (not name, Fault("name", _("Give the view a name."))),
        (len(name) > LONGEST_NAME, Fault("name", _("The name has at most 60 characters."))),
        (len(query) > LONGEST_QUERY, Fault("query", _("This filter is too long to be kept."))),
        (others >= MOST, Fault("name", _("There are 50 views already. Delete one first."))),
    ]
