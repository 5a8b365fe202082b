"""The interface as a Django application."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "answerable.interfaces.web"
    label = "web"
