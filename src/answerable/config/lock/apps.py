"""The lock as a Django application: it is written anew after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from answerable.config.lock.apply import apply


def after_migrating(using: str, **_: object) -> None:
    """Tables may have come, so their rights and policies have to."""
    apply(using)


class LockConfig(AppConfig):
    name = "answerable.config.lock"
    label = "lock"

    def ready(self) -> None:
        post_migrate.connect(after_migrating, sender=self, dispatch_uid="lock")
