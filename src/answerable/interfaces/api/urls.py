"""Addresses of the API, under /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from answerable.interfaces.api.document import api
from answerable.interfaces.api.views import submissions

urlpatterns: list[URLPattern | URLResolver] = [
    path("submissions", submissions.submit, name="api_submit"),
    path("submissions/batch", submissions.submit_batch, name="api_submit_batch"),
    path("", api.urls),
]
