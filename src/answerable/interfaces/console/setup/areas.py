"""Areas: by name, with those responsible; a whole map at once."""

import json
from typing import IO, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.api import AreaView
from answerable.contexts.organisation.enums import Role
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.forms.choices import AreaSelect
from answerable.interfaces.console.setup.lines import as_lines, from_lines
from answerable.interfaces.console.setup.sheet import Sheet, fill_in, sets_up_bureau
from answerable.interfaces.console.setup.units import CODE_HINT, GET_OR_POST
from answerable.kernel.errors import Fault, Invalid, NotFound
from answerable.kernel.text import match_key

SHOWN = 200


def _unit_choices() -> list[tuple[str, str]]:
    return [(unit.code, unit.name()) for unit in organisation.units() if unit.active]


class AreaForm(forms.Form):
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=100)
    name_en = forms.CharField(label=_("Name in English"), max_length=100)
    parent = forms.CharField(label=_("Part of"), widget=AreaSelect(), required=False)
    names = forms.CharField(
        label=_("What people call it"),
        help_text=_("Streets, estates, markets, squares: one name to a line. A case that names one is here."),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
    )
    units = forms.MultipleChoiceField(
        label=_("Units responsible"),
        help_text=_("For this area itself. Without any, those of the area around it are responsible."),
        choices=_unit_choices,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    geometry = forms.CharField(
        label=_("Drawing"),
        help_text=_("A GeoJSON polygon, longitude before latitude. Left empty, the present one stays."),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        required=False,
    )

    def facts(self, code: str) -> organisation.AreaFacts:
        typed = self.cleaned_data
        return organisation.AreaFacts(
            code=code,
            parent=typed["parent"],
            name_zh=typed["name_zh"],
            name_en=typed["name_en"],
            names=from_lines(typed["names"]),
            units="|".join(typed["units"]),
            geometry=typed["geometry"],
        )


class NewAreaForm(AreaForm):
    code = forms.CharField(label=_("Code"), help_text=CODE_HINT, max_length=40)

    field_order = ("code",)


class MapForm(forms.Form):
    map = forms.FileField(
        label=_("GeoJSON file"),
        help_text=_(
            "A FeatureCollection. Each feature has the properties code, parent, name_zh, name_en, and if you like"
            " names and units."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json"}),
    )


@require_safe
@desk_page(Role.SETUP)
def areas(request: DeskRequest) -> HttpResponse:
    wanted = match_key(request.GET.get("q", ""))
    index = organisation.areas()
    found = [area for area in index if not wanted or _fits(area, wanted)]
    units = organisation.units()
    rows = [
        {
            "area": area,
            "within": index.name(area.parent_id) if area.parent_id else "",
            "units": [units.name(unit) for unit in index.units_of(area.id)],
        }
        for area in found[:SHOWN]
    ]
    context = {
        "here": "setup",
        "rows": rows,
        "count": len(found),
        "left_out": max(0, len(found) - SHOWN),
        "q": request.GET.get("q", ""),
        "mine": sets_up_bureau(request),
    }
    return render(request, "console/setup/areas.html", context)


def _fits(area: AreaView, wanted: str) -> bool:
    return any(wanted in match_key(name) for name in (area.code, area.name_zh, area.name_en, *area.names))


def _sheet(**how: Any) -> Sheet:
    return Sheet(back=reverse("console:setup:areas"), back_name=_("Areas"), **how)


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP)
def open_area(request: DeskRequest) -> HttpResponse:
    def act(form: NewAreaForm) -> None:
        facts = form.facts(form.cleaned_data["code"])
        organisation.open_area(actor=request.actor, facts=facts, at=request.at)

    sheet = _sheet(title=_("Add an area"), done=_("The area is added."), submit=_("Add the area"))
    return fill_in(request, sheet, NewAreaForm, act)


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP)
def change_area(request: DeskRequest, code: str) -> HttpResponse:
    index = organisation.areas()
    area = index.by_code(code)
    if area is None:
        raise NotFound

    def act(form: AreaForm) -> None:
        organisation.change_area(actor=request.actor, facts=form.facts(code), at=request.at)

    initial = {
        "name_zh": area.name_zh,
        "name_en": area.name_en,
        "parent": index.get(area.parent_id).code if area.parent_id else "",
        "names": as_lines(area.names),
        "units": [organisation.units().get(unit).code for unit in index.units_of(area.id)],
    }
    lead = _("It has a drawing.") if area.geometry else _("It has no drawing; it is found by its names.")
    sheet = _sheet(title=area.name(), lead=lead, done=_("The area is changed."))
    return fill_in(request, sheet, AreaForm, act, initial)


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP)
def load_map(request: DeskRequest) -> HttpResponse:
    def act(form: MapForm) -> None:
        document = _read(form.cleaned_data["map"])
        try:
            organisation.load_geojson(actor=request.actor, document=document, at=request.at)
        except Invalid as error:
            # Each with the number of its feature, which a field alone would not say.
            raise Invalid([Fault("map", str(fault)) for fault in error.faults]) from None

    sheet = _sheet(
        title=_("Take areas from a map"),
        lead=_(
            "Areas that the map does not name stay as they are. If anything in it is wrong, nothing is taken."
        ),
        done=_("The map is taken."),
        submit=_("Take the map"),
    )
    return fill_in(request, sheet, MapForm, act)


def _read(file: IO[bytes]) -> object:
    try:
        return json.loads(file.read())
    except (ValueError, RecursionError):
        raise Invalid([Fault("map", _("This is no GeoJSON."))]) from None
