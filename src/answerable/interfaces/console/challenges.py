"""What a passkey has to sign: random, kept in the session for five minutes, good once."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from answerable.contexts.credentials.api import Site

LASTS = timedelta(minutes=5)
_CHALLENGE = "desk_challenge"


def site_of(request: HttpRequest) -> Site:
    """Return where passkeys hold: the bureau's public address; without TLS, on a machine of one's own, this one."""
    options = settings.OPTIONS
    origin = options.public_url.rstrip("/") if options.https else f"http://{request.get_host()}"
    return Site(urlsplit(origin).hostname or "", origin, options.bureau_name_en)


def keep(request: HttpRequest, challenge: bytes, at: datetime) -> None:
    request.session[_CHALLENGE] = [challenge.hex(), at.timestamp()]


def take(request: HttpRequest, at: datetime) -> bytes:
    """Return the challenge and forget it; an empty one, which no answer bears, if there is none or it is too old."""
    challenge, since = request.session.pop(_CHALLENGE, ("", 0))
    return bytes.fromhex(challenge) if at.timestamp() - since <= LASTS.total_seconds() else b""
