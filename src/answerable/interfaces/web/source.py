"""Where a request comes from, as a digest that nothing can be read from and that dies with the process."""

import hmac
import secrets
from datetime import date
from ipaddress import ip_address, ip_network

from django.http import HttpRequest

from answerable.kernel import clock

# Per process and day, in memory alone: what was counted yesterday can't be joined with today's (SECURITY, T13).
_keys: dict[date, bytes] = {}


def source_of(request: HttpRequest) -> str:
    """Return a digest of the client's network (IPv4 /24, IPv6 /56) that is good for a day.

    Empty without an address, and for one that is not public: there stands our own proxy, and everybody behind it.
    """
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    if not address.is_global:
        return ""
    network = ip_network((address, 24 if address.version == 4 else 56), strict=False)
    today = clock.now().date()
    if today not in _keys:
        _keys.clear()
        _keys[today] = secrets.token_bytes(32)
    return hmac.digest(_keys[today], str(network).encode(), "sha256").hex()
