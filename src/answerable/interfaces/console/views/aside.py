"""What was set aside after several tries: messages that came in, and jobs. A person tries again, or gives up."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from answerable.contexts.cases.enums import Channel
from answerable.contexts.intake import api as intake
from answerable.contexts.organisation.enums import Role
from answerable.interfaces.console import sealed
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.kernel.ids import parse_reference
from answerable.processes import mend_jobs

GIVE_UP = "give_up"
_PURPOSE = "job"


@require_safe
@desk_page(Role.SETUP)
def aside(request: DeskRequest) -> HttpResponse:
    """Both lists; neither shows what anybody wrote."""
    context = {
        "here": "outbox",
        "waiting": intake.waiting(),
        "submissions": [
            (one, Channel(one.channel).label if one.channel in Channel.values else one.channel)
            for one in intake.set_aside(request.actor)
        ],
        # A serial number stands on no page.
        "jobs": [
            (job, sealed.seal(_PURPOSE, str(job.job_id))) for job in mend_jobs.jobs_set_aside(request.actor)
        ],
    }
    return render(request, "console/outbox/aside.html", context)


@require_POST
@desk_page(Role.SETUP)
def submissions(request: DeskRequest) -> HttpResponse:
    """Let the sweep try them again after the cause was mended, or reject them with a reason that is read."""
    wanted = [found for one in request.POST.getlist("reference") if (found := parse_reference(one))]
    reason, given_up = request.POST.get("reason", ""), request.POST.get("do") == GIVE_UP
    for reference in wanted:
        if given_up:
            intake.give_up_submission(actor=request.actor, reference=reference, reason=reason, at=request.at)
        else:
            intake.take_up_again(actor=request.actor, reference=reference, at=request.at)
    return _told(request, len(wanted), given_up=given_up)


@require_POST
@desk_page(Role.SETUP)
def jobs(request: DeskRequest) -> HttpResponse:
    """Put jobs back into their queue, or take them off the list with a reason that stays in the journal."""
    opened = [sealed.unseal(_PURPOSE, token) for token in request.POST.getlist("job")]
    wanted = [int(one) for one in opened if one]
    reason, given_up = request.POST.get("reason", ""), request.POST.get("do") == GIVE_UP
    for job_id in wanted:
        if given_up:
            mend_jobs.give_job_up(actor=request.actor, job_id=job_id, reason=reason, at=request.at)
        else:
            mend_jobs.try_job_again(actor=request.actor, job_id=job_id, at=request.at)
    return _told(request, len(wanted), given_up=given_up)


def _told(request: DeskRequest, count: int, *, given_up: bool) -> HttpResponse:
    if not count:
        messages.info(request, _("Nothing was chosen, and nothing was done."))
    elif given_up:
        said = ngettext("%(count)s was given up.", "%(count)s were given up.", count)
        messages.success(request, said % {"count": count})
    else:
        said = ngettext("%(count)s is tried again.", "%(count)s are tried again.", count)
        messages.success(request, said % {"count": count})
    return redirect("console:aside")
