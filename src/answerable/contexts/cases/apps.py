"""The context as a Django application."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "answerable.contexts.cases"
    label = "cases"
