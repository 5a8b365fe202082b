"""The context as a Django application."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "answerable.contexts.insight"
    label = "insight"
