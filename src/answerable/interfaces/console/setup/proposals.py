"""What one has proposed and another confirms: rights, accounts, rules."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answerable.contexts.organisation.enums import Role
from answerable.contexts.proposals import api as proposals
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.fresh import Fresh


@require_safe
@desk_page(Role.SETUP)
def all_proposals(request: DeskRequest) -> HttpResponse:
    context = {
        "here": "setup",
        "waiting": proposals.open_proposals(request.actor, at=request.at),
        "decided": proposals.decided_proposals(request.actor, at=request.at),
    }
    return render(request, "console/setup/proposals.html", context)


@require_POST
@desk_page(Role.SETUP, fresh=Fresh.BUTTON)
def confirm(request: DeskRequest, public_id: UUID) -> HttpResponse:
    proposals.confirm(actor=request.actor, public_id=public_id, at=request.at)
    messages.success(request, _("Confirmed. It holds from now on."))
    return redirect("console:setup:proposals")


@require_POST
@desk_page(Role.SETUP)
def refuse(request: DeskRequest, public_id: UUID) -> HttpResponse:
    proposals.refuse(actor=request.actor, public_id=public_id, at=request.at)
    messages.success(request, _("It stays undone."))
    return redirect("console:setup:proposals")
