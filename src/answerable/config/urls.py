"""All addresses, by the face they belong to."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from answerable.interfaces.api import health
from answerable.interfaces.api.views import journal

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("journal/checkpoint", journal.checkpoint, name="journal_checkpoint"),
    path("journal/keys.json", journal.keys, name="journal_keys"),
    re_path(r"^journal/(?P<path>tile/.+)$", journal.tile, name="journal_tile"),
    path("api/v1/", include("answerable.interfaces.api.urls")),
    path("console/", include("answerable.interfaces.console.urls")),
    path("", include("answerable.interfaces.web.urls")),
    path("", include("answerable.interfaces.portal.urls")),
]

handler400 = "answerable.interfaces.web.views.errors.bad_request"
handler403 = "answerable.interfaces.web.views.errors.forbidden"
handler404 = "answerable.interfaces.web.views.errors.not_found"
handler500 = "answerable.interfaces.web.views.errors.server_error"
