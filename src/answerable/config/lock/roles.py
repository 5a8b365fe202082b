"""The roles of an installation in PostgreSQL. Their names begin with the schema's: a server may hold many bureaus."""

from enum import StrEnum

from django.conf import settings


class Login(StrEnum):
    """Who connects. The owner (who migrates) is whoever owns the schema, and is nobody's daily role."""

    WEB = "web"
    WORKER = "worker"
    # Puts lines of the journal into the tree and signs it; reads lines, never what they commit to.
    SEQUENCER = "sequencer"
    # Counts for others' tools: no words, no names, nothing behind a wall.
    REPORTING = "reporting"


def role_name(login: Login) -> str:
    """Return the name of a role of this installation."""
    return f"{settings.OPTIONS.database_schema}_{login}"
