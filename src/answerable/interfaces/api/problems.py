"""Errors of the API: problem details (RFC 9457) in the reader's language, whatever went wrong."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from pydantic_core import ErrorDetails

from answerable.interfaces.web.middleware import problem
from answerable.kernel.errors import AnswerableError, Fault, Invalid, Sentence

log = structlog.get_logger(__name__)

View = Callable[..., HttpResponse]


class Malformed(AnswerableError):
    code = "malformed"
    status = 400
    sentence = _("The body is not JSON in UTF-8.")


class UnknownField(Invalid):
    code = "unknown_field"
    status = 400
    sentence = _("There are fields that the API does not know, so nothing was taken.")


class TooLarge(AnswerableError):
    code = "too_large"
    status = 413
    sentence = _("The body is larger than %(limit)s. Nothing was taken; send less at once, or attach a file.")


class OnlyOverTls(AnswerableError):
    code = "only_over_tls"
    status = 403
    sentence = _("Ask this over https. If you have sent a key or a code just now, have it changed.")


class WrongMethod(AnswerableError):
    code = "wrong_method"
    status = 405
    sentence = _("This address does not know that method.")


class WrongType(AnswerableError):
    code = "wrong_type"
    status = 415
    sentence = _("Send JSON, with Content-Type: application/json.")


class Unavailable(AnswerableError):
    code = "unavailable"
    status = 503
    sentence = _(
        "The database can't be reached, so this was not received. Send it again in some seconds, with the same"
        " Idempotency-Key: it is never taken twice."
    )


class OurFault(AnswerableError):
    code = "our_fault"
    status = 500
    sentence = _(
        "That was our fault, and this was not acknowledged. Send it again with the same Idempotency-Key: it is never"
        " taken twice."
    )


_SENTENCES: dict[str, Sentence] = {
    "missing": _("This field is missing."),
    "extra_forbidden": _("There is no such field."),
    "string_type": _("This has to be text."),
    "bool_type": _("This has to be true or false."),
    "bool_parsing": _("This has to be true or false."),
    "float_type": _("This has to be a number."),
    "float_parsing": _("This has to be a number."),
    "finite_number": _("This has to be a number."),
    "int_type": _("This has to be a whole number."),
    "int_parsing": _("This has to be a whole number."),
    "int_from_float": _("This has to be a whole number."),
    "list_type": _("This has to be a list."),
    "uuid_type": _("This is no identifier of an attachment."),
    "uuid_parsing": _("This is no identifier of an attachment."),
    "datetime_type": _("Write the time as 2026-05-11T09:30:00+08:00."),
    "datetime_parsing": _("Write the time as 2026-05-11T09:30:00+08:00."),
    "datetime_from_date_parsing": _("Write the time as 2026-05-11T09:30:00+08:00."),
    "timezone_aware": _("Write the time as 2026-05-11T09:30:00+08:00."),
    "model_type": _("This has to be an object."),
    "model_attributes_type": _("This has to be an object."),
    "too_long": _("There are too many."),
    "too_short": _("There are none."),
}
_OTHER = _("This value does not fit.")


def faults_from(errors: Iterable[ErrorDetails]) -> list[Fault]:
    """Translate pydantic's errors; the offending value is not repeated, it may be somebody's."""
    return [
        Fault(".".join(str(part) for part in error["loc"]) or "body", _SENTENCES.get(error["type"], _OTHER))
        for error in errors
    ]


def refusal_from(errors: list[ErrorDetails]) -> AnswerableError:
    """Return the error for a body that pydantic refused."""
    if any(error["type"] == "json_invalid" for error in errors):
        return Malformed()
    faults = faults_from(errors)
    unknown = any(error["type"] == "extra_forbidden" for error in errors)
    return UnknownField(faults) if unknown else Invalid(faults)


def answer_problem(error: AnswerableError) -> HttpResponse:
    """Return the answer for an error."""
    body: dict[str, object] = problem(error) | {
        "status": error.status,
        "title": str(error).partition("\n")[0],
    }
    response = JsonResponse(
        body,
        status=error.status,
        content_type="application/problem+json; charset=utf-8",
        json_dumps_params={"ensure_ascii": False},
    )
    response["Cache-Control"] = "no-store"
    if error.status in (429, 503):
        response["Retry-After"] = "5"
    if error.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def answers_problems(view: View) -> View:
    """Turn whatever a view raises into a problem that says what to do."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except AnswerableError as error:
            return answer_problem(error)
        except (OperationalError, InterfaceError) as error:
            log.error("api.database_gone", error=type(error).__name__)
            return answer_problem(Unavailable())
        except Exception:
            log.error("api.failed", exc_info=True)
            return answer_problem(OurFault())

    return guarded
