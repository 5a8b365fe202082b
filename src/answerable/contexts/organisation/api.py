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
from answerable.contexts.organisation.services.load_areas import load_areas
from answerable.contexts.organisation.services.load_geojson import geojson_table, load_geojson
from answerable.contexts.organisation.services.load_people import load_people
from answerable.contexts.organisation.services.load_units import load_units
from answerable.contexts.organisation.shipped import shipped_setup, shipped_setups
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
    "geojson_table",
    "load_areas",
    "load_geojson",
    "load_people",
    "load_units",
    "nearest_posts",
    "post_by_public_id",
    "post_view",
    "posts_holding",
    "posts_in",
    "posts_of",
    "saved_view",
    "saved_views",
    "shipped_setup",
    "shipped_setups",
    "units",
]
