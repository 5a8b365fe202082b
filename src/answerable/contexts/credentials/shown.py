"""A new app as its holder sees it: a QR code to point a telephone at, and the same as text."""

from dataclasses import dataclass

import segno

from answerable.contexts.credentials import sealing, totp
from answerable.contexts.organisation.api import Account


@dataclass(frozen=True, slots=True)
class ShownApp:
    """`image` is a `data:` address of an SVG; `text` is the key for those who can't take pictures."""

    image: str
    text: str


def shown_app(account: Account, sealed: str, bureau: str) -> ShownApp | None:
    """Return how a sealed secret is shown to the holder it was made for; None to anybody else."""
    secret = sealing.unseal_text(sealed, account.username)
    if secret is None:
        return None
    code = segno.make(totp.address(secret, account.username, bureau), error="m", micro=False)
    return ShownApp(
        code.svg_data_uri(scale=5, border=3, dark="#1b1f24", light="#ffffff"), totp.as_text(secret)
    )
