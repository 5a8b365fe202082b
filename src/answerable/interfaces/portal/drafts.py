"""Keeping what somebody has begun, sealed with a cookie that only their browser has."""

import hmac
import json
import os
import secrets
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from answerable.interfaces.portal.models import Draft
from answerable.interfaces.portal.telling import Telling
from answerable.kernel.keys import derived_key

KEEP = timedelta(hours=24)
KEEP_SENT = timedelta(hours=1)
_NONCE = 12


def _cookie_name() -> str:
    return "__Host-draft" if settings.SESSION_COOKIE_SECURE else "draft"


def _index(cookie: str) -> bytes:
    return hmac.digest(derived_key("draft-index"), cookie.encode(), "sha256")


def _cipher(cookie: str) -> AESGCM:
    return AESGCM(hmac.digest(derived_key("draft"), cookie.encode(), "sha256"))


def load(request: HttpRequest, *, at: datetime) -> Telling:
    """Return what this browser has begun, or an empty one."""
    cookie = request.COOKIES.get(_cookie_name(), "")
    if not cookie:
        return Telling()
    index = _index(cookie)
    row = Draft.objects.filter(index=index, expires_at__gt=at).first()
    if row is None:
        return Telling()
    sealed = bytes(row.sealed)
    try:
        plain = _cipher(cookie).decrypt(sealed[:_NONCE], sealed[_NONCE:], index)
    except InvalidTag:
        return Telling()
    return Telling.from_dict(json.loads(plain))


def keep(request: HttpRequest, response: HttpResponse, telling: Telling, *, at: datetime) -> None:
    """Store what was told so far; the cookie lives as long as the row."""
    cookie = request.COOKIES.get(_cookie_name(), "") or secrets.token_urlsafe(32)
    index = _index(cookie)
    nonce = os.urandom(_NONCE)
    plain = json.dumps(telling.as_dict(), ensure_ascii=False, separators=(",", ":")).encode()
    expires_at = at + (KEEP_SENT if telling.is_sent else KEEP)
    sealed = nonce + _cipher(cookie).encrypt(nonce, plain, index)
    Draft.objects.update_or_create(index=index, defaults={"sealed": sealed, "expires_at": expires_at})
    response.set_cookie(
        _cookie_name(),
        cookie,
        max_age=int(KEEP.total_seconds()),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def drop(request: HttpRequest, response: HttpResponse) -> None:
    """Forget what this browser has begun, here and there."""
    if cookie := request.COOKIES.get(_cookie_name(), ""):
        Draft.objects.filter(index=_index(cookie)).delete()
        response.delete_cookie(_cookie_name())


def retire_drafts(*, at: datetime) -> int:
    """Remove what nobody came back for; return how many there were."""
    return Draft.objects.filter(expires_at__lte=at).delete()[0]
