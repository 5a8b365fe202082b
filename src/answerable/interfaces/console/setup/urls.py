"""Addresses of the set-up pages."""

from django.urls import URLPattern, path

from answerable.interfaces.console.setup import home

app_name = "setup"
urlpatterns: list[URLPattern] = [path("", home.home, name="home")]
