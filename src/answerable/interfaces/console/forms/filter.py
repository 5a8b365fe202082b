"""What a list can be narrowed to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases.enums import Channel, Kind, RoundState, Sort
from answerable.interfaces.console.forms.choices import AreaSelect, TopicSelect, UnitSelect

ANY = ("", _("Any"))


class FilterForm(forms.Form):
    """Sent with GET; every field may stay empty."""

    unit = forms.CharField(label=_("Unit"), required=False, widget=UnitSelect())
    topic = forms.CharField(label=_("Topic"), required=False, widget=TopicSelect(leaves_only=False))
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *Kind.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *RoundState.choices])
    channel = forms.ChoiceField(label=_("Channel"), required=False, choices=[ANY, *Channel.choices])
    area = forms.CharField(label=_("Area"), required=False, widget=AreaSelect())
    received_from = forms.DateField(
        label=_("Received from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    received_until = forms.DateField(
        label=_("Received until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=[("", _("As usual")), *Sort.choices])
    urgent = forms.BooleanField(label=_("Urgent only"), required=False)

    def add_prefix(self, field_name: str) -> str:
        """`from` is no name for a field in Python, but a good one in an address."""
        return field_name.removeprefix("received_")
