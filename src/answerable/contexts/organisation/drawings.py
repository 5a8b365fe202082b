"""What a drawing of an area must be: a valid polygon on the globe (GeoJSON, RFC 7946)."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from shapely import GEOSException
from shapely.geometry import shape
from shapely.validation import explain_validity

from answerable.kernel.errors import Sentence

KINDS = ("Polygon", "MultiPolygon")


def fault_of(geometry: object) -> Sentence | None:
    """Return what is wrong with a geometry; nothing if it can be used."""
    if not isinstance(geometry, Mapping) or geometry.get("type") not in KINDS:
        return _("The drawing has to be a GeoJSON Polygon or MultiPolygon.")
    try:
        outline = shape(geometry)
        bounds = outline.bounds
    except (GEOSException, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return _("The drawing has points that can't be read.")
    if outline.is_empty:
        return _("The drawing is empty.")
    if not outline.is_valid:
        # Ends with the place, e.g. "Self-intersection[1 1]".
        return _("The outline crosses or touches itself: %(why)s.") % {"why": explain_validity(outline)}
    west, south, east, north = bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        return _("Give longitude before latitude, in degrees (WGS 84).")
    return None


def read(text: str) -> tuple[Mapping[str, Any] | None, Sentence | None]:
    """Return the geometry that a cell holds and what is wrong with it."""
    try:
        geometry = json.loads(text)
    except (ValueError, RecursionError):
        return None, _("This is no GeoJSON.")
    fault = fault_of(geometry)
    return (None, fault) if fault else (geometry, None)
