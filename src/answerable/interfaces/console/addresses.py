"""Where somebody may be led on to: into the desk, and nowhere else."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def ours(address: str) -> str:
    """Return an address of the desk as it is, any other as nothing."""
    inside = address.startswith("/console/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if inside else ""


def came_from(request: HttpRequest) -> str:
    """Return the page of the desk on which a button was pressed; nothing if it is not known."""
    here = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    if here.netloc != request.get_host():
        return ""
    return ours(f"{here.path}?{here.query}" if here.query else here.path)
