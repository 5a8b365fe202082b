"""A submission that had joined a case becomes one of its own: a dispatcher, or its sender, says so."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import JoinRule
from answerable.contexts.cases.events import CaseWithdrawn
from answerable.contexts.intake import api as intake
from answerable.kernel import row_security
from answerable.kernel.actor import Actor
from answerable.kernel.clock import now
from answerable.kernel.events import afterwards
from answerable.processes.open_submissions import Opened, open_submissions


@transaction.atomic
def separate_submission(
    *,
    actor: Actor,
    case_id: cases.CaseId,
    submission: str,
    reason: str,
    at: datetime,
    expected_version: int | None = None,
) -> Opened:
    """Take it out and open its own case under the reference that its sender holds; nothing of it was lost meanwhile.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as the acts of cases.
        NothingPending: it has not joined this case.
        Invalid: no reason is given.
    """
    party_id = cases.separate_submission(
        actor=actor,
        case_id=case_id,
        submission=submission,
        reason=reason,
        at=at,
        expected_version=expected_version,
    )
    reference = cases.facts_of([case_id])[case_id].reference
    # As when it came in: whoever takes it out need not be one who may see its own case.
    with row_security.system("processes.separate_submission"):
        claimed = intake.take_apart(actor=actor, reference=submission, case_reference=reference, at=at)
        [opened] = open_submissions(
            actor=Actor.system("sweep"), claimed=[claimed], at=at, party_ids=[party_id]
        )
    return opened


@afterwards(CaseWithdrawn)
def keep_the_others(happened: Sequence[CaseWithdrawn]) -> None:
    """Whoever withdraws a matter withdraws the own one; what others told becomes a case again. A repeat finds none."""
    for event in happened:
        for one in cases.joined_to(cases.CaseId(event.case_id)):
            if one.rule is JoinRule.WORDS:
                separate_submission(
                    actor=Actor.system("sweep"),
                    case_id=cases.CaseId(event.case_id),
                    submission=one.submission,
                    reason=gettext("The matter that it had joined was withdrawn by whoever told it first."),
                    at=now(),
                )
