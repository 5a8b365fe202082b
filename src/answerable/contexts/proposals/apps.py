"""The context as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "answerable.contexts.proposals"
    label = "proposals"

    def ready(self) -> None:
        import_module("answerable.contexts.proposals.rights")
        import_module("answerable.contexts.proposals.subscribers")
