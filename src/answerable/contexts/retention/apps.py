"""The context as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "answerable.contexts.retention"
    label = "retention"

    def ready(self) -> None:
        import_module("answerable.contexts.retention.two_people")
