"""Who stands before us: only the proxies that the settings name may say who asks, and how it came."""

from collections.abc import Callable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]
Network = IPv4Network | IPv6Network
_SAID = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")


class BehindProxy:
    """Take address and scheme from a proxy of ours; what anybody else says of themselves is thrown away.

    Of the addresses in `X-Forwarded-For` the last one that is no proxy of ours counts: whatever stands before it was
    written by whoever asks.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.proxies: Sequence[Network] = settings.OPTIONS.proxies

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = {name: request.META.pop(name, "") for name in _SAID}
        if self._is_ours(request.META.get("REMOTE_ADDR", "")):
            if client := self._client(said["HTTP_X_FORWARDED_FOR"]):
                request.META["REMOTE_ADDR"] = client
            if said["HTTP_X_FORWARDED_PROTO"] in ("http", "https"):
                request.META["wsgi.url_scheme"] = said["HTTP_X_FORWARDED_PROTO"]
        return self.get_response(request)

    def _is_ours(self, address: str) -> bool:
        try:
            parsed = ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self.proxies)

    def _client(self, chain: str) -> str:
        for hop in reversed([hop.strip() for hop in chain.split(",")]):
            if not self._is_ours(hop):
                return hop if _is_address(hop) else ""
        return ""


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
