"""SCIM 2.0 (RFC 7644): the bureau's personnel system tells who has come, who is called otherwise, and who has left.

It makes people without any right, and shuts accounts at once. It gives no right, and none comes back through it.
"""

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from pydantic import ValidationError
from scim2_models import (
    AuthenticationScheme,
    Bulk,
    ChangePassword,
    Context,
    Error,
    ETag,
    Filter,
    ListResponse,
    Patch,
    ResourceType,
    ResponseParameters,
    Schema,
    SCIMException,
    SearchRequest,
    ServiceProviderConfig,
    Sort,
)

from answerable.contexts.credentials import api as credentials
from answerable.contexts.organisation import api as organisation
from answerable.interfaces.api.scim_users import StaffUser, patched, read_user, shown
from answerable.kernel import clock
from answerable.kernel.actor import Actor
from answerable.kernel.errors import AnswerableError, NotFound

PAGE = 200
ASKED = frozenset({"filter", "startIndex", "count"})
LONGEST_BODY = 64 * 1024
BY_NAME = re.compile(r'^\s*userName\s+eq\s+"([^"\\]{1,60})"\s*$', re.IGNORECASE)

View = Callable[..., HttpResponse]


def _answer(body: object, status: int = 200) -> HttpResponse:
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type="application/scim+json"
    )
    response["Cache-Control"] = "no-store"
    return response


def _refusal(status: int, detail: str, scim_type: str | None = None) -> HttpResponse:
    return _answer(Error(status=status, detail=detail, scim_type=scim_type).model_dump(), status)


def for_provisioners(*methods: str) -> Callable[[View], View]:
    """Let a system with a token in; what is refused becomes a SCIM error."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def opened(request: HttpRequest, **places: str) -> HttpResponse:
            scheme, _sep, token = request.headers.get("Authorization", "").partition(" ")
            actor = credentials.provisioner_for(token.strip()) if scheme.casefold() == "bearer" else None
            if actor is None:
                response = _refusal(401, "A bearer token is needed.")
                response["WWW-Authenticate"] = "Bearer"
                return response
            if request.method not in methods:
                return _refusal(405, "Not for this address.")
            return _told(lambda: view(request, actor, **places))

        return opened

    return decorate


def _told(act: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return act()
    except SCIMException as error:
        return _answer(error.to_error().model_dump(), error.status)
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return _refusal(400, "The body is no such message.", "invalidValue")
    except AnswerableError as error:
        kinds = {"conflict": "uniqueness", "needs_second": "mutability", "invalid": "invalidValue"}
        kind = kinds.get(error.code)
        status = 400 if error.code in ("needs_second", "invalid") else error.status
        return _refusal(status, str(error), kind)


def _body(request: HttpRequest) -> dict[str, Any]:
    if len(request.body) > LONGEST_BODY:
        raise ValueError
    body = json.loads(request.body)
    if not isinstance(body, dict):
        raise TypeError
    return body


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri("/api/v1/scim/v2")


@for_provisioners("GET", "POST")
def users(request: HttpRequest, actor: Actor) -> HttpResponse:
    return _create(request, actor) if request.method == "POST" else _list(request, actor)


@for_provisioners("POST")
def search(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Answer the same question, asked in a body."""
    return _found(request, actor, SearchRequest[StaffUser].model_validate(_body(request)))


def _list(request: HttpRequest, actor: Actor) -> HttpResponse:
    asked = {name: value for name, value in request.GET.items() if name in ASKED}
    return _found(request, actor, SearchRequest[StaffUser].model_validate({**asked, **_wanted(request)}))


def _wanted(request: HttpRequest) -> dict[str, list[str]]:
    """Return which attributes are wanted, and which not."""
    return {
        name: request.GET[name].split(",")
        for name in ("attributes", "excludedAttributes")
        if name in request.GET
    }


def _found(request: HttpRequest, actor: Actor, asked: SearchRequest[StaffUser]) -> HttpResponse:
    start, count = (
        max(asked.start_index or 1, 1),
        min(max(PAGE if asked.count is None else asked.count, 0), PAGE),
    )
    narrowed = str(asked.filter or "")
    by_name = BY_NAME.match(narrowed)
    if narrowed and by_name is None:
        return _refusal(400, 'Only the filter userName eq "…" is known.', "invalidFilter")
    found, total = organisation.staff(
        actor, username=by_name[1] if by_name else None, start=start - 1, count=count
    )
    page = ListResponse[StaffUser](
        total_results=total,
        start_index=start,
        items_per_page=len(found),
        resources=[shown(one, _base(request)) for one in found] or None,
    )
    context = Context.RESOURCE_QUERY_RESPONSE
    return _answer(page.model_dump(scim_ctx=context, response_parameters=asked))


@transaction.atomic
def _create(request: HttpRequest, actor: Actor) -> HttpResponse:
    wanted, at = read_user(_body(request), Context.RESOURCE_CREATION_REQUEST), clock.now()
    person = organisation.take_on(
        actor=actor, username=wanted.user_name or "", name=wanted.display_name or "", at=at
    )
    organisation.note_external_id(actor=actor, person_id=person, external_id=wanted.external_id or "")
    if wanted.active is False:
        organisation.set_active(actor=actor, person_id=person, active=False, at=at)
    made = shown(organisation.staff_of(actor, person_id=person), _base(request))
    response = _answer(made.model_dump(scim_ctx=Context.RESOURCE_CREATION_RESPONSE), 201)
    response["Location"] = str(made.meta.location) if made.meta else ""
    return response


@for_provisioners("GET", "PUT", "PATCH", "DELETE")
def user(request: HttpRequest, actor: Actor, public_id: str) -> HttpResponse:
    with transaction.atomic():
        person = organisation.staff_of(actor, public_id=_uuid(public_id))
        if request.method == "DELETE":
            organisation.let_go(actor=actor, person_id=person.id, at=clock.now())
            return HttpResponse(status=204)
        if request.method != "GET":
            _change(request, actor, person)
            person = organisation.staff_of(actor, person_id=person.id)
    asked = ResponseParameters[StaffUser].model_validate(_wanted(request))
    body = shown(person, _base(request)).model_dump(
        scim_ctx=Context.RESOURCE_QUERY_RESPONSE, response_parameters=asked
    )
    return _answer(body)


def _change(request: HttpRequest, actor: Actor, person: organisation.StaffView) -> None:
    before, body, at = shown(person, _base(request)), _body(request), clock.now()
    if request.method == "PATCH":
        wanted = patched(before, body)
    else:
        wanted = read_user(body, Context.RESOURCE_REPLACEMENT_REQUEST)
        wanted.replace(before)
    organisation.rename(actor=actor, person_id=person.id, name=wanted.display_name or "", at=at)
    organisation.note_external_id(actor=actor, person_id=person.id, external_id=wanted.external_id or "")
    if wanted.active is not None:
        organisation.set_active(actor=actor, person_id=person.id, active=wanted.active, at=at)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


@for_provisioners("GET")
def about(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Say what we can do."""
    config = ServiceProviderConfig(
        patch=Patch(supported=True),
        bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
        filter=Filter(supported=True, max_results=PAGE),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=False),
        etag=ETag(supported=False),
        authentication_schemes=[
            AuthenticationScheme(
                type=AuthenticationScheme.Type.oauthbearertoken,
                name="Bearer token",
                description="A token of the operator's command.",
                primary=True,
            )
        ],
    )
    return _answer(config.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE))


def _type() -> ResourceType:
    kind = ResourceType.from_resource(StaffUser)
    kind.name, kind.description = "User", "A member of staff"
    return kind


def _schema() -> Schema:
    schema = StaffUser.to_schema()
    schema.name, schema.description = "User", "A member of staff"
    return schema


def _one_of(known: Any, name: str) -> HttpResponse:
    if name and name != known.id:
        raise NotFound
    context = Context.RESOURCE_QUERY_RESPONSE
    if name:
        return _answer(known.model_dump(scim_ctx=context))
    page: ListResponse[Any] = ListResponse.__class_getitem__(type(known))(
        total_results=1, start_index=1, items_per_page=1, resources=[known]
    )
    return _answer(page.model_dump(scim_ctx=context))


@for_provisioners("GET")
def types(request: HttpRequest, actor: Actor, name: str = "") -> HttpResponse:
    return _one_of(_type(), name)


@for_provisioners("GET")
def schemas(request: HttpRequest, actor: Actor, name: str = "") -> HttpResponse:
    return _one_of(_schema(), name)


@for_provisioners("GET", "POST", "PUT", "PATCH", "DELETE")
def nowhere(request: HttpRequest, actor: Actor, rest: str) -> HttpResponse:
    """Say in the protocol's own words that there is nothing."""
    raise NotFound
