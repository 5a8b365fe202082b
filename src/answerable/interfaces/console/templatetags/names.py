"""Names for what pages hold as ids: units, posts, areas, topics. None of them costs a statement."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from answerable.contexts.cases import api as cases
from answerable.contexts.organisation import api as organisation

register = template.Library()


@register.filter
def unit_name(unit_id: int | None) -> str:
    return "" if unit_id is None else organisation.units().name(unit_id)


@register.filter
def unit_path(unit_id: int | None) -> list[str]:
    """Return the names of the units from the branch down; the bureau itself goes without saying."""
    if unit_id is None:
        return []
    path = organisation.units().path(unit_id)
    return [unit.name() for unit in (path[1:] or path)]


@register.filter
def post_name(post_id: int | None) -> str:
    """Return who it is and as what, e.g. `郑示例（民警）`."""
    if post_id is None:
        return ""
    post = organisation.post_view(post_id)
    return _("%(name)s (%(title)s)") % {"name": post.person_name, "title": post.title()}


@register.filter
def person_name(post_id: int | None) -> str:
    return "" if post_id is None else organisation.post_view(post_id).person_name


@register.filter
def area_name(area_id: int | None) -> str:
    return "" if area_id is None else organisation.areas().name(area_id)


@register.filter
def topic_name(code: str) -> str:
    """Return the topic without the one above it."""
    topic = cases.topics().by_code(code)
    return topic.name() if topic else code


@register.filter
def topic_path(code: str) -> str:
    return cases.topics().name(code) if code else ""


@register.filter
def label(value: object) -> str | Promise:
    """Return the word of an enum."""
    return getattr(value, "label", "") if value is not None else ""
