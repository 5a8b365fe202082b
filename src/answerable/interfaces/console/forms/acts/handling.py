"""What a unit does with a case that it has."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Act, ContactBy
from answerable.contexts.organisation import api as organisation
from answerable.interfaces.console.forms.acts.base import ActForm, Wide, reason
from answerable.interfaces.console.forms.choices import PostSelect, UnitSelect, unit_id_of
from answerable.interfaces.web.forms import Tiles


def post_field(*, required: bool, label: object = _("Handler")) -> forms.UUIDField:
    return forms.UUIDField(
        label=label,  # type: ignore[arg-type]
        required=required,
        widget=PostSelect(),
        error_messages={
            "required": _("Choose somebody of the unit."),
            "invalid": _("Choose somebody of the unit."),
        },
    )


def post_id_of(form: ActForm, name: str) -> int | None:
    """Return the chosen post; one that is none is left to the service to refuse."""
    chosen = form.cleaned_data[name]
    post = organisation.post_by_public_id(chosen) if chosen else None
    return post.id if post else None


class SignForForm(ActForm):
    act = Act.SIGN_FOR
    key = "s"
    meaning = _("Your unit takes responsibility, and the resident sees who has it.")
    done = _("Signed for. Contact the resident next.")

    handler = post_field(required=False)

    def prepare(self) -> None:
        widget = self.fields["handler"].widget
        assert isinstance(widget, PostSelect)
        widget.unit_id, widget.at = self.case.unit_id, self.at
        self.fields["handler"].help_text = _("Without a choice, you handle it yourself.")

    def perform(self) -> None:
        cases.sign_for(handler_post_id=post_id_of(self, "handler"), **self.told_with_version)


class AssignForm(ActForm):
    act = Act.ASSIGN
    key = "a"
    done = _("Assigned.")

    handler = post_field(required=True)

    def prepare(self) -> None:
        widget = self.fields["handler"].widget
        assert isinstance(widget, PostSelect)
        widget.unit_id, widget.at = self.case.unit_id, self.at

    def perform(self) -> None:
        cases.assign(handler_post_id=post_id_of(self, "handler") or 0, **self.told_with_version)


class AskReturnForm(ActForm):
    act = Act.ASK_RETURN
    key = "r"
    meaning = _("Whoever sent it decides. Until then it stays with your unit, and its deadline runs on.")
    button = _("Ask to return it")
    done = _("Asked. Whoever sent it decides.")

    reason = reason(_("Why is your unit the wrong one, and which is the right one?"))

    def perform(self) -> None:
        cases.ask_return(reason=self.cleaned_data["reason"], **self.told_with_version)


class LogContactForm(ActForm):
    act = Act.LOG_CONTACT
    key = "c"
    done = _("Recorded.")

    by = forms.ChoiceField(
        label=_("How"), choices=ContactBy.choices, widget=Tiles(pairs=True), initial="phone"
    )
    reached = forms.ChoiceField(
        label=_("Was the resident reached?"),
        choices=[("yes", pgettext_lazy("reached", "Yes")), ("no", pgettext_lazy("reached", "No"))],
        widget=Tiles(pairs=True),
    )
    text = forms.CharField(label=_("What was said"), required=False, max_length=4000, widget=Wide())

    def perform(self) -> None:
        typed = self.cleaned_data
        cases.log_contact(
            by=ContactBy(typed["by"]), reached=typed["reached"] == "yes", text=typed["text"], **self.told
        )


class NoteForm(ActForm):
    act = Act.NOTE
    key = "n"
    meaning = _("Colleagues who may see the case read it; the resident does not.")
    done = _("Noted.")

    text = forms.CharField(
        label=pgettext_lazy("noun", "Note"),
        max_length=4000,
        widget=Wide(),
        error_messages={"required": _("Write the note.")},
    )

    def perform(self) -> None:
        cases.write_note(text=self.cleaned_data["text"], **self.told)


class AskResidentForm(ActForm):
    act = Act.ASK_RESIDENT
    key = "q"
    meaning = _(
        "The resident reads the question on the tracking page; the clocks stand still until the answer."
    )
    done = _("Asked. The clocks stand still until the resident answers.")

    question = forms.CharField(
        label=_("What do you need to know?"),
        max_length=2000,
        widget=Wide(),
        error_messages={"required": _("Write the question.")},
    )

    def perform(self) -> None:
        cases.ask_resident(question=self.cleaned_data["question"], **self.told_with_version)


class AddForm(ActForm):
    act = Act.ADD
    meaning = _("What the resident said on the telephone or at the counter, in their words.")
    done = _("Added.")

    text = forms.CharField(
        label=_("What the resident adds"),
        max_length=8000,
        widget=Wide(),
        error_messages={"required": _("Write what was added.")},
    )

    def perform(self) -> None:
        cases.add_to_case(text=self.cleaned_data["text"], **self.told)


class AskExtensionForm(ActForm):
    act = Act.ASK_EXTENSION
    key = "x"
    meaning = _("The level above decides. The resident is told of a new date and why.")
    button = _("Ask for more time")
    done = _("Asked. The level above decides.")

    until = forms.DateTimeField(
        label=_("New date"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        error_messages={"required": _("Choose a date."), "invalid": _("Choose a date.")},
    )
    reason = reason(_("Why is more time needed?"), hint=_("The resident may read it."))

    def prepare(self) -> None:
        due = self.case.round.due_at or self.at
        self.initial["until"] = timezone.localtime(due + timedelta(days=5))

    def perform(self) -> None:
        typed = self.cleaned_data
        cases.ask_extension(until=typed["until"], reason=typed["reason"], **self.told_with_version)


class AskAssistForm(ActForm):
    act = Act.ASK_ASSIST
    meaning = _("The other unit sees the case from now on. Yours still has it.")
    done = _("Asked. You are told when they have done their part.")

    unit = forms.CharField(
        label=_("Which unit?"),
        widget=UnitSelect(),
        error_messages={"required": _("Choose a unit from the list.")},
    )
    question = forms.CharField(
        label=_("What should they do?"),
        max_length=1000,
        widget=Wide(),
        error_messages={"required": _("Write what you ask of them.")},
    )

    def clean_unit(self) -> int:
        return unit_id_of(self.cleaned_data["unit"])

    def perform(self) -> None:
        typed = self.cleaned_data
        cases.ask_assist(unit_id=typed["unit"], question=typed["question"], **self.told)


class GiveAssistForm(ActForm):
    act = Act.GIVE_ASSIST
    done = _("Thank you. The unit that asked is told.")

    text = forms.CharField(
        label=_("What did your unit do or find?"),
        max_length=4000,
        widget=Wide(),
        error_messages={"required": _("Write what was done.")},
    )

    def perform(self) -> None:
        cases.give_assist(text=self.cleaned_data["text"], **self.told)


FORMS: tuple[type[ActForm], ...] = (
    SignForForm,
    AssignForm,
    AskReturnForm,
    LogContactForm,
    NoteForm,
    AskResidentForm,
    AddForm,
    AskExtensionForm,
    AskAssistForm,
    GiveAssistForm,
)
