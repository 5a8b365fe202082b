"""The context as a Django application."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "answerable.contexts.review"
    label = "review"
