"""The context as a Django application."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "answerable.contexts.deadlines"
    label = "deadlines"
