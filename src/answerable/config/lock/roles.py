"""How the logins of this installation are called in PostgreSQL."""

from django.conf import settings

from answerable.kernel.postgres.logins import APPLICATION, Login

__all__ = ["APPLICATION", "Login", "role_name"]


def role_name(login: Login) -> str:
    """Return the name of a role of this installation."""
    return login.name_in(settings.OPTIONS.database_schema)
