"""Take the areas of the city from a map."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from answerable.contexts.organisation.services.load_areas import load_areas
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid
from answerable.kernel.tables import LoadResult, Row, Table
from answerable.kernel.text import clean

PROPERTIES = ("code", "parent", "name_zh", "name_en", "names", "units")
REQUIRED = ("code", "parent", "name_zh", "name_en", "geometry")


def load_geojson(*, actor: Actor, document: object, at: datetime) -> LoadResult:
    """Set the areas of a FeatureCollection with the properties code, parent, name_zh, name_en, names, units.

    Raises:
        Invalid: with every fault; the line of a fault is the number of its feature, from 1.
        NotPermitted: the actor may not set up the whole bureau.
    """
    table = geojson_table(document)
    result = load_areas(actor=actor, table=table, at=at)
    if table.faults:
        raise Invalid(table.faults)
    return result


def geojson_table(document: object, name: str = "geojson") -> Table:
    """Return a map as a table of areas.

    Raises:
        Invalid: it is no FeatureCollection.
    """
    features = document.get("features") if isinstance(document, Mapping) else None
    if not isinstance(features, list):
        raise Invalid([Fault(name, _("The file has to be a GeoJSON FeatureCollection."))])
    given = set(REQUIRED)
    rows = []
    for number, feature in enumerate(features, 1):
        feature = feature if isinstance(feature, Mapping) else {}
        properties = feature.get("properties")
        facts = properties if isinstance(properties, Mapping) else {}
        given.update(name for name in PROPERTIES if name in facts)
        named = {name: _cell(facts.get(name)) for name in PROPERTIES}
        rows.append(Row(number, {**named, "geometry": json.dumps(feature.get("geometry"))}))
    # A property that no feature has is a column that is absent: what it would say stays as it is.
    columns = tuple(name for name in (*PROPERTIES, "geometry") if name in given)
    return Table(name, columns, rows)


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "|".join(clean(str(part)) for part in value)
    return "" if value is None else clean(str(value))
