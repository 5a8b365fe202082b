"""The door of the organisation."""

from answerable.contexts.organisation.area_index import AreaIndex, AreaMatch, AreaView
from answerable.contexts.organisation.post_book import PostView
from answerable.contexts.organisation.selectors import (
    actor_for,
    areas,
    nearest_posts,
    post_by_public_id,
    post_view,
    posts_holding,
    posts_in,
    posts_of,
    saved_view,
    saved_views,
    units,
)
from answerable.contexts.organisation.tree import UnitTree, UnitView

__all__ = [
    "AreaIndex",
    "AreaMatch",
    "AreaView",
    "PostView",
    "UnitTree",
    "UnitView",
    "actor_for",
    "areas",
    "nearest_posts",
    "post_by_public_id",
    "post_view",
    "posts_holding",
    "posts_in",
    "posts_of",
    "saved_view",
    "saved_views",
    "units",
]
