"""What went out to residents and what did not, and what could not be taken up."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from answerable.contexts.cases.enums import Channel
from answerable.contexts.intake import api as intake
from answerable.contexts.messaging import api as messaging
from answerable.contexts.organisation.enums import Role
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.kernel.ids import parse_reference


@require_safe
@desk_page(Role.SETUP)
def outbox(request: DeskRequest) -> HttpResponse:
    """Messages by channel and state: never whom they went to, nor what they said."""
    counts = messaging.message_counts()
    channels = sorted({channel for channel, _state in counts})
    states = [state for state in messaging.OutgoingState if any(at == state for _channel, at in counts)]
    context = {
        "here": "outbox",
        "states": states,
        "lines": [(channel, [counts.get((channel, state), 0) for state in states]) for channel in channels],
        "waiting": intake.waiting(),
        "set_aside": [
            (one, Channel(one.channel).label if one.channel in Channel.values else one.channel)
            for one in intake.set_aside(request.actor)
        ],
    }
    return render(request, "console/outbox.html", context)


@require_POST
@desk_page(Role.SETUP)
def take_up_again(request: DeskRequest) -> HttpResponse:
    """Let the sweep try what was set aside, after its cause was mended."""
    wanted = [found for one in request.POST.getlist("reference") if (found := parse_reference(one))]
    for reference in wanted:
        intake.take_up_again(actor=request.actor, reference=reference, at=request.at)
    count = len(wanted)
    said = ngettext("%(count)s message is tried again.", "%(count)s messages are tried again.", count)
    messages.success(request, said % {"count": count})
    return redirect("console:outbox")


@require_POST
@desk_page(Role.SETUP)
def requeue(request: DeskRequest) -> HttpResponse:
    """Send what waited for a way of sending, now that there is one."""
    channels = {channel for channel, _state in messaging.message_counts()}
    count = sum(messaging.requeue_waiting(channel=channel, at=request.at) for channel in channels)
    messages.success(request, _("%(count)s messages are queued again.") % {"count": count})
    return redirect("console:outbox")
