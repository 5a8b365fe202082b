"""How a user name is written: small letters, so that nobody has to remember which were large."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from answerable.kernel.tables import Row, Table

USERNAME = re.compile(r"[\w@.+-]{1,60}")


def normal_username(text: str) -> str:
    """Return the user name as it is stored and compared."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def username_of(table: Table, row: Row) -> str:
    """Return the user name of a line, or note that there is none, and return nothing."""
    username = normal_username(row["username"])
    if USERNAME.fullmatch(username):
        return username
    table.fault(row, "username", _("A user name has 1 to 60 letters, digits, points, lines or dashes."))
    return ""
