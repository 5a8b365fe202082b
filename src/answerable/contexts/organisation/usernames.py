"""How a user name is written: small letters, so that nobody has to remember which were large."""

import re
import unicodedata

USERNAME = re.compile(r"[\w@.+-]{1,60}")


def normal_username(text: str) -> str:
    """Return the user name as it is stored and compared."""
    return unicodedata.normalize("NFKC", text).strip().casefold()
