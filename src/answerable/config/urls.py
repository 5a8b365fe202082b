"""All addresses, by the face they belong to."""

from django.urls import URLPattern, URLResolver, path

from answerable.interfaces.api import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
]
