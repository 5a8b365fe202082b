"""What somebody had typed when the session ended: kept through signing in again, and given back in its form.

It travels in the sign-in page, sealed, and is opened only for the same account. Files can't be kept: a browser
does not send them again.
"""

import json
from collections.abc import Mapping, Sequence

from django.http import HttpRequest, QueryDict

from answerable.interfaces.console import sealed as sealing

_SESSION = "desk_kept"
_LIFETIME_SECONDS = 12 * 3600
# Never given back: what proves something, and what belongs to the page rather than to the person.
_LEFT_OUT = frozenset({"csrfmiddlewaretoken", "password", "version", "old", "code"})

Typed = Mapping[str, Sequence[str]]


def seal(request: HttpRequest, account_id: int | None) -> str:
    """Return what was posted, unreadable; empty if nothing was."""
    typed = {name: values for name, values in request.POST.lists() if name not in _LEFT_OUT}
    if request.method != "POST" or not typed:
        return ""
    letter = json.dumps([request.path, account_id, typed])
    return sealing.seal("kept", letter)


def give_back(request: HttpRequest, sealed: str, account_id: int) -> str | None:
    """Lay what was kept into the new session; return the address of its form, None if it is not this account's."""
    letter = sealing.unseal("kept", sealed, seconds=_LIFETIME_SECONDS)
    if letter is None:
        return None
    path, whose, typed = json.loads(letter)
    if whose is not None and whose != account_id:
        return None
    request.session[_SESSION] = [path, typed]
    return str(path)


def typed_before(request: HttpRequest) -> QueryDict | None:
    """Return what had been typed into the form of this page before the session ended."""
    path, typed = request.session.get(_SESSION) or ("", {})
    if path != request.path or request.method != "GET":
        return None
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data


def forget(request: HttpRequest) -> None:
    """Drop it once its form was sent."""
    if request.method == "POST" and (request.session.get(_SESSION) or (None,))[0] == request.path:
        del request.session[_SESSION]
