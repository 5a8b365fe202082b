"""The answer to the resident: own words in a template, and exactly what will be read."""

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Act, Outcome, TemplatePurpose
from answerable.contexts.organisation import api as organisation
from answerable.interfaces.console.forms.acts.base import ActForm, Wide
from answerable.interfaces.console.forms.uploads import FilesField, FilesInput

NO_TEMPLATE = "none"


class AnswerForm(ActForm):
    act = Act.ANSWER
    key = "e"
    meaning = _("The resident reads this on the tracking page and is asked whether it is good enough.")
    button = _("Send the answer")
    done = _("Answered. The resident is asked whether it is good enough.")

    outcome = forms.ChoiceField(
        label=_("What became of it"),
        choices=[("", "—"), *Outcome.choices],
        error_messages={"required": _("Choose what became of the matter.")},
    )
    template = forms.ChoiceField(label=_("Template"), required=False)
    text = forms.CharField(
        label=_("Your answer"),
        help_text=_(
            "What was found, what was done, what the resident can expect. The template adds the rest."
        ),
        max_length=8000,
        widget=Wide(9),
        error_messages={"required": _("Write the answer.")},
    )
    attached = FilesField(
        label=_("Attachments"),
        required=False,
        help_text=_(
            "The resident gets a cleaned copy: pictures without place and device, documents without authors."
        ),
    )

    def prepare(self) -> None:
        kept = self.fields["attached"]
        assert isinstance(kept, FilesField)
        kept.purpose = f"answer {self.case.reference}"
        fitting = cases.templates_for(
            TemplatePurpose.ANSWER,
            kind=self.case.kind,
            topic=self.case.topic_code,
            channel=self.case.channel,
        )
        field = self.fields["template"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*((one.code, one.name()) for one in fitting), (NO_TEMPLATE, _("Without a template"))]
        self.initial["template"] = fitting[0].code if fitting else NO_TEMPLATE

    @property
    def carried(self) -> dict[str, str]:
        kept = self.fields["attached"].widget
        assert isinstance(kept, FilesInput)
        return {"attached_kept": kept.token}

    @property
    def whole(self) -> str:
        """Return what the resident will read, with whatever has been typed so far."""
        template = cases.template(str(self["template"].value() or ""))
        words = str(self["text"].value() or "").strip()
        if template is None:
            return words
        unit_id = self.case.unit_id or self.case.desk_unit_id
        return cases.render_template(
            template,
            self.case.language,
            reference=self.case.reference,
            unit=organisation.units().name(unit_id, self.case.language),
            answer=words,
        )

    @property
    def outcome_word(self) -> str:
        value = self["outcome"].value()
        return str(Outcome(value).label) if value in Outcome.values else ""

    def perform(self) -> None:
        cases.answer_round(
            outcome=Outcome(self.cleaned_data["outcome"]),
            text=self.whole,
            attachment_ids=self.cleaned_data["attached"],
            **self.told_with_version,
        )


FORMS: tuple[type[ActForm], ...] = (AnswerForm,)
