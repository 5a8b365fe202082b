"""The context as a Django application."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "answerable.contexts.messaging"
    label = "messaging"
