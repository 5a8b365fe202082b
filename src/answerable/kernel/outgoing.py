"""The one door for HTTP out of the house: whoever calls an address that somebody has set goes through here.

An address is called only if its host stands in `outgoing_hosts`, by https, and only where every address that its name
resolves to is public (or stands in `outgoing_private`, for a peer of the bureau's own network). The connection goes to
the very address that was looked at, so that a name that resolves to something else a moment later gains nothing; once
connected, the peer is looked at again. Redirects are not followed, answers are cut at a size, and the whole call has
one deadline, however slowly the peer drips.
"""

import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

import structlog
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from answerable.kernel.errors import AnswerableError

log = structlog.get_logger(__name__)

Ip = IPv4Address | IPv6Address
TIMEOUT_SECONDS = 10.0
LIMIT = 1024 * 1024
_PIECE = 64 * 1024
# Ways in which an IPv4 address stands inside an IPv6 one: 6to4, Teredo, NAT64.
_WRAPPED = [
    ip_network(text) for text in ("2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48", "::/96")
]


class OutgoingRefused(AnswerableError):
    """We do not call this; `reason` is a short code for logs and tests."""

    code = "outgoing_refused"
    status = 422
    sentence = _(
        "We don't call this address: it is not among those that the operator has listed, or not public."
    )

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


class OutgoingFailed(AnswerableError):
    """The peer did not answer as it should; asking again is safe if the request is, or where nothing was `asked`."""

    code = "outgoing_failed"
    status = 502
    sentence = _("The other side did not answer. We will try again later.")

    def __init__(self, *, asked: bool = True) -> None:
        super().__init__()
        self.asked = asked


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: never a redirect, never more than the limit."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def call(
    method: str,
    url: str,
    *,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    limit: int = LIMIT,
    timeout: float = TIMEOUT_SECONDS,
) -> Answer:
    """Call an address that somebody has set; `timeout` is for all of it, in seconds.

    Raises:
        OutgoingRefused: it may not be called, or it answers with a redirect or too much.
        OutgoingFailed: there was no whole answer in time.
    """
    until, asked = time.monotonic() + timeout, False
    try:
        parts = _checked(url)
        with _connect(parts, until) as peer:
            asked = True
            return _ask(peer, parts, method, body, dict(headers or {}), limit, until)
    except OutgoingRefused as error:
        log.warning("outgoing.refused", code=error.reason)
        raise
    except (OSError, http.client.HTTPException, ValueError) as error:
        log.warning("outgoing.failed", kind=type(error).__name__)
        raise OutgoingFailed(asked=asked) from error


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - a port that is none raises
    except ValueError:
        raise OutgoingRefused("malformed") from None
    if any(ord(sign) <= 32 or ord(sign) >= 127 for sign in url) or "\\" in url or not parts.hostname:
        raise OutgoingRefused("malformed")
    if parts.scheme != "https":
        raise OutgoingRefused("scheme")
    if parts.username is not None or parts.password is not None:
        raise OutgoingRefused("user")
    if parts.hostname.rstrip(".") not in {host.lower() for host in settings.OPTIONS.outgoing_hosts}:
        raise OutgoingRefused("host")
    return parts


def may_connect(address: str) -> bool:
    """Tell whether an address is public, or in a private network that the operator has listed."""
    try:
        parsed: Ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    if any(parsed in network for network in settings.OPTIONS.outgoing_private):
        return True
    if any(parsed in network for network in _WRAPPED):
        return False
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


def _connect(parts: SplitResult, until: float) -> ssl.SSLSocket:
    host, port = str(parts.hostname), parts.port or 443
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    # One that is not public among them is a name that somebody plays with.
    if not found or not all(may_connect(str(place[0])) for *_rest, place in found):
        raise OutgoingRefused("address")
    family, kind, protocol, _name, place = found[0]
    plain = socket.socket(family, kind, protocol)
    try:
        plain.settimeout(_left(until))
        plain.connect(place)
        if not may_connect(str(plain.getpeername()[0])):
            raise OutgoingRefused("address")
        return tls().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def tls() -> ssl.SSLContext:
    """Return how peers prove who they are: certificates that this machine trusts, TLS 1.2 or newer."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _ask(
    peer: ssl.SSLSocket,
    parts: SplitResult,
    method: str,
    body: bytes,
    headers: dict[str, str],
    limit: int,
    until: float,
) -> Answer:
    connection = http.client.HTTPSConnection(str(parts.hostname), parts.port)
    connection.sock = peer
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request(method, target, body or None, {"Connection": "close", **headers})
    peer.settimeout(_left(until))
    with connection.getresponse() as response:
        if 300 <= response.status < 400:
            raise OutgoingRefused("redirect")
        return Answer(response.status, dict(response.headers.items()), _read(peer, response, limit, until))


def _read(peer: ssl.SSLSocket, response: http.client.HTTPResponse, limit: int, until: float) -> bytes:
    received = bytearray()
    while True:
        peer.settimeout(_left(until))
        piece = response.read1(_PIECE)
        if not piece:
            return bytes(received)
        received += piece
        if len(received) > limit:
            raise OutgoingRefused("too_much")


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
