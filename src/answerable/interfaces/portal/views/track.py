"""Come back with reference and code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from answerable.interfaces.portal.forms.track import Find


def find(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/track/find.html", {"form": Find(), "here": "track"})
