"""What surrounds every request: how long it took, and errors that a person can act on."""

import time
from collections.abc import Callable

import structlog
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from answerable.interfaces.web import metrics
from answerable.kernel import secret_key
from answerable.kernel.errors import AnswerableError, Invalid

log = structlog.get_logger(__name__)

Handler = Callable[[HttpRequest], HttpResponse]


def route_of(request: HttpRequest) -> str:
    """Return the pattern that matched, never the path: a path may hold what a person typed."""
    match = request.resolver_match
    return match.route if match else "unmatched"


class RequestLog:
    """Log and measure every request by its route, without address, query or user."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        secret_key.take_up()
        response = self.get_response(request)
        took = time.perf_counter() - began
        route = route_of(request)
        metrics.REQUESTS.labels(request.method, route, response.status_code).inc()
        metrics.DURATION.labels(request.method, route).observe(took)
        level = log.error if response.status_code >= 500 else log.debug
        level(
            "request",
            method=request.method,
            route=route,
            status=response.status_code,
            duration_ms=round(took * 1000, 1),
        )
        return response


class Errors:
    """Turn our errors into a page, a fragment, or JSON for the API."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Http404):
            return None
        if not isinstance(error, AnswerableError):
            log.error(
                "request.failed", route=route_of(request), exc_info=(type(error), error, error.__traceback__)
            )
            return None
        if request.path_info.startswith("/api/"):
            return JsonResponse(problem(error), status=error.status, content_type="application/problem+json")
        context = {"error": error, "faults": error.faults if isinstance(error, Invalid) else ()}
        return render(request, "web/error.html", context, status=error.status)


def problem(error: AnswerableError) -> dict[str, object]:
    """Return the body of an API error (RFC 9457): code, sentence, and each fault with its place."""
    body: dict[str, object] = {"type": "about:blank", "code": error.code, "title": str(error.sentence)}
    if isinstance(error, Invalid):
        body["errors"] = [{"where": fault.where, "message": str(fault.sentence)} for fault in error.faults]
    return body
