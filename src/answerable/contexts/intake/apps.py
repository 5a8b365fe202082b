"""The context as a Django application."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "answerable.contexts.intake"
    label = "intake"
