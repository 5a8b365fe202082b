"""Looking for a case from anywhere."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from answerable.interfaces.console.desk import DeskRequest, desk_page


@require_POST
@desk_page()
def find(request: DeskRequest) -> HttpResponse:
    return redirect("console:today")
