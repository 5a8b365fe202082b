"""The context as a Django application."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "answerable.contexts.retention"
    label = "retention"
