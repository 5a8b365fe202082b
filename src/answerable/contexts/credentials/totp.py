"""Time-based codes (RFC 6238): six digits, SHA-1, thirty seconds, as every authenticator app knows them."""

import base64
import hmac
import os
from datetime import datetime
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP = 30
DIGITS = 6
# A telephone's clock may be half a minute off.
AROUND = (0, -1, 1)


def new_secret() -> bytes:
    return os.urandom(20)


def step_at(at: datetime) -> int:
    return int(at.timestamp()) // STEP


def code_of(secret: bytes, step: int) -> str:
    return TOTP(secret, DIGITS, SHA1(), STEP).generate(step * STEP).decode()  # noqa: S303 - RFC 6238


def code_at(secret: bytes, at: datetime) -> str:
    """Return the code that an app shows at a moment."""
    return code_of(secret, step_at(at))


def step_of(secret: bytes, code: str, at: datetime) -> int | None:
    """Return the step whose code this is, at most one before or after the present one; None if it is none."""
    found = None
    for away in AROUND:
        step = step_at(at) + away
        if hmac.compare_digest(code_of(secret, step).encode(), code.encode()) and found is None:
            found = step
    return found


def as_text(secret: bytes) -> str:
    """Return the key as a person types it: base 32 in groups of four."""
    plain = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def address(secret: bytes, username: str, bureau: str) -> str:
    """Return the `otpauth:` address that a QR code holds."""
    plain = base64.b32encode(secret).decode().rstrip("=")
    label = quote(f"{bureau}:{username}", safe=":")
    return (
        f"otpauth://totp/{label}?secret={plain}&issuer={quote(bureau)}"
        f"&algorithm=SHA1&digits={DIGITS}&period={STEP}"
    )
