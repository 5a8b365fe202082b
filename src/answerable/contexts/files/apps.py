"""The context as a Django application."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "answerable.contexts.files"
    label = "files"
