"""What desks, senders and levels above decide."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Act, AskKind, Kind
from answerable.interfaces.console.dispatching import dispatch_as_chosen
from answerable.interfaces.console.forms.acts.base import ActForm, reason
from answerable.interfaces.console.forms.choices import TopicSelect, UnitSelect, unit_id_of


def unit_field(*, required: bool = True, label: object = _("Unit")) -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        required=required,
        widget=UnitSelect(),
        error_messages={"required": _("Choose a unit from the list.")},
    )


class DispatchForm(ActForm):
    act = Act.DISPATCH
    key = "d"
    meaning = _("The unit is told, and its time to sign for the case and to answer it begins.")
    done = _("Dispatched.")

    unit = unit_field()
    topic = forms.CharField(label=_("Topic"), required=False, widget=TopicSelect())
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    reason = reason(_("Why this unit?"), required=False, rows=2)

    def prepare(self) -> None:
        self.initial.update({"topic": self.case.topic_code, "kind": self.case.kind})

    def clean_unit(self) -> int:
        return unit_id_of(self.cleaned_data["unit"])

    def perform(self) -> None:
        typed = self.cleaned_data
        dispatch_as_chosen(
            actor=self.actor,
            case=self.case,
            unit_id=typed["unit"],
            topic_code=typed["topic"] or None,
            kind=Kind(typed["kind"]),
            reason=typed["reason"],
            at=self.at,
            expected_version=typed["version"],
        )


class TransferForm(ActForm):
    act = Act.TRANSFER
    key = "t"
    meaning = _("The other unit has to sign for it anew. The answer stays due when it was.")
    done = _("Transferred.")

    unit = unit_field(label=_("To which unit?"))
    reason = reason(_("Why?"))

    def clean_unit(self) -> int:
        return unit_id_of(self.cleaned_data["unit"])

    def perform(self) -> None:
        typed = self.cleaned_data
        cases.transfer(unit_id=typed["unit"], reason=typed["reason"], **self.told_with_version)


class ApproveReturnForm(ActForm):
    act = Act.APPROVE_RETURN
    button = _("Approve the return")
    done = _("Approved.")

    unit = unit_field(required=False, label=_("Send it to"))
    reason = reason(_("Anything to add?"), required=False, rows=2)

    def prepare(self) -> None:
        self.fields["unit"].help_text = _("Without a unit it goes back to the desk, which decides anew.")

    def clean_unit(self) -> int | None:
        code = self.cleaned_data["unit"]
        return unit_id_of(code) if code else None

    def perform(self) -> None:
        typed = self.cleaned_data
        cases.approve_return(unit_id=typed["unit"], reason=typed["reason"], **self.told_with_version)


class RefuseReturnForm(ActForm):
    act = Act.REFUSE_RETURN
    meaning = _("The case stays with the unit.")
    done = _("Refused. The unit is told why.")

    reason = reason(_("Why is it the right unit?"))

    def perform(self) -> None:
        cases.refuse_return(reason=self.cleaned_data["reason"], **self.told_with_version)


class ApproveExtensionForm(ActForm):
    act = Act.APPROVE_EXTENSION
    meaning = _("The resident is told of the new date and why.")
    done = _("Granted. The resident is told of the new date.")

    until = forms.DateTimeField(
        label=_("New date"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        error_messages={"required": _("Choose a date."), "invalid": _("Choose a date.")},
    )
    reason = reason(_("Anything to add?"), required=False, rows=2)

    def prepare(self) -> None:
        ask = self.case.pending(AskKind.EXTENSION)
        if ask is not None and ask.until is not None:
            self.initial["until"] = timezone.localtime(ask.until)

    def perform(self) -> None:
        typed = self.cleaned_data
        cases.approve_extension(until=typed["until"], reason=typed["reason"], **self.told_with_version)


class RefuseExtensionForm(ActForm):
    act = Act.REFUSE_EXTENSION
    meaning = _("The date stays as it is.")
    done = _("Refused. The unit is told why.")

    reason = reason(_("Why not?"))

    def perform(self) -> None:
        cases.refuse_extension(reason=self.cleaned_data["reason"], **self.told_with_version)


class TakeOverForm(ActForm):
    act = Act.TAKE_OVER
    key = "o"
    meaning = _("Your unit has the case from now on, and you handle it.")
    done = _("Taken over.")

    reason = reason(_("Why?"))

    def perform(self) -> None:
        cases.take_over(reason=self.cleaned_data["reason"], **self.told_with_version)


class CloseForm(ActForm):
    act = Act.CLOSE
    meaning = _("Nothing more is owed. The resident is told and may still object.")
    done = _("Closed.")

    reason = reason(_("Why can it be closed?"))

    def perform(self) -> None:
        cases.close_rounds(
            actor=self.actor,
            round_ids=[self.case.round.round_id],
            why=self.cleaned_data["reason"],
            at=self.at,
        )


class ReopenForm(ActForm):
    act = Act.REOPEN
    meaning = _("This round is frozen; the next one begins a level up, with clocks of its own.")
    done = _("Another round has begun, a level up.")

    reason = reason(_("What was not good enough?"))

    def perform(self) -> None:
        cases.reopen_round(
            actor=self.actor,
            round_id=self.case.round.round_id,
            reason=self.cleaned_data["reason"],
            at=self.at,
        )


class DisputeForm(ActForm):
    act = Act.DISPUTE
    meaning = _("Somebody who did not handle the case calls the resident.")
    done = _("Noted. Somebody else calls the resident.")

    reason = reason(_("What is not good enough, in the resident's words?"))

    def perform(self) -> None:
        cases.dispute_round(
            actor=self.actor,
            round_id=self.case.round.round_id,
            reason=self.cleaned_data["reason"],
            at=self.at,
        )


class WithdrawForm(ActForm):
    act = Act.WITHDRAW
    meaning = _("Only when the resident wishes it. All clocks stop, and it can't be taken back.")
    danger = True
    done = _("Withdrawn.")

    reason = reason(_("What did the resident say?"))

    def perform(self) -> None:
        cases.withdraw_case(reason=self.cleaned_data["reason"], **self.told_with_version)


FORMS: tuple[type[ActForm], ...] = (
    DispatchForm,
    TransferForm,
    ApproveReturnForm,
    RefuseReturnForm,
    ApproveExtensionForm,
    RefuseExtensionForm,
    TakeOverForm,
    CloseForm,
    ReopenForm,
    DisputeForm,
    WithdrawForm,
)
