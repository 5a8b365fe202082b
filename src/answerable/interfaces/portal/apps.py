"""The interface as a Django application."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "answerable.interfaces.portal"
    label = "portal"
