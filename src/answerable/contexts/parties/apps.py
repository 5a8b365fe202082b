"""The context as a Django application."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "answerable.contexts.parties"
    label = "parties"
