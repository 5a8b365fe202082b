"""Single sign-on (OpenID Connect): what is asked of the bureau's own identity provider, and what its answer proves.

Code flow with PKCE, state and nonce. The provider is called through `kernel.outgoing` only. Nothing is kept here but
its published addresses and keys, for an hour.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from answerable.kernel import outgoing
from answerable.kernel.errors import AnswerableError

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
LEEWAY_SECONDS = 60
# A factor that was given longer ago is not believed; the provider is told so.
FRESH = timedelta(minutes=15)
KEPT = timedelta(hours=1)


class SignOnFailed(AnswerableError):
    """The provider's answer proves nothing. Why, is for the log."""

    code = "sign_on_failed"
    status = 422
    sentence = _("The single sign-on did not work. Try it again, or sign in with your password.")


@dataclass(frozen=True, slots=True)
class Departure:
    """Where the browser is sent, and what has to come back with it."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who came back. `second`: the provider says that he gave a second factor just now."""

    issuer: str
    subject: str
    username: str
    second: bool


@dataclass(frozen=True, slots=True)
class _Provider:
    authorize: str
    token: str
    jwks: str
    read_at: datetime


_known: dict[str, _Provider] = {}
_keys: dict[str, KeySet] = {}


def is_offered() -> bool:
    return bool(settings.OPTIONS.oidc_issuer and settings.OPTIONS.oidc_client_id)


def depart(back: str, at: datetime) -> Departure:
    """Begin: `back` is our address to which the provider sends the browser.

    Raises:
        OutgoingFailed, OutgoingRefused, SignOnFailed: the provider can't be asked.
    """
    provider = _provider(at)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    asked = {
        "response_type": "code",
        "client_id": settings.OPTIONS.oidc_client_id,
        "redirect_uri": back,
        "scope": "openid profile",
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "max_age": str(FRESH.seconds),
    }
    mark = "&" if "?" in provider.authorize else "?"
    return Departure(f"{provider.authorize}{mark}{urlencode(asked)}", state, nonce, verifier)


def arrive(*, code: str, issuer: str, nonce: str, verifier: str, back: str, at: datetime) -> Arrival:
    """Exchange the code for a token, check all of it, and return whom it names.

    Raises:
        OutgoingFailed, OutgoingRefused, SignOnFailed.
    """
    ours = settings.OPTIONS.oidc_issuer
    # RFC 9207: an answer that says who gives it must say the right one.
    if issuer and issuer != ours:
        raise SignOnFailed
    claims = _claims(_token(code, verifier, back, at), nonce, at)
    second = set(settings.OPTIONS.oidc_second_factor)
    said = {str(claims.get("acr", "")), *_words(claims.get("amr"))}
    username = claims.get(settings.OPTIONS.oidc_username_claim, "")
    return Arrival(ours, str(claims["sub"]), str(username), bool(said & second) and _is_fresh(claims, at))


def _words(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _is_fresh(claims: dict[str, Any], at: datetime) -> bool:
    since = claims.get("auth_time")
    return isinstance(since, int) and at.timestamp() - since <= FRESH.seconds + LEEWAY_SECONDS


def _token(code: str, verifier: str, back: str, at: datetime) -> str:
    options = settings.OPTIONS
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": verifier,
    }
    pair = f"{quote(options.oidc_client_id)}:{quote(options.oidc_client_secret.get_secret_value())}"
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Authorization": "Basic " + base64.b64encode(pair.encode()).decode(),
    }
    token = _asked(_provider(at).token, "POST", urlencode(form).encode(), headers).get("id_token")
    if not isinstance(token, str):
        raise SignOnFailed
    return token


def _claims(token: str, nonce: str, at: datetime) -> dict[str, Any]:
    options = settings.OPTIONS
    rules = jwt.JWTClaimsRegistry(
        now=int(at.timestamp()),
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": options.oidc_issuer},
        sub={"essential": True},
        aud={"essential": True, "value": options.oidc_client_id},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        claims = _opened(token, at)
        rules.validate(claims)
    except (JoseError, ValueError):
        raise SignOnFailed from None
    meant_for = claims["aud"]
    if isinstance(meant_for, list) and len(meant_for) > 1 and claims.get("azp") != options.oidc_client_id:
        raise SignOnFailed
    return claims


def _opened(token: str, at: datetime) -> dict[str, Any]:
    """Check the signature; with keys read anew if it is by one that is not known yet."""
    try:
        return dict(jwt.decode(token, _keys_of(at), algorithms=ALGORITHMS).claims)
    except (JoseError, ValueError):
        _keys.clear()
        return dict(jwt.decode(token, _keys_of(at), algorithms=ALGORITHMS).claims)


def _provider(at: datetime) -> _Provider:
    issuer = settings.OPTIONS.oidc_issuer
    known = _known.get(issuer)
    if known is not None and at - known.read_at < KEPT:
        return known
    said = _asked(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    try:
        if said["issuer"] != issuer:
            raise SignOnFailed
        found = _Provider(said["authorization_endpoint"], said["token_endpoint"], said["jwks_uri"], at)
    except KeyError:
        raise SignOnFailed from None
    if not found.authorize.startswith("https://"):
        raise SignOnFailed
    _known[issuer] = found
    _keys.clear()
    return found


def _keys_of(at: datetime) -> KeySet:
    issuer = settings.OPTIONS.oidc_issuer
    provider = _provider(at)
    if issuer not in _keys:
        # Keys that are meant for encryption, or of a kind that we do not know, are left aside by their use.
        _keys[issuer] = KeySet.import_key_set(_asked(provider.jwks))  # type: ignore[arg-type]
    return _keys[issuer]


def _asked(
    url: str, method: str = "GET", body: bytes = b"", headers: dict[str, str] | None = None
) -> dict[str, Any]:
    answer = outgoing.call(method, url, body=body, headers={"Accept": "application/json", **(headers or {})})
    try:
        said = json.loads(answer.body)
    except ValueError:
        raise SignOnFailed from None
    if answer.status != 200 or not isinstance(said, dict):
        raise SignOnFailed
    return said
