"""The text of a message and the secrets of a gateway, encrypted under the key of this purpose and bound to its row."""

import json
from collections.abc import Mapping

from answerable.kernel import sealing

PURPOSE = "messages"


def seal(subject: str, body: str, bound_to: bytes) -> bytes:
    """Encrypt a text for the row whose id is `bound_to`."""
    plain = json.dumps([subject, body], ensure_ascii=False).encode()
    return sealing.seal(PURPOSE, plain, bound_to)


def unseal(sealed: bytes, bound_to: bytes) -> tuple[str, str]:
    """Return subject and body.

    Raises:
        KeyUnknown: its key is retired.
        cryptography.exceptions.InvalidTag: it was altered, or belongs to another row.
    """
    subject, text = json.loads(sealing.unseal(PURPOSE, sealed, bound_to))
    return str(subject), str(text)


def seal_again(sealed: bytes, bound_to: bytes) -> bytes:
    """Return a text sealed under the key in force; what is so already stays as it is."""
    if sealing.is_current(PURPOSE, sealed):
        return sealed
    return sealing.seal(PURPOSE, sealing.unseal(PURPOSE, sealed, bound_to), bound_to)


def seal_secrets(secrets: Mapping[str, str], bound_to: bytes) -> bytes:
    """Encrypt the secrets of a gateway for its row."""
    return sealing.seal(PURPOSE, json.dumps(dict(secrets), ensure_ascii=False).encode(), bound_to)


def unseal_secrets(sealed: bytes, bound_to: bytes) -> dict[str, str]:
    """Return the secrets by name.

    Raises:
        KeyUnknown, cryptography.exceptions.InvalidTag: as `unseal`.
    """
    return {
        str(name): str(value) for name, value in json.loads(sealing.unseal(PURPOSE, sealed, bound_to)).items()
    }
