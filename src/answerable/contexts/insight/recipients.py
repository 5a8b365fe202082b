"""Who is told of a warning."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from answerable.contexts.insight.models import EarlyWarning
from answerable.contexts.messaging import api as messaging
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role


def tell_first(warnings: Sequence[EarlyWarning], *, at: datetime) -> None:
    """Tell the leaders of the units responsible for the place, and the bureau's analysts."""
    root = organisation.units().root.id
    told = []
    for one in warnings:
        units = organisation.areas().units_for(one.area_id) if one.area_id is not None else ()
        posts = [
            *(
                post
                for unit in units or (root,)
                for post in organisation.nearest_posts(Role.LEADER, unit, at=at)
            ),
            *organisation.nearest_posts(Role.ANALYST, root, at=at),
        ]
        told += _notices("warning.raised", one, {post.id for post in posts})
    messaging.notify_posts(told, at=at)


def tell_leaders(warnings: Sequence[EarlyWarning], *, at: datetime) -> None:
    """Tell the bureau's leaders that nobody has looked at warnings."""
    posts = organisation.nearest_posts(Role.LEADER, organisation.units().root.id, at=at)
    told = [
        notice for one in warnings for notice in _notices("warning.climbed", one, {post.id for post in posts})
    ]
    messaging.notify_posts(told, at=at)


def tell_assigned(warning: EarlyWarning, post_id: int, *, at: datetime) -> None:
    messaging.notify_posts(_notices("warning.assigned", warning, {post_id}), at=at)


def _notices(code: str, warning: EarlyWarning, posts: Iterable[int]) -> list[messaging.NewNotice]:
    return [
        messaging.NewNotice(post_id=post, code=code, key=f"{code}:{warning.public_id}", params={})
        for post in sorted(posts)
    ]
