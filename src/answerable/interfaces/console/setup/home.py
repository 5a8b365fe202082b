"""The first page of the set-up: what can be set up, and how complete it is."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.contexts.organisation.enums import Role
from answerable.interfaces.console.desk import DeskRequest, desk_page


@require_safe
@desk_page(Role.SETUP)
def home(request: DeskRequest) -> HttpResponse:
    return render(request, "console/setup/home.html", {"here": "setup"})
