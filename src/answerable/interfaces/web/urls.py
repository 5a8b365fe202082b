"""Addresses of what both faces share."""

from django.urls import path

from answerable.interfaces.web.views import preferences, styleguide

app_name = "web"
urlpatterns = [
    path("language", preferences.language, name="language"),
    path("theme", preferences.theme, name="theme"),
    path("styleguide", styleguide.styleguide, name="styleguide"),
]
