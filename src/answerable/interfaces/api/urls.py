"""Addresses of the API, under /api/v1/."""

from django.urls import path

from answerable.interfaces.api.views import submissions

app_name = "api"

urlpatterns = [
    path("submissions", submissions.submit, name="submit"),
    path("submissions/batch", submissions.submit_batch, name="submit_batch"),
]
