"""The one form of the triage screen."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases.enums import Kind
from answerable.contexts.dispatch.api import Term
from answerable.interfaces.console.forms.acts.base import Wide
from answerable.interfaces.console.forms.choices import TopicSelect, UnitSelect, unit_id_of


@dataclass(frozen=True, slots=True)
class Option:
    """One way to dispatch: a topic and the unit that follows from it. `value` is what the form sends."""

    number: int
    topic_code: str
    unit_id: int | None
    confidence: float
    reason: str
    terms: tuple[Term, ...]
    suggested: bool

    @property
    def value(self) -> str:
        return str(self.number)


OTHER = "other"


class TriageForm(forms.Form):
    """Which option, or another topic and unit; the kind may be set right in both cases."""

    choice = forms.CharField(required=False)
    topic = forms.CharField(label=_("Topic"), required=False, widget=TopicSelect({"data-key": "o"}))
    unit = forms.CharField(label=_("Unit"), required=False, widget=UnitSelect({"data-key": "p"}))
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    reason = forms.CharField(label=_("Why this unit?"), required=False, max_length=1000, widget=Wide(2))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, options: list[Option], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.options = {option.value: option for option in options}
        for name in ("topic", "unit"):
            self.fields[name].widget.attrs["data-key-label"] = self.fields[name].label

    @property
    def chosen(self) -> Option | None:
        return self.options.get(self.cleaned_data["choice"])

    def clean_unit(self) -> int | None:
        code = self.cleaned_data["unit"]
        return unit_id_of(code) if code else None

    @property
    def wanted_unit(self) -> int | None:
        """Return the unit: the one that was searched for, else the option's."""
        other: int | None = self.cleaned_data.get("unit")
        return other or (self.chosen.unit_id if self.chosen else None)

    @property
    def wanted_topic(self) -> str | None:
        return self.cleaned_data["topic"] or (self.chosen.topic_code if self.chosen else None) or None

    def clean(self) -> None:
        super().clean()
        if not self.errors and self.wanted_unit is None:
            self.add_error(None, _("Choose an option, or a unit from the list."))
