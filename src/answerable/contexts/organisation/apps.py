"""The context as a Django application."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "answerable.contexts.organisation"
    label = "organisation"
