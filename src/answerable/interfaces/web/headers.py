"""What every answer says to browsers, whichever road it took: pages, API, files, errors, assets."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]

# What a page of ours has no use for; passkeys stay with ourselves, as browsers have it anyway.
_NOT_USED = """accelerometer ambient-light-sensor autoplay bluetooth browsing-topics camera display-capture
    encrypted-media gamepad geolocation gyroscope hid idle-detection local-fonts magnetometer microphone midi payment
    picture-in-picture screen-wake-lock serial usb xr-spatial-tracking""".split()
# What no page is: data, a file, an asset. Pages have the policy of the settings, files one of their own.
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# A script that a page starts as a worker has the policy of its own answer, and not the page's.
SCRIPT = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'"
HEADERS = {
    "Content-Security-Policy": NOTHING,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _NOT_USED),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
}


class Headers:
    """Put the headers on each answer that did not set its own. It stands before everything that answers by itself."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        kind = response.get("Content-Type", "").partition(";")[0]
        of_pages = "script-src" in response.get("Content-Security-Policy", "")
        if of_pages and kind != "text/html":
            # A sandbox that a file has set for itself stays.
            del response["Content-Security-Policy"]
        if kind == "text/javascript":
            response.headers.setdefault("Content-Security-Policy", SCRIPT)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
