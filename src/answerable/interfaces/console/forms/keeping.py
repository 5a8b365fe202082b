"""Forms of keeping and erasing: rules, holds, decisions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Kind
from answerable.contexts.retention import api as retention
from answerable.interfaces.console.forms.acts.base import Wide, reason

_SHORT = {"class": "short", "inputmode": "numeric"}


def _topics() -> list[tuple[str, object]]:
    tree = cases.topics()
    return [("", _("Any")), *((topic.code, tree.name(topic.code)) for topic in tree if topic.active)]


class RuleForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Any")), *Kind.choices], required=False)
    topic = forms.ChoiceField(label=_("Topic"), choices=_topics, required=False)
    months = forms.IntegerField(
        label=_("Months after it has ended"),
        min_value=retention.SHORTEST,
        max_value=retention.LONGEST,
        widget=forms.TextInput(attrs=_SHORT),
    )
    why_zh = forms.CharField(
        label=_("Why, in Chinese"), help_text=_("The norm, as the resident reads it."), max_length=200
    )
    why_en = forms.CharField(label=_("Why, in English"), max_length=200)


class HoldForm(forms.Form):
    reference = forms.CharField(
        label=_("Reference"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reason = forms.CharField(
        label=_("Why, and by which procedure"),
        help_text=_("The resident reads that it is held, not why."),
        max_length=300,
        widget=Wide(2),
        error_messages={"required": _("Give a reason.")},
    )


class DeferForm(forms.Form):
    unit = forms.ChoiceField(label=_("Looks of"))
    days = forms.IntegerField(
        label=_("Days from now"), min_value=1, max_value=30, widget=forms.TextInput(attrs=_SHORT)
    )
    reason = forms.CharField(
        label=_("What would be hampered, and how"),
        max_length=300,
        widget=Wide(2),
        error_messages={"required": _("Give a reason.")},
    )

    def __init__(self, data: Any = None, *, units: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]


class LiftForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is not needed any more"),
        max_length=300,
        widget=Wide(2),
        error_messages={"required": _("Give a reason.")},
    )


class DecisionForm(forms.Form):
    """Refusing needs a reason in words; that somebody asked is reason enough for erasing."""

    reason = reason(
        _("If it is not erased: why? The resident reads this."),
        required=False,
        hint=_("Name the law that says it must be kept, and until when."),
    )
    erase = forms.ChoiceField(choices=[("yes", ""), ("no", "")])
