"""Keys that sign notes (C2SP signed-note and tlog-cosignature): Ed25519, for a log or for a witness.

The first byte of a key says what its signatures mean. A slot is left for ML-DSA-44, whose byte is 6.
"""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from answerable.contexts.ledger.tlog import b64

_PUBLIC_SIZE = 32
_SIGNATURE_SIZE = 64
_TIME_SIZE = 8
_NAME = re.compile(r"[^\s+]+")
_VKEY = re.compile(r"(?P<name>[^\s+]+)\+(?P<id>[0-9a-f]{8})\+(?P<key>[A-Za-z0-9+/=]+)")


class KeyKind(IntEnum):
    LOG = 1
    WITNESS = 4


class Signature(NamedTuple):
    """A signature line of a note: who claims to have signed, and with what."""

    name: str
    key_id: bytes
    payload: bytes

    @property
    def line(self) -> str:
        return f"— {self.name} {b64.encode(self.key_id + self.payload)}\n"


@dataclass(frozen=True)
class VerifierKey:
    """The public half: what one has to know beforehand to believe a note."""

    name: str
    kind: KeyKind
    public: bytes

    def __post_init__(self) -> None:
        if not is_key_name(self.name):
            raise ValueError("a key's name has no spaces and no plus signs")
        if len(self.public) != _PUBLIC_SIZE:
            raise ValueError("a key has 32 bytes")

    @cached_property
    def key_id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    @property
    def text(self) -> str:
        """The key as one writes it: name, id and key between plus signs."""
        return f"{self.name}+{self.key_id.hex()}+{b64.encode(bytes([self.kind]) + self.public)}"

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """Read a key as `text` writes it.

        Raises:
            ValueError: it is malformed, of a kind we don't know, or its id is another key's.
        """
        match = _VKEY.fullmatch(text)
        if match is None:
            raise ValueError("no verifier key")
        raw = b64.decode(match["key"])
        if raw[:1] not in {bytes([kind]) for kind in KeyKind}:
            raise ValueError("a key of a kind that we don't know")
        key = cls(match["name"], KeyKind(raw[0]), raw[1:])
        if key.key_id.hex() != match["id"]:
            raise ValueError("the key's id is not its own")
        return key

    def made(self, signature: Signature) -> bool:
        """Whether a signature claims to be of this key."""
        return (signature.name, signature.key_id) == (self.name, self.key_id)

    def verify(self, text: str, payload: bytes) -> int | None:
        """Check a signature over a note's text; return the time that a witness has put to it.

        Raises:
            ValueError: it is no signature of this key over this text.
        """
        if self.kind is KeyKind.LOG:
            self._check(payload, text.encode())
            return None
        at = int.from_bytes(payload[:_TIME_SIZE], "big")
        self._check(payload[_TIME_SIZE:], cosigned(text, at))
        return at

    def _check(self, signature: bytes, message: bytes) -> None:
        if len(signature) != _SIGNATURE_SIZE:
            raise ValueError("a signature of the wrong length")
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            raise ValueError("the signature does not fit") from None


@dataclass(frozen=True)
class SigningKey:
    """The secret half."""

    name: str
    kind: KeyKind
    private: Ed25519PrivateKey

    @classmethod
    def make(cls, name: str, kind: KeyKind = KeyKind.LOG) -> "SigningKey":
        return cls(name, kind, Ed25519PrivateKey.generate())

    @classmethod
    def from_seed(cls, name: str, seed: bytes, kind: KeyKind = KeyKind.LOG) -> "SigningKey":
        return cls(name, kind, Ed25519PrivateKey.from_private_bytes(seed))

    @property
    def seed(self) -> bytes:
        return self.private.private_bytes_raw()

    @cached_property
    def verifier(self) -> VerifierKey:
        return VerifierKey(self.name, self.kind, self.private.public_key().public_bytes_raw())

    def sign(self, text: str) -> Signature:
        """Sign a note's text as a log does.

        Raises:
            ValueError: it is a witness's key, which signs nothing without a time.
        """
        if self.kind is not KeyKind.LOG:
            raise ValueError("a witness's key only cosigns")
        return Signature(self.name, self.verifier.key_id, self.private.sign(text.encode()))

    def cosign(self, text: str, at: int) -> Signature:
        """Put a witness's signature to a checkpoint, with the time in seconds since 1970.

        Raises:
            ValueError: it is a log's key.
        """
        if self.kind is not KeyKind.WITNESS:
            raise ValueError("a log's key does not cosign")
        payload = at.to_bytes(_TIME_SIZE, "big") + self.private.sign(cosigned(text, at))
        return Signature(self.name, self.verifier.key_id, payload)


def cosigned(text: str, at: int) -> bytes:
    """Return the message that a witness signs."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def is_key_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None and name.isprintable()
