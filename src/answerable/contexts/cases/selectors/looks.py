"""Who of the staff looked at a case, for its resident."""

from answerable.contexts.cases.public_views import PublicLook
from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import api as organisation


def looks_of(reference: str) -> tuple[PublicLook, ...]:
    """Return every look, newest first: the post and its unit as they were then, never the person."""
    return tuple(_look(access) for access in ledger.accesses_of(reference))


def _look(access: ledger.Access) -> PublicLook:
    post = organisation.post_view(access.post_id)
    return PublicLook(
        at=access.at,
        kind=access.kind,
        post_title=post.title(),
        unit_id=access.unit_id or post.unit_id,
        ground=access.ground,
        reason=access.reason,
    )
