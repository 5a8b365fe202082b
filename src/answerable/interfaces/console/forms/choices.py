"""Selects with many options: units, topics, areas, posts. A script lets one search them by typing."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases import api as cases
from answerable.contexts.organisation import api as organisation

Option = tuple[str, str, str]
NOTHING: Option = ("", "—", "")
SELECTED = mark_safe(" selected")
# The options of each select and language with none chosen, beside the snapshot that they were drawn from.
_unchosen: dict[object, tuple[object, SafeString]] = {}


class SearchSelect(forms.Select):
    """A select whose options are read when it is drawn: value, what is shown, words that also find it."""

    leaves_only = False

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"data-search": True, **(attrs or {})})

    def entries(self) -> Iterable[Option]:
        raise NotImplementedError

    def source(self) -> object | None:
        """Return the snapshot that the entries come from: while it is the same object, so are they."""
        return None

    def render(
        self,
        name: str,
        value: Any,
        attrs: Mapping[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """Write the options as they stand: one template for each of hundreds is half the time of a list's page."""
        chosen = {str(part) for part in self.format_value(value)}
        outer = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}</select>", outer, self._options(chosen - {""}))

    def _options(self, chosen: set[str]) -> SafeString:
        source = self.source()
        if chosen or source is None:
            return self._draw(chosen)
        key = (type(self), self.leaves_only, get_language())
        kept = _unchosen.get(key)
        if kept is None or kept[0] is not source:
            kept = _unchosen[key] = (source, self._draw(chosen))
        return kept[1]

    def _draw(self, chosen: set[str]) -> SafeString:
        return format_html_join(
            "",
            '<option value="{}"{}{}>{}</option>',
            (
                (code, SELECTED if code in chosen else "", _words(words), shown)
                for code, shown, words in (NOTHING, *self.entries())
            ),
        )


def _words(words: str) -> str:
    return format_html(' data-words="{}"', words) if words else ""


class UnitSelect(SearchSelect):
    """Open units by code, named with the branch above them."""

    def source(self) -> object:
        return organisation.units()

    def entries(self) -> Iterable[Option]:
        tree = organisation.units()
        for unit in tree:
            if unit.active:
                path = [above.name() for above in tree.path(unit.id)]
                yield unit.code, " › ".join(path[1:] or path), unit.code


class TopicSelect(SearchSelect):
    """Topics by code; `leaves_only` leaves out those that have others below them."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, leaves_only: bool = True) -> None:
        super().__init__(attrs)
        self.leaves_only = leaves_only

    def source(self) -> object:
        return cases.topics()

    def entries(self) -> Iterable[Option]:
        tree = cases.topics()
        for topic in tree.leaves() if self.leaves_only else tree:
            if topic.active:
                yield topic.code, tree.name(topic.code), " ".join((*topic.terms_zh[:8], *topic.terms_en[:8]))


class AreaSelect(SearchSelect):
    def source(self) -> object:
        return organisation.areas()

    def entries(self) -> Iterable[Option]:
        for area in organisation.areas():
            yield area.code, area.name(), " ".join(area.names)


class PostSelect(SearchSelect):
    """The posts of one unit that are held now, by public id. The unit is told by the form."""

    unit_id: int | None = None
    at: datetime | None = None

    def entries(self) -> Iterable[Option]:
        if self.unit_id is None or self.at is None:
            return
        for post in organisation.posts_in(self.unit_id, at=self.at):
            yield str(post.public_id), f"{post.person_name} · {post.title()}", post.code


def unit_id_of(code: str) -> int:
    """Return the unit that was chosen.

    Raises:
        forms.ValidationError: there is none of this code.
    """
    unit = organisation.units().by_code(code)
    if unit is None:
        raise forms.ValidationError(_("Choose a unit from the list."))
    return unit.id


class PersonSelect(SearchSelect):
    """Everybody of the staff, by the public id of a post. Told apart by their units."""

    at: datetime | None = None

    def entries(self) -> Iterable[Option]:
        if self.at is None:
            return
        tree = organisation.units()
        for unit in tree:
            for post in organisation.posts_in(unit.id, at=self.at):
                yield str(post.public_id), f"{post.person_name} · {unit.name()} · {post.title()}", post.code
