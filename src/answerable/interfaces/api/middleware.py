"""The short way for machines that bring voices in."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django.utils import translation

from answerable.interfaces.api.problems import OnlyOverTls, answer_problem

Handler = Callable[[HttpRequest], HttpResponse]

ROAD = ("/api/v1/submissions", "/api/v1/gateways/")


class OverTls:
    """Refuse the API over plain HTTP where we are served over TLS.

    A redirect would be followed in silence, with the key of a channel or somebody's access code in the clear each time.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        plain = settings.OPTIONS.https and not request.is_secure()
        if plain and request.path_info.startswith("/api/"):
            return answer_problem(OnlyOverTls())
        return self.get_response(request)


class MachineRoad:
    """Lead submissions and the calls of gateways past sessions, forms and pages, which a machine has no use for.

    They would take as long as keeping the submission does. The language of errors is still the caller's.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(ROAD):
            return self.get_response(request)
        match = resolve(request.path_info)
        request.resolver_match = match
        language = translation.get_language_from_request(request)
        with translation.override(language):
            response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        response["Content-Length"] = str(len(response.content))
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Language"] = language
        response["Vary"] = "Accept-Language"
        return response
