"""The organisation as set-up tables: what `load_units`, `load_areas` and `load_people` would take."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils import timezone

from answerable.contexts.organisation import selectors
from answerable.contexts.organisation.models import Account
from answerable.contexts.organisation.permissions import require_bureau_setup
from answerable.contexts.organisation.post_book import PostView
from answerable.kernel.actor import Actor
from answerable.kernel.tables import Table, table_of

UNITS = ("code", "parent", "level", "kind", "name_zh", "name_en", "phone", "position", "active")
AREAS = ("code", "parent", "name_zh", "name_en", "names", "units", "geometry")
PEOPLE = ("username", "name", "post", "title_en", "unit", "roles", "starts_on")


def units_table() -> Table:
    """Return all units, each before those below it."""
    tree = selectors.units()
    codes = {unit.id: unit.code for unit in tree}
    return table_of(
        "units",
        UNITS,
        (
            {
                "code": unit.code,
                "parent": codes.get(unit.parent_id or 0, ""),
                "level": unit.level,
                "kind": unit.kind,
                "name_zh": unit.name_zh,
                "name_en": unit.name_en,
                "phone": unit.phone,
                "position": str(unit.position),
                "active": "yes" if unit.active else "no",
            }
            for unit in tree
        ),
    )


def areas_table() -> Table:
    """Return all areas with their drawings and the units responsible for each itself."""
    index, tree = selectors.areas(), selectors.units()
    codes = {area.id: area.code for area in index}
    return table_of(
        "areas",
        AREAS,
        (
            {
                "code": area.code,
                "parent": codes.get(area.parent_id or 0, ""),
                "name_zh": area.name_zh,
                "name_en": area.name_en,
                "names": "|".join(area.names),
                "units": "|".join(tree.get(unit_id).code for unit_id in index.units_of(area.id)),
                "geometry": json.dumps(area.geometry) if area.geometry else "",
            }
            for area in index
        ),
    )


def people_table(actor: Actor, *, at: datetime) -> Table:
    """Return the people whose posts have not ended, a line for each post.

    Raises:
        NotPermitted: the actor may not set up the whole bureau.
    """
    require_bureau_setup(actor)
    return table_of("people", PEOPLE, _people(at))


def _people(at: datetime) -> Iterator[Mapping[str, str]]:
    tree = selectors.units()
    usernames = dict(Account.objects.values_list("person_id", "username"))
    for post in sorted(selectors.posts_not_ended(timezone.localdate(at)), key=lambda post: post.code):
        if post.person_id in usernames:
            yield {
                "username": usernames[post.person_id],
                "name": post.person_name,
                "post": post.title_zh,
                "title_en": post.title_en,
                "unit": tree.get(post.unit_id).code,
                "roles": "|".join(_roles(post)),
                "starts_on": post.starts_on.isoformat(),
            }


def _roles(post: PostView) -> Iterator[str]:
    for role, unit_id in post.grants:
        own = unit_id == post.unit_id
        yield role.value if own else f"{role.value}@{selectors.units().get(unit_id).code}"
