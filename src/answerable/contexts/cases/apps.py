"""The context as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "answerable.contexts.cases"
    label = "cases"

    def ready(self) -> None:
        import_module("answerable.contexts.cases.subscribers")
