"""The context as a Django application."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "answerable.contexts.messaging"
    label = "messaging"

    def ready(self) -> None:
        from answerable.contexts.messaging.channels.protocol import register  # noqa: PLC0415
        from answerable.contexts.messaging.channels.smtp import Smtp  # noqa: PLC0415
        from answerable.contexts.messaging.gateways import protocol  # noqa: PLC0415
        from answerable.contexts.messaging.gateways.sms_http import SmsHttp  # noqa: PLC0415

        register(Smtp())
        protocol.register(SmsHttp())
