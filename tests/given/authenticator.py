"""A security key in software, for tests: makes a passkey and signs with it, rightly or wrongly as told."""

import base64
import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 1, 4, 64


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass
class Authenticator:
    """One key. `origin` is where its browser believes to be; `verifies`: it asks for a finger, face or PIN.

    `counts`: it counts its signatures; those that a vendor's cloud copies do not.
    """

    origin: str
    domain: str
    verifies: bool = True
    counts: bool = True
    uses: int = 0
    secret: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))

    def makes(self, options: str) -> str:
        """Answer an offer with a new passkey."""
        asked = json.loads(options)
        numbers = self.secret.public_key().public_numbers()
        key = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        attested = bytes(16) + len(self.credential_id).to_bytes(2) + self.credential_id + cbor2.dumps(key)
        statement = {"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + attested}
        said = {
            "clientDataJSON": text(self._client("webauthn.create", asked["challenge"])),
            "attestationObject": text(cbor2.dumps(statement)),
        }
        return self._answer(said)

    def signs(self, options: str) -> str:
        """Answer a question with a signature; the counter rises."""
        asked = json.loads(options)
        self.uses += 1 if self.counts else 0
        data, client = self._data(0), self._client("webauthn.get", asked["challenge"])
        signed = self.secret.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {"clientDataJSON": text(client), "authenticatorData": text(data), "signature": text(signed)}
        )

    def _data(self, more: int) -> bytes:
        flags = PRESENT | (VERIFIED if self.verifies else 0) | more
        return hashlib.sha256(self.domain.encode()).digest() + bytes([flags]) + self.uses.to_bytes(4)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, said: dict[str, Any]) -> str:
        name = text(self.credential_id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": said})
