"""The interface as a Django application."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "answerable.interfaces.api"
    label = "api"
