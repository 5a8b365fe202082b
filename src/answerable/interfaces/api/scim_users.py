"""Members of staff as SCIM 2.0 tells of them (RFC 7643): a user name, a name, and whether the account is open."""

from collections.abc import Mapping
from typing import Annotated, Any

from scim2_models import (
    URN,
    Context,
    Meta,
    Mutability,
    PatchOp,
    Required,
    Resource,
    Uniqueness,
)

from answerable.contexts.organisation.api import StaffView

SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
# What others tell as well is left aside, as RFC 7644 3.3 allows.
KNOWN = frozenset({"schemas", "id", "meta", "externalid", "username", "displayname", "active"})


class StaffUser(Resource):  # type: ignore[type-arg]
    """The attributes that we keep. The rest of what an identity provider knows of a person stays there."""

    __schema__ = URN(SCHEMA)

    user_name: Annotated[str | None, Required.true, Uniqueness.server, Mutability.immutable] = None
    display_name: Annotated[str | None, Required.true] = None
    active: Annotated[bool | None, Required.true] = None


def shown(person: StaffView, base: str) -> StaffUser:
    location = f"{base}/Users/{person.public_id}"
    return StaffUser(
        id=str(person.public_id),
        external_id=person.external_id or None,
        user_name=person.username,
        display_name=person.name,
        active=person.active,
        meta=Meta(resource_type="User", location=location),
    )


def read_user(body: Mapping[str, Any], context: Context) -> StaffUser:
    """Read a user that is to be made or replaced."""
    return StaffUser.model_validate({"active": True, **_known(_with_name(body))}, scim_ctx=context)


def patched(user: StaffUser, body: Mapping[str, Any]) -> StaffUser:
    """Return the user as a patch leaves it; operations on what we do not keep change nothing."""
    wanted = []
    # Without operations it is no patch.
    for one in body["Operations"]:
        path = str(one.get("path", ""))
        if path and path.casefold().removeprefix(f"{SCHEMA.casefold()}:") not in KNOWN:
            continue
        value = one.get("value")
        wanted.append({**one, "value": _known(value)} if isinstance(value, dict) and not path else one)
    if wanted:
        request = {"schemas": body.get("schemas", [PATCH]), "Operations": wanted}
        PatchOp[StaffUser].model_validate(request, scim_ctx=Context.RESOURCE_PATCH_REQUEST).patch(user)
    return user


def _known(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name.casefold() in KNOWN}


def _with_name(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take the name from `name` where no `displayName` is told."""
    name = body.get("name")
    if body.get("displayName") or not isinstance(name, dict):
        return body
    parts = [str(name.get(part) or "") for part in ("familyName", "givenName")]
    return {**body, "displayName": name.get("formatted") or " ".join(filter(None, parts))}
