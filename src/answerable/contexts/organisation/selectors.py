"""Reads of the organisation. Its structure is known to all staff, so most take no actor."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models.functions import Coalesce
from django.utils import timezone

from answerable.contexts.organisation.area_index import AreaIndex, AreaView, Charge
from answerable.contexts.organisation.enums import Level, Role, UnitKind
from answerable.contexts.organisation.models import (
    Account,
    Area,
    Elevation,
    Grant,
    Jurisdiction,
    Post,
    SavedView,
    Unit,
)
from answerable.contexts.organisation.post_book import PostBook, PostView, TimedGrant, unfolded
from answerable.contexts.organisation.snapshots import changes
from answerable.contexts.organisation.tree import UnitTree, UnitView
from answerable.kernel.actor import Actor, ActorKind
from answerable.kernel.errors import NotFound, NotPermitted
from answerable.kernel.snapshots import Snapshot

NEWEST = 1000


@dataclass(frozen=True, slots=True)
class AccountView:
    """How a person signs in, as whoever sets up the bureau sees it."""

    username: str
    active: bool
    has_password: bool
    one_time_until: datetime | None
    last_sign_in: datetime | None
    enrolled_at: datetime | None = None


def _read_units() -> UnitTree:
    rows = Unit.objects.order_by().values_list(
        "id", "code", "parent_id", "level", "kind", "name_zh", "name_en", "phone", "position", "active"
    )
    return UnitTree(UnitView(r[0], r[1], r[2], Level(r[3]), UnitKind(r[4]), *r[5:]) for r in rows)


def _read_areas() -> AreaIndex:
    areas = Area.objects.order_by("code").values_list(
        "id", "code", "parent_id", "name_zh", "name_en", "names", "geometry"
    )
    charges = (
        Jurisdiction.objects.filter(unit__active=True)
        .order_by("area_id", "unit__position", "unit__code")
        .values_list("area_id", "unit_id", "unit__kind")
    )
    return AreaIndex(
        (AreaView(*row[:5], tuple(row[5]), row[6]) for row in areas),
        (Charge(area_id, unit_id, UnitKind(kind)) for area_id, unit_id, kind in charges),
    )


def _read_timed() -> dict[int, list[TimedGrant]]:
    timed: dict[int, list[TimedGrant]] = {}
    over = Coalesce("ended_at", "ends_at")
    rows = Elevation.objects.order_by("-id").values_list("post_id", "role", "unit_id", "begins_at", over)
    # They last some hours; older ones than these are over.
    for post_id, role, *rest in rows[:NEWEST]:
        timed.setdefault(post_id, []).append(TimedGrant(Role(role), *rest))
    return timed


def _read_posts() -> PostBook:
    timed = _read_timed()
    grants: dict[int, list[tuple[Role, int]]] = {}
    for post_id, role, unit_id in Grant.objects.order_by("id").values_list("post_id", "role", "unit_id"):
        grants.setdefault(post_id, []).append((Role(role), unit_id))
    rows = Post.objects.values_list(
        "id",
        "public_id",
        "code",
        "person_id",
        "person__name",
        "unit_id",
        "title_zh",
        "title_en",
        "starts_on",
        "ends_on",
        "person__active",
    )
    return PostBook(
        PostView(*row, grants=tuple(grants.get(row[0], ())), timed=tuple(timed.get(row[0], ())))
        for row in rows
    )


_units = Snapshot(changes, _read_units)
_areas = Snapshot(changes, _read_areas)
_posts = Snapshot(changes, _read_posts)


def units() -> UnitTree:
    """Return the tree of units as it stands now; cheap, so ask again rather than keep it."""
    return _units.get()


def areas() -> AreaIndex:
    """Return the areas as they stand now; cheap, so ask again rather than keep it."""
    return _areas.get()


def post_view(post_id: int) -> PostView:
    """Return a post, held or ended.

    Raises:
        NotFound: there is none.
    """
    return _posts.get().get(post_id)


def code_of(actor: Actor) -> str:
    """Return how the post of an actor is called in the journal."""
    return post_view(actor.post_id or 0).code


def unit_of_person(person_id: int, *, at: datetime) -> int:
    """Return the unit of somebody's newest post that has not ended; the whole bureau for somebody without one."""
    posts = posts_of_person(person_id, at=at)
    return max(posts, key=lambda post: (post.starts_on, post.id)).unit_id if posts else units().root.id


def lock_post(post_id: int) -> None:
    """Let one act about a post wait for the other, until this transaction ends.

    Raises:
        NotFound: there is none.
    """
    # Not against those who only point at the post.
    if not Post.objects.select_for_update(no_key=True).filter(pk=post_id).values_list("pk"):
        raise NotFound


def post_by_public_id(public_id: UUID) -> PostView | None:
    return _posts.get().by_public_id(public_id)


def post_by_code(code: str, *, at: datetime) -> PostView | None:
    """Return the post of a code that is held now."""
    today = timezone.localdate(at)
    return next((post for post in _posts.get() if post.code == code and post.is_held(today)), None)


def posts_in(unit_id: int, *, at: datetime) -> list[PostView]:
    """Return the posts of this very unit that are held now, e.g. to assign a handler."""
    return _posts.get().in_unit(unit_id, timezone.localdate(at))


def posts_in_during(unit_id: int, since: datetime, until: datetime) -> list[PostView]:
    """Return the posts of this very unit that were held at any time between; held still, or left."""
    return _posts.get().in_unit_during(unit_id, timezone.localdate(since), timezone.localdate(until))


def posts_holding(role: Role, unit_id: int, *, at: datetime) -> list[PostView]:
    """Return the posts that hold a role for a unit, by a grant for it or for a unit above; nearest first."""
    line = (unit_id, *units().ancestors(unit_id))
    return _posts.get().holding(role, line, timezone.localdate(at))


def nearest_posts(role: Role, unit_id: int, *, at: datetime) -> list[PostView]:
    """Return the posts to tell first: those with the role in the unit, else in the nearest unit above."""
    on = timezone.localdate(at)
    book = _posts.get()
    for above in (unit_id, *units().ancestors(unit_id)):
        if found := book.holding(role, (above,), on):
            return found
    return []


def posts_of(account: Account, *, at: datetime) -> list[PostView]:
    """Return the posts among which the holder of an account may choose."""
    return _posts.get().of_person(account.person_id, timezone.localdate(at))


def posts_not_ended(on: date) -> list[PostView]:
    """Return all posts but those that have ended by a day."""
    return [post for post in _posts.get() if post.ends_on is None or on < post.ends_on]


def posts_of_person(person_id: int, *, at: datetime) -> list[PostView]:
    """Return the posts of a person that have not ended: those that begin later, or wait for the person, too."""
    return _posts.get().not_ended(person_id, timezone.localdate(at))


def posts_during(person_id: int, since: datetime, until: datetime) -> list[PostView]:
    """Return the posts that a person held at any time between two moments, e.g. to see who had a part in something."""
    return _posts.get().during(person_id, timezone.localdate(since), timezone.localdate(until))


def account_of(person_id: int) -> AccountView:
    """Return the account of a person.

    Raises:
        NotFound: there is none.
    """
    account = Account.objects.filter(person_id=person_id).first()
    if account is None:
        raise NotFound
    return AccountView(
        username=account.username,
        active=account.active,
        has_password=account.has_usable_password(),
        one_time_until=account.password_until,
        last_sign_in=account.last_login,
        enrolled_at=account.enrolled_at,
    )


def actor_for(holder: Account | int, *, at: datetime) -> Actor:
    """Return the actor that a post (by its id) makes, or an account in its first post.

    Raises:
        NotFound: there is no such post.
        NotPermitted: the post is not held now, or the account holds none.
    """
    if isinstance(holder, int):
        post = post_view(holder)
        held = post.is_held(timezone.localdate(at))
    else:
        posts = posts_of(holder, at=at) if holder.active else []
        if not posts:
            raise NotPermitted
        post, held = posts[0], True
    if not held:
        raise NotPermitted
    return Actor(
        kind=ActorKind.STAFF,
        name=post.person_name,
        post_id=post.id,
        person_id=post.person_id,
        unit_id=post.unit_id,
        grants=unfolded(post.rights(at), units()),
    )


def saved_views(actor: Actor, page: str) -> list[SavedView]:
    """Return the lists that this post has kept for a page."""
    if actor.post_id is None:
        return []
    return list(SavedView.objects.filter(post_id=actor.post_id, page=page).order_by("name"))


def saved_view(actor: Actor, public_id: UUID) -> SavedView:
    """Return one kept list of this post.

    Raises:
        NotFound: there is none, or it is another post's.
    """
    found = SavedView.objects.filter(post=actor.post_id, public_id=public_id).first()
    if found is None:
        raise NotFound
    return found
