"""The text of a message, encrypted under the key of this purpose and bound to its row."""

import json

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
