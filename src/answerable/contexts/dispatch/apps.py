"""The context as a Django application."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "answerable.contexts.dispatch"
    label = "dispatch"

    def ready(self) -> None:
        """Listen to what happens to cases."""
        # Models can be loaded only when all applications are.
        from answerable.contexts.dispatch import subscribers  # noqa: F401, PLC0415
