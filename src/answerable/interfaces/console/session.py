"""Who sits at the desk: how a session begins, how long it lasts, and how it ends.

A session ends 12 hours after it began, and 15 minutes after the last thing that was done. The last moment stands in a
signed cookie beside the session, not in it, so that looking at a page writes nothing.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from answerable.contexts.credentials import api as credentials
from answerable.contexts.credentials.enums import Means
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.api import Account, PostView
from answerable.interfaces.console.browsers import word_for
from answerable.kernel.actor import Actor

IDLE = timedelta(minutes=15)
WHOLE = timedelta(hours=12)
# The cookie is written again only when it has aged by this much.
COARSE = timedelta(seconds=20)

DEVICE = "device"
_BEGAN = "desk_began"
_POST = "desk_post"
_PROVED = "desk_proved"
_SALT = "answerable.console.seen"


@dataclass(frozen=True, slots=True)
class Sitting:
    """A running session: the posts that its account may choose from, and the one it has chosen."""

    posts: tuple[PostView, ...]
    post: PostView | None
    seen_at: datetime
    proved_at: datetime
    must_change: bool = False

    def actor(self, at: datetime) -> Actor:
        """Return the actor that the chosen post makes. Ask only when there is one."""
        assert self.post is not None
        return organisation.actor_for(self.post.id, at=at)


def begin(request: HttpRequest, account: Account, means: Means, at: datetime) -> None:
    """Start a session under a new key; a single post is chosen at once."""
    request.session.flush()
    login(request, account)
    request.session[_BEGAN] = at.timestamp()
    request.session[_PROVED] = at.timestamp()
    posts = organisation.posts_of(account, at=at)
    if len(posts) == 1:
        request.session[_POST] = posts[0].id
    credentials.begin_session(
        account=account,
        key=str(request.session.session_key),
        means=means,
        browser=word_for(request.headers.get("User-Agent", "")),
        at=at,
    )


def prove_again(request: HttpRequest, at: datetime) -> None:
    """Note that a second factor was given now, and go on under another key."""
    request.session[_PROVED] = at.timestamp()
    rotate(request)


def choose(request: HttpRequest, sitting: Sitting, public_id: UUID) -> bool:
    """Act in another of one's posts from now on; False if it is not one's own."""
    for post in sitting.posts:
        if post.public_id == public_id:
            request.session[_POST] = post.id
            rotate(request)
            return True
    return False


def rotate(request: HttpRequest) -> None:
    """Go on under another key."""
    old = str(request.session.session_key)
    request.session.cycle_key()
    credentials.follow_session(old=old, new=str(request.session.session_key))


def end(request: HttpRequest, at: datetime) -> None:
    if request.user.is_authenticated:
        credentials.close_session(account=request.user, key=str(request.session.session_key), at=at)
    logout(request)


def sitting_of(request: HttpRequest, at: datetime) -> Sitting | None:
    """Return the running session; None when there is none, it is over, or the account was disabled."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    began = request.session.get(_BEGAN)
    if began is None or at.timestamp() - began > WHOLE.total_seconds():
        return None
    seen_at = _seen_at(request)
    if seen_at is None or at - seen_at > IDLE:
        return None
    if not request.user.is_authenticated:
        return None
    posts = tuple(organisation.posts_of(request.user, at=at))
    chosen = request.session.get(_POST)
    post = next((post for post in posts if post.id == chosen), None)
    proved_at = datetime.fromtimestamp(request.session.get(_PROVED, 0), tz=UTC)
    return Sitting(posts, post, seen_at, proved_at, request.user.password_until is not None)


def leave_trace(
    request: HttpRequest, response: HttpResponseBase, at: datetime, sitting: Sitting | None
) -> None:
    """Note in the answer that something was done now."""
    key = request.session.session_key
    if key is None or (
        sitting is not None and at - sitting.seen_at < COARSE and not request.session.modified
    ):
        return
    response.set_cookie(
        cookie_name(),
        signing.dumps([_digest(key), at.timestamp()], salt=_SALT),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
        path="/",
    )


def know_device(response: HttpResponse, token: str) -> None:
    """Remember this browser as one of its owner's, so that strangers' tries do not slow the owner down."""
    response.set_cookie(
        DEVICE,
        token,
        max_age=180 * 86400,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
        path="/console/",
    )


def cookie_name() -> str:
    return "__Host-seen" if settings.SESSION_COOKIE_SECURE else "seen"


def _digest(session_key: str) -> str:
    return hashlib.sha256(session_key.encode()).hexdigest()[:32]


def _seen_at(request: HttpRequest) -> datetime | None:
    key = request.session.session_key
    if key is None:
        return None
    try:
        digest, stamp = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    return datetime.fromtimestamp(stamp, tz=UTC) if digest == _digest(key) else None
