"""The context as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "answerable.contexts.review"
    label = "review"

    def ready(self) -> None:
        import_module("answerable.contexts.review.subscribers")
