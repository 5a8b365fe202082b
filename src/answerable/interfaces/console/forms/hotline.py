"""The one form of the hotline desk."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from answerable.contexts.cases.enums import Kind, Outcome
from answerable.contexts.intake.api import NewSubmission
from answerable.contexts.organisation import api as organisation
from answerable.contexts.parties.api import Contact, SafeContact
from answerable.interfaces.console.forms.acts.base import Wide
from answerable.interfaces.console.forms.choices import AreaSelect, TopicSelect, UnitSelect
from answerable.interfaces.web.forms import CheckTile

DISPATCH, ANSWER, TRIAGE = "dispatch", "answer", "triage"


class CallForm(forms.Form):
    """What a caller says, and what the agent makes of it. Topic and unit may stay as they are suggested."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    do = forms.ChoiceField(choices=[(DISPATCH, ""), (ANSWER, ""), (TRIAGE, "")], required=False)
    live_topic = forms.CharField(required=False)
    live_unit = forms.CharField(required=False)

    phone = forms.CharField(
        label=_("Caller's number"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "data-hot": "F2"}),
    )
    name = forms.CharField(
        label=_("Name"), required=False, max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    text = forms.CharField(
        label=_("What the caller says"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8, "data-hot": "F3", "autofocus": True}),
        error_messages={"required": _("Write what the caller says.")},
    )
    place = forms.CharField(
        label=_("Place"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"data-hot": "F4", "autocomplete": "off"}),
    )
    area = forms.CharField(label=_("Area"), required=False, widget=AreaSelect())
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    topic = forms.CharField(label=_("Topic"), required=False, widget=TopicSelect({"data-hot": "F6"}))
    unit = forms.CharField(label=_("Unit"), required=False, widget=UnitSelect({"data-hot": "F7"}))
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("As suggested")), *Kind.choices]
    )
    accused_words = forms.CharField(label=_("Complains of (officer or unit)"), required=False, max_length=300)
    urgent = forms.BooleanField(label=_("Urgent"), required=False, widget=CheckTile)
    no_call = forms.BooleanField(label=_("Must not be called"), required=False, widget=CheckTile)
    no_sms = forms.BooleanField(label=_("No text messages"), required=False, widget=CheckTile)
    in_confidence = forms.BooleanField(
        label=_("Not to be known to the unit"), required=False, widget=CheckTile
    )
    no_answer = forms.BooleanField(label=_("Wishes no answer"), required=False, widget=CheckTile)
    outcome = forms.ChoiceField(
        label=_("What became of it"), required=False, choices=Outcome.choices, initial=Outcome.EXPLAINED
    )
    answer = forms.CharField(
        label=pgettext_lazy("noun", "Answer"), required=False, max_length=8000, widget=Wide(4)
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.initial.setdefault("token", uuid.uuid4())
        for name in ("phone", "text", "place", "topic", "unit"):
            self.fields[name].widget.attrs["data-key-label"] = self.fields[name].label

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("do") == ANSWER and not self.cleaned_data.get("answer"):
            self.add_error("answer", _("Write the answer."))
        if (self.cleaned_data.get("lat") is None) != (self.cleaned_data.get("lon") is None):
            self.cleaned_data["lat"] = self.cleaned_data["lon"] = None

    @property
    def unit_id(self) -> int | None:
        """Return the unit to dispatch to: the chosen one, else the one that the agent saw suggested."""
        if self.cleaned_data["do"] != DISPATCH:
            return None
        code = self.cleaned_data["unit"] or self.cleaned_data["live_unit"]
        unit = organisation.units().by_code(code)
        return unit.id if unit else None

    @property
    def topic_code(self) -> str | None:
        return self.cleaned_data["topic"] or self.cleaned_data["live_topic"] or None

    @property
    def area_id(self) -> int | None:
        area = organisation.areas().by_code(self.cleaned_data["area"])
        return area.id if area else None

    def submission(self, language: str) -> NewSubmission:
        typed = self.cleaned_data
        safe = SafeContact(no_call=typed["no_call"], no_sms=typed["no_sms"])
        channel = "phone" if typed["no_sms"] else "sms"
        contact = Contact(
            name=typed["name"], phone=typed["phone"], channel=channel, language=language, safe=safe
        )
        return NewSubmission(
            channel="hotline",
            text=typed["text"],
            language=language,
            idempotency_key=str(typed["token"]),
            contact=None if contact.is_empty else contact,
            place=typed["place"],
            lat=typed["lat"],
            lon=typed["lon"],
            topic_code=typed["topic"],
            kind=typed["kind"],
            accused_words=typed["accused_words"],
            urgent=typed["urgent"],
            wants_answer=not typed["no_answer"],
            confidential=typed["in_confidence"],
        )
