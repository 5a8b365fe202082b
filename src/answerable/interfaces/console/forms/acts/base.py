"""What all forms of acts share: the case that they are about, and the version of it that was read."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases.api import CaseView
from answerable.contexts.cases.enums import Act
from answerable.kernel.actor import Actor


class Wide(forms.Textarea):
    """A text of several lines that stops at what is stored."""

    def __init__(self, rows: int = 5) -> None:
        super().__init__(attrs={"rows": rows})


class ActForm(forms.Form):
    """One act on one case. `perform` does it; what it refuses comes back to the form."""

    act: ClassVar[Act]
    key: ClassVar[str] = ""
    # What the act means for others, said before it is done.
    meaning: str | Promise = ""
    button: ClassVar[str | Promise] = ""
    danger: ClassVar[bool] = False
    done: ClassVar[str | Promise] = _("Done.")

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, case: CaseView, actor: Actor, at: datetime, **how: Any) -> None:
        super().__init__(data, initial={"version": case.version}, **how)
        self.case, self.actor, self.at = case, actor, at
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices that depend on the case."""

    def perform(self) -> None:
        raise NotImplementedError

    @property
    def carried(self) -> dict[str, str]:
        """Return what a form that comes back has to hold beside what was typed."""
        return {}

    @property
    def told(self) -> dict[str, Any]:
        """Return what every service wants to know."""
        return {"actor": self.actor, "case_id": self.case.case_id, "at": self.at}

    @property
    def told_with_version(self) -> dict[str, Any]:
        """Likewise, and that the case must still be as the page showed it."""
        return {**self.told, "expected_version": self.cleaned_data.get("version")}


def reason(label: Any, *, required: bool = True, hint: Any = "", rows: int = 4) -> forms.CharField:
    """Return a field for a reason of at most a thousand characters."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=1000,
        widget=Wide(rows),
        error_messages={"required": _("Give a reason.")},
    )
