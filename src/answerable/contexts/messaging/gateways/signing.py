"""How a peer proves that a call is its own: HMAC-SHA-256 over time, a number used once, and the raw bytes.

X-Timestamp: seconds since 1970
X-Nonce:     8 to 64 signs that it uses once
X-Signature: hex of HMAC(secret, timestamp ‖ LF ‖ nonce ‖ LF ‖ body)
"""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from answerable.contexts.messaging.errors import CallRefused
from answerable.contexts.messaging.gateways.protocol import Call

BELIEVED = timedelta(seconds=300)


def sign(secret: str, timestamp: str, nonce: str, body: bytes) -> str:
    """Return the signature that belongs to these bytes."""
    signed = timestamp.encode() + b"\n" + nonce.encode() + b"\n" + body
    return hmac.new(secret.encode(), signed, sha256).hexdigest()


def check(secret: str, call: Call, at: datetime) -> bytes:
    """Return the digest of the call's nonce.

    Raises:
        CallRefused: there is no signature or a wrong one, or it is older or younger than five minutes.
    """
    timestamp, nonce = call.headers.get("x-timestamp", ""), call.headers.get("x-nonce", "")
    given = call.headers.get("x-signature", "")
    if not secret or not given.isascii() or not 8 <= len(nonce) <= 64 or not nonce.isascii():
        raise CallRefused("unsigned")
    if not hmac.compare_digest(sign(secret, timestamp, nonce, call.body), given.lower()):
        raise CallRefused("signature")
    require_recent(timestamp, at)
    return sha256(nonce.encode()).digest()


def require_recent(timestamp: str, at: datetime) -> None:
    """Refuse what was signed more than five minutes ago or ahead.

    Raises:
        CallRefused: it was, or the time is none.
    """
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise CallRefused("timestamp")
    if abs(at.timestamp() - int(timestamp)) > BELIEVED.total_seconds():
        raise CallRefused("timestamp")
