"""Devices that their owner has signed in from: a signed cookie, nothing stored."""

import secrets

from django.core import signing

from answerable.contexts.organisation.models import Account

SALT = "organisation.device"
KNOWN_FOR_DAYS = 180


def device_for(account: Account) -> str:
    """Return a token for a cookie of this browser, so that a stranger's tries do not slow its owner down."""
    return signing.dumps([account.username, secrets.token_hex(8)], salt=SALT)


def is_known(device: str, username: str) -> bool:
    """Tell whether the token was given to a browser in which this user name has signed in."""
    try:
        name, _nonce = signing.loads(device, salt=SALT, max_age=KNOWN_FOR_DAYS * 86400)
    except (signing.BadSignature, ValueError, TypeError):
        return False
    return bool(name == username)
