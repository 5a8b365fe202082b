"""The context as a Django application."""

from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    name = "answerable.contexts.credentials"
    label = "credentials"
