"""Keeping what somebody has begun, sealed with a cookie that only their browser has."""

import hmac
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from answerable.interfaces.portal.models import Draft
from answerable.interfaces.portal.telling import Telling
from answerable.kernel import row_security
from answerable.kernel.keys import Key, active_key, opening_keys
from answerable.kernel.row_security import Door, Scope

KEEP = timedelta(hours=24)
KEEP_SENT = timedelta(hours=1)
_NONCE = 12


def _cookie_name() -> str:
    return "__Host-draft" if settings.SESSION_COOKIE_SECURE else "draft"


def _indexes(cookie: str) -> list[bytes]:
    return [hmac.digest(key.material, cookie.encode(), "sha256") for key in opening_keys("draft-index")]


def _own(cookie: str) -> AbstractContextManager[None]:
    """See the draft of this browser, and no other row of anybody's."""
    return row_security.within(Scope(Door.RESIDENT, drafts=tuple(_indexes(cookie))))


def _index(cookie: str) -> bytes:
    """Return the key of the row of a cookie: the one that it has, else the one that it will have."""
    indexes = _indexes(cookie)
    if len(indexes) == 1:
        return indexes[0]
    known = {
        bytes(index) for index in Draft.objects.filter(index__in=indexes).values_list("index", flat=True)
    }
    return next((index for index in indexes if index in known), indexes[0])


def _cipher(cookie: str, key: Key) -> AESGCM:
    return AESGCM(hmac.digest(key.material, cookie.encode(), "sha256"))


def _open(sealed: bytes, cookie: str, index: bytes) -> bytes | None:
    """Return what was sealed under any key that still opens; None if none does."""
    for key in opening_keys("draft"):
        try:
            return _cipher(cookie, key).decrypt(sealed[:_NONCE], sealed[_NONCE:], index)
        except InvalidTag:
            continue
    return None


def _cookie(request: HttpRequest) -> str:
    """Return the browser's cookie, or the one that this answer will give it."""
    known = request.COOKIES.get(_cookie_name(), "")
    if not known:
        known = getattr(request, "fresh_draft_cookie", "") or secrets.token_urlsafe(32)
        request.fresh_draft_cookie = known  # type: ignore[attr-defined]
    return known


def load(request: HttpRequest, *, at: datetime) -> Telling:
    """Return what this browser has begun, or an empty one."""
    cookie = request.COOKIES.get(_cookie_name(), "")
    if not cookie:
        return Telling()
    with _own(cookie):
        row = Draft.objects.filter(index=_index(cookie), expires_at__gt=at).first()
    return Telling() if row is None else _opened(row, cookie)


def _opened(row: Draft, cookie: str) -> Telling:
    sealed = bytes(row.sealed)
    if not sealed:
        return Telling()
    plain = _open(sealed, cookie, bytes(row.index))
    return Telling() if plain is None else Telling.from_dict(json.loads(plain))


@contextmanager
def change(request: HttpRequest, *, at: datetime) -> Iterator[Telling]:
    """Let the caller change what was told so far, and store it.

    One at a time: what is kept while somebody types may arrive together with the press of the button.
    """
    cookie = _cookie(request)
    with _own(cookie), transaction.atomic():
        index = _index(cookie)
        Draft.objects.bulk_create(
            [Draft(index=index, sealed=b"", expires_at=at + KEEP)], ignore_conflicts=True
        )
        row = Draft.objects.select_for_update().get(index=index)
        telling = _opened(row, cookie) if row.expires_at > at else Telling()
        yield telling
        nonce = os.urandom(_NONCE)
        plain = json.dumps(telling.as_dict(), ensure_ascii=False, separators=(",", ":")).encode()
        row.sealed = nonce + _cipher(cookie, active_key("draft")).encrypt(nonce, plain, index)
        row.expires_at = at + (KEEP_SENT if telling.is_sent else KEEP)
        row.save()


def hold(request: HttpRequest, response: HttpResponse) -> None:
    """Give the browser the cookie, or a fresh day for the one it has."""
    response.set_cookie(
        _cookie_name(),
        _cookie(request),
        max_age=int(KEEP.total_seconds()),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def drop(request: HttpRequest, response: HttpResponse) -> None:
    """Forget what this browser has begun, here and there."""
    if cookie := request.COOKIES.get(_cookie_name(), ""):
        with _own(cookie):
            Draft.objects.filter(index=_index(cookie)).delete()
        response.delete_cookie(_cookie_name())


def retire_drafts(*, at: datetime) -> int:
    """Remove what nobody came back for; return how many there were."""
    return Draft.objects.filter(expires_at__lte=at).delete()[0]
