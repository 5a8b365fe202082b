"""Passkeys (WebAuthn): what is offered to a browser, and what its answer proves. Nothing is kept here."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import webauthn
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

LONGEST_ANSWER = 16_384


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys hold: a domain, and the exact origin of its pages."""

    domain: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What the browser is asked (JSON), and the random challenge that its answer has to bear."""

    options: str
    challenge: bytes


@dataclass(frozen=True, slots=True)
class NewKey:
    """A passkey that a browser has made."""

    credential_id: bytes
    public_key: bytes
    uses: int


def offer_new(site: Site, username: str, name: str, handle: bytes, known: Iterable[bytes]) -> Offer:
    """Ask for a passkey that can be found without a user name, and that asks its holder for a finger, face or PIN."""
    options = webauthn.generate_registration_options(
        rp_id=site.domain,
        rp_name=site.name,
        user_id=handle,
        user_name=username,
        user_display_name=name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return Offer(webauthn.options_to_json(options), options.challenge)


def read_new(site: Site, challenge: bytes, answer: str) -> NewKey | None:
    """Return the passkey that a browser has made for this challenge; None if the answer proves nothing."""
    try:
        made = webauthn.verify_registration_response(
            credential=_document(answer),
            expected_challenge=challenge,
            expected_rp_id=site.domain,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    return NewKey(made.credential_id, made.credential_public_key, made.sign_count)


def offer_proof(site: Site, known: Iterable[bytes]) -> Offer:
    """Ask for a signature: by one of the known passkeys, or by any that the browser has for this site."""
    options = webauthn.generate_authentication_options(
        rp_id=site.domain,
        allow_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Offer(webauthn.options_to_json(options), options.challenge)


def credential_of(answer: str) -> bytes | None:
    """Return which passkey an answer claims to be from."""
    try:
        return webauthn.base64url_to_bytes(str(_document(answer)["rawId"]))
    except (ValueError, KeyError, TypeError):
        return None


def uses_after(site: Site, challenge: bytes, answer: str, public_key: bytes, uses: int) -> int | None:
    """Return the passkey's counter after a right answer; None if it is wrong, or comes from a copied key."""
    try:
        proved = webauthn.verify_authentication_response(
            credential=_document(answer),
            expected_challenge=challenge,
            expected_rp_id=site.domain,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=uses,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    return proved.new_sign_count


def _document(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise ValueError
    document = json.loads(answer)
    if not isinstance(document, dict):
        raise TypeError
    return document
