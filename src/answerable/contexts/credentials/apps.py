"""The context as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    name = "answerable.contexts.credentials"
    label = "credentials"

    def ready(self) -> None:
        import_module("answerable.contexts.credentials.subscribers")
        import_module("answerable.contexts.credentials.two_people")
