"""The kernel as a Django application: jobs, translations, and the schema that the bureau owns."""

from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import pre_migrate
from psycopg import sql

from answerable.kernel import row_security


def create_schema(using: str, **_: object) -> None:
    """Make the schema before the first migration looks for it."""
    with connections[using].cursor() as cursor:
        name = sql.Identifier(settings.OPTIONS.database_schema)
        cursor.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(name))


class KernelConfig(AppConfig):
    name = "answerable.kernel"
    label = "kernel"

    def ready(self) -> None:
        pre_migrate.connect(create_schema, dispatch_uid="create_schema")
        connection_created.connect(row_security.watch, dispatch_uid="row_security")
