"""What is like a case, fetched after its page so that the page need not wait for it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.contexts.cases import api as cases
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.navigation import READERS

SHOWN = 5


@require_safe
@desk_page(*READERS, activity=False)
def around(request: DeskRequest, reference: str) -> HttpResponse:
    case = cases.case_view(request.actor, reference, request.at, masked=False)
    text = f"{case.title}\n{case.text}"
    similar = cases.similar_cases(request.actor, text, case.area_id, request.at, limit=SHOWN + 1)
    others = [one for one in similar if one.row.reference != case.reference][:SHOWN]
    return render(
        request, "console/case/around.html", {"similar": others, "case": case, "join": "join" in request.GET}
    )
