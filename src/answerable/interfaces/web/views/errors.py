"""What is shown when something went wrong: what happened, what it means, what to do."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from answerable.kernel.errors import AnswerableError

DATABASE_GONE = (OperationalError, InterfaceError)


class BadRequest(AnswerableError):
    code = "bad_request"
    sentence = _("Your browser sent something that we can't read. Go back and try again.")


class TooMuch(AnswerableError):
    code = "too_much"
    status = 413
    sentence = _(
        "That is more than we can take at once. Go back, what you wrote is still there: shorten it, or send it as a"
        " file."
    )


class Forbidden(AnswerableError):
    code = "forbidden"
    status = 403
    sentence = _("This page is not open to you.")


class FormTooOld(AnswerableError):
    code = "form_too_old"
    status = 403
    sentence = _(
        "This page was open for a long time and can't be sent any more. Go back, reload, and send it again;"
        " what you wrote is still there."
    )


class PageNotFound(AnswerableError):
    code = "not_found"
    status = 404
    sentence = _("There is no page here. Check the address, or start again from the first page.")


class OurFault(AnswerableError):
    code = "our_fault"
    status = 500
    sentence = _(
        "That was our fault, and we have been told of it. Nothing was half done: what you sent has either arrived"
        " whole or not at all. Try again in a minute."
    )


class Unavailable(AnswerableError):
    code = "unavailable"
    status = 503
    sentence = _(
        "We can't reach our records for a moment, so nothing was received. Keep this page open and try again"
        " in a minute."
    )


def show(request: HttpRequest, error: AnswerableError) -> HttpResponse:
    """Show an error as a page; its sentence says what to do. What was sent can be sent again from there."""
    page = {"error": error, "again": _sent(request) if error.status >= 500 else []}
    response = render(request, "web/error.html", page, status=error.status)
    if error.status == 503:
        response["Retry-After"] = "30"
    response["Cache-Control"] = "no-store"
    return response


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the fields of the form that failed on our side, without files.

    The check against forgery has let it in before, so it may be offered anew.
    """
    if request.method != "POST":
        return []
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return show(request, TooMuch() if too_much else BadRequest())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return show(request, Forbidden())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return show(request, PageNotFound())


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return show(request, FormTooOld())


def server_error(request: HttpRequest) -> HttpResponse:
    """Tell a database that is away from a fault of ours."""
    away = isinstance(sys.exc_info()[1], DATABASE_GONE)
    return show(request, Unavailable() if away else OurFault())
