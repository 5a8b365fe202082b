"""The context as a Django application."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "answerable.contexts.messaging"
    label = "messaging"

    def ready(self) -> None:
        from answerable.contexts.messaging.channels.protocol import register  # noqa: PLC0415
        from answerable.contexts.messaging.channels.smtp import Smtp  # noqa: PLC0415

        register(Smtp())
