"""The outlines of the city's areas, for the map. Everybody may know them."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from answerable.contexts.organisation import api as organisation

# Five decimals are a metre.
DECIMALS = 5


@gzip_page
@require_safe
@cache_control(public=True, max_age=3600)
def areas(request: HttpRequest) -> HttpResponse:
    """Return the drawn areas with their names in the reader's language."""
    english = (get_language() or "zh").startswith("en")
    features = [
        {
            "type": "Feature",
            "properties": {
                "code": feature["properties"]["code"],
                "name": feature["properties"]["name_en" if english else "name_zh"],
                "depth": feature["properties"]["depth"],
            },
            "geometry": _rounded(feature["geometry"]),
        }
        for feature in organisation.areas().geojson()["features"]
    ]
    body = json.dumps(
        {"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":")
    )
    response = HttpResponse(body, content_type="application/geo+json; charset=utf-8")
    response["Vary"] = "Cookie, Accept-Language"
    return response


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DECIMALS)
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    return value
