"""The context as a Django application."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "answerable.contexts.ledger"
    label = "ledger"
