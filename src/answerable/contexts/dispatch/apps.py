"""The context as a Django application."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "answerable.contexts.dispatch"
    label = "dispatch"
