"""Find an open warning for an act, and hold it until the act is done."""

from uuid import UUID

from answerable.contexts.insight.enums import WarningState
from answerable.contexts.insight.errors import NotFound, WarningClosed
from answerable.contexts.insight.models import EarlyWarning
from answerable.contexts.insight.permissions import require_doer
from answerable.contexts.insight.selectors import seen_by
from answerable.kernel.actor import Actor


def lock_warning(actor: Actor, public_id: UUID) -> EarlyWarning:
    """Return the warning, locked.

    Raises:
        NotFound: there is none, or none for the actor.
        NotPermitted: the actor only reads warnings.
        WarningClosed: it is closed.
    """
    warning = EarlyWarning.objects.select_for_update().filter(seen_by(actor), public_id=public_id).first()
    if warning is None:
        raise NotFound
    require_doer(actor, warning.area_id)
    if warning.state == WarningState.CLOSED:
        raise WarningClosed
    return warning
