"""Boxes over a picture, by numbers; the script draws the same numbers with the mouse."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.contexts.files import api as files

ROWS = 8
_NAMES = {
    "left": _("From the left, %"),
    "top": _("From the top, %"),
    "width": _("Width, %"),
    "height": _("Height, %"),
}


class BoxForm(forms.Form):
    """One box; a row that is left empty is none."""

    left = forms.FloatField(label=_NAMES["left"], min_value=0, max_value=99.9, required=False)
    top = forms.FloatField(label=_NAMES["top"], min_value=0, max_value=99.9, required=False)
    width = forms.FloatField(label=_NAMES["width"], min_value=0.1, max_value=100, required=False)
    height = forms.FloatField(label=_NAMES["height"], min_value=0.1, max_value=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"step": "0.1", "class": "input short", "inputmode": "decimal"}

    def clean(self) -> dict[str, Any]:
        given = {name: self.cleaned_data.get(name) for name in _NAMES}
        some = [value for value in given.values() if value is not None]
        if some and len(some) < len(_NAMES) and not self.errors:
            raise forms.ValidationError(_("A box needs all four numbers."))
        return given

    @property
    def box(self) -> files.Box | None:
        """Return the box of a valid row; None if it is empty."""
        given = [float(value) for name in _NAMES if (value := self.cleaned_data.get(name)) is not None]
        return files.Box(*given) if len(given) == len(_NAMES) else None


BoxFormSet = forms.formset_factory(BoxForm, extra=ROWS, max_num=ROWS, absolute_max=ROWS, validate_max=True)


def boxes_of(rows: Iterable[BoxForm]) -> list[files.Box]:
    """Return the boxes of valid rows."""
    return [box for row in rows if (box := row.box)]
