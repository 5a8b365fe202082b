"""Reject a submission that was set aside and can't be taken up."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.intake.enums import SubmissionState
from answerable.contexts.intake.models import Submission
from answerable.contexts.intake.permissions import require_set_up
from answerable.contexts.intake.services.settle import Outcome, settle
from answerable.kernel import row_security
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid, NotFound
from answerable.kernel.text import clean


@row_security.as_system("intake.give_up_submission")
@transaction.atomic
def give_up_submission(*, actor: Actor, reference: str, reason: str, at: datetime) -> None:
    """Reject it with a reason, which its sender reads on the tracking page.

    Raises:
        NotPermitted: the actor does not look after the set-up of the bureau.
        Invalid: no reason is given.
        NotFound: no submission of this reference is set aside.
    """
    require_set_up(actor)
    words = clean(reason)[:300]
    if not words:
        raise Invalid([Fault("reason", _("Give a reason: whoever sent it reads it."))])
    key = (
        Submission.objects.select_for_update()
        .filter(reference=reference, set_aside_at__isnull=False)
        .values_list("id", flat=True)
        .first()
    )
    if key is None:
        raise NotFound
    settle(
        actor=actor,
        outcomes=[Outcome(key, SubmissionState.REJECTED, reason_zh=words, reason_en=words)],
        at=at,
    )
