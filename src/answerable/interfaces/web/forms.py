"""Forms drawn with the parts of the design language."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Draws every field as the part `field`."""

    field_template_name = "web/parts/field.html"


class Tiles(forms.RadioSelect):
    """One choice of a few, each a tile. `hints` adds a line beneath the choices that need one."""

    template_name = "web/parts/tiles.html"

    def __init__(self, *, hints: dict[str, Any] | None = None, pairs: bool = False) -> None:
        super().__init__()
        self.hints = hints or {}
        self.pairs = pairs

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["pairs"] = self.pairs
        return context

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        option["hint"] = self.hints.get(str(option["value"]), "")
        return option


class CheckTiles(Tiles, forms.CheckboxSelectMultiple):
    """Any number of a few choices, each a tile."""

    input_type = "checkbox"
    allow_multiple_selected = True


class CheckTile(forms.CheckboxInput):
    """One yes-or-no question as a tile; the field's label stands in it."""

    label_inside = True


class Counted(forms.Textarea):
    """A long text with a counter beneath."""

    counts = True
