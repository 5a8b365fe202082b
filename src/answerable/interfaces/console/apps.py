"""The interface as a Django application."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "answerable.interfaces.console"
    label = "console"
