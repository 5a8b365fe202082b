"""What this post was told."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from answerable.contexts.messaging import api as messaging
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.processes.read_notices import notices_of


@require_safe
@desk_page()
def notices(request: DeskRequest) -> HttpResponse:
    return render(request, "console/notices.html", {"here": "notices", "notices": notices_of(request.actor)})


@require_POST
@desk_page()
def all_read(request: DeskRequest) -> HttpResponse:
    messaging.mark_read(actor=request.actor, at=request.at)
    return redirect("console:notices")
