"""The first page of the day: what waits for this post."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.interfaces.console.desk import DeskRequest, desk_page


@require_safe
@desk_page()
def today(request: DeskRequest) -> HttpResponse:
    return render(request, "console/today.html", {"here": "today"})
