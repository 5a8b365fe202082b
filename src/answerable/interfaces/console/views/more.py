"""Everything that has no place in the rail: other rooms, one's posts, language, colours, signing out."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.contexts.organisation import api as organisation
from answerable.interfaces.console.desk import DeskRequest, desk_page


@require_safe
@desk_page()
def more(request: DeskRequest) -> HttpResponse:
    path = organisation.units().path(request.desk.post.unit_id)
    return render(
        request, "console/more.html", {"here": "more", "unit_names": [unit.name() for unit in path]}
    )
