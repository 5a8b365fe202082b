"""Acts that set right what a case is about."""

from datetime import date, datetime, time
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Act, Kind
from answerable.contexts.organisation import api as organisation
from answerable.contexts.parties import api as parties
from answerable.interfaces.console.forms.acts.base import ActForm, Wide, reason
from answerable.interfaces.console.forms.choices import (
    AreaSelect,
    PersonSelect,
    TopicSelect,
    UnitSelect,
    unit_id_of,
)
from answerable.interfaces.web.forms import Tiles
from answerable.kernel.ids import parse_reference
from answerable.processes.separate_submission import separate_submission


class CorrectForm(ActForm):
    act = Act.CORRECT
    meaning = _("What the platform guessed is set right; it learns from that.")
    done = _("Corrected.")

    topic = forms.CharField(label=_("Topic"), required=False, widget=TopicSelect())
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    area = forms.CharField(label=_("Area"), required=False, widget=AreaSelect())
    place = forms.CharField(label=_("Place"), required=False, max_length=300)
    reason = reason(_("Why?"), required=False, rows=2)

    def prepare(self) -> None:
        area_id = self.case.area_id
        self.initial.update(
            {
                "topic": self.case.topic_code,
                "kind": self.case.kind,
                "area": organisation.areas().get(area_id).code if area_id is not None else "",
                "place": self.case.place,
            }
        )

    def perform(self) -> None:
        typed = self.cleaned_data
        area = organisation.areas().by_code(typed["area"])
        # A masked place that was left as it is must not replace the true one.
        place = typed["place"] if typed["place"] != self.case.place else None
        cases.correct_case(
            topic_code=typed["topic"] or None,
            kind=Kind(typed["kind"]),
            area_id=area.id if area else None,
            place=place,
            reason=typed["reason"],
            **self.told,
        )


class MarkUrgentForm(ActForm):
    act = Act.MARK_URGENT
    key = "u"
    done = _("Noted. Whoever has the case is told.")

    reason = reason(_("Why?"), rows=2)

    def prepare(self) -> None:
        self.meaning = (
            _("Takes the mark away.")
            if self.case.urgent
            else _("Puts the case first in every list, and tells whoever has it.")
        )

    def perform(self) -> None:
        cases.mark_urgent(
            urgent=not self.case.urgent, reason=self.cleaned_data["reason"], **self.told_with_version
        )


class RecordAccusedForm(ActForm):
    act = Act.RECORD_ACCUSED
    meaning = _(
        "They, and units led by them, no longer see, find or count this case. If they have it, the desk gets it."
    )
    done = _("Recorded. They are kept away from now on.")

    unit = forms.CharField(label=_("Unit complained of"), required=False, widget=UnitSelect())
    person = forms.UUIDField(label=_("Officer complained of"), required=False, widget=PersonSelect())
    words = forms.CharField(
        label=_("As the resident described them"), required=False, max_length=300, widget=Wide(2)
    )

    happened_on = forms.DateField(
        label=_("Day on which it happened"),
        required=False,
        help_text=_("Whoever served there then is kept away too. Left empty: the last 90 days."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def prepare(self) -> None:
        widget = self.fields["person"].widget
        assert isinstance(widget, PersonSelect)
        widget.at = self.at

    def clean_unit(self) -> int | None:
        code = self.cleaned_data["unit"]
        return unit_id_of(code) if code else None

    def clean(self) -> None:
        super().clean()
        typed = self.cleaned_data
        if not self.errors and not (typed["unit"] or typed["person"] or typed["words"]):
            self.add_error(None, _("Name a unit or an officer, or describe them."))

    def perform(self) -> None:
        typed = self.cleaned_data
        post = organisation.post_by_public_id(typed["person"]) if typed["person"] else None
        cases.record_accused(
            units=(typed["unit"],) if typed["unit"] else (),
            posts=(post.id,) if post else (),
            words=typed["words"],
            happened_at=_begin_of(typed["happened_on"]),
            **self.told,
        )


def _begin_of(day: date | None) -> datetime | None:
    return None if day is None else timezone.make_aware(datetime.combine(day, time.min))


class SplitForm(ActForm):
    act = Act.SPLIT
    meaning = _("The other matter becomes a case of its own, with its own deadline; the resident sees both.")
    done = _("Split off. The other matter has a reference of its own.")

    title = forms.CharField(label=_("Title of the other matter"), required=False, max_length=200)
    text = forms.CharField(
        label=_("What belongs to the other matter"),
        max_length=8000,
        widget=Wide(),
        error_messages={"required": _("Write what belongs to the other matter.")},
    )
    topic = forms.CharField(label=_("Topic"), required=False, widget=TopicSelect())
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    reason = reason(_("Why?"), required=False, rows=2)

    def prepare(self) -> None:
        self.initial["kind"] = self.case.kind

    def perform(self) -> None:
        typed = self.cleaned_data
        cases.split_case(
            title=typed["title"],
            text=typed["text"],
            topic_code=typed["topic"] or None,
            kind=Kind(typed["kind"]),
            reason=typed["reason"],
            **self.told_with_version,
        )


class BundleForm(ActForm):
    act = Act.BUNDLE
    key = "b"
    meaning = _(
        "Cases about one event share the work. Each keeps its own receipt, deadline, answer and vote."
    )
    done = _("Joined.")

    reference = forms.CharField(
        label=_("Reference of a case about the same event"),
        max_length=40,
        error_messages={"required": _("Write a reference.")},
    )
    title = forms.CharField(label=_("What happened, in a few words"), max_length=200, required=False)

    def clean_reference(self) -> str:
        reference = parse_reference(self.cleaned_data["reference"])
        if reference is None or reference == self.case.reference:
            raise forms.ValidationError(_("Write the reference of another case, such as 2026-7K4M-Q2XW."))
        return reference

    def perform(self) -> None:
        """Join the bundle of the other case, or begin one with it."""
        other = cases.case_view(self.actor, self.cleaned_data["reference"], self.at)
        bundle: UUID | None = other.bundle.public_id if other.bundle else None
        ids = [self.case.case_id] if bundle else [self.case.case_id, other.case_id]
        title = self.cleaned_data["title"] or self.case.title
        cases.bundle_cases(actor=self.actor, case_ids=ids, title=title, at=self.at, bundle=bundle)


class LeaveBundleForm(ActForm):
    act = Act.UNBUNDLE
    done = _("It stands alone again.")

    reason = reason(_("Why is it another event?"), rows=2)

    def perform(self) -> None:
        cases.leave_bundle(reason=self.cleaned_data["reason"], **self.told)


class SeparateForm(ActForm):
    act = Act.SEPARATE
    meaning = _("The message becomes a case of its own, under the reference that its sender holds.")
    done = _("Taken out. The message is a case of its own now.")

    submission = forms.ChoiceField(label=_("Which message?"), widget=Tiles())
    reason = reason(_("Why is it another matter?"), rows=2)

    def prepare(self) -> None:
        field = self.fields["submission"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (one.submission, f"{one.submission} · {one.channel.label} · {parties.mask_text(one.text[:40])}")
            for one in cases.joined_to(self.case.case_id)
        ]

    def perform(self) -> None:
        typed = self.cleaned_data
        separate_submission(submission=typed["submission"], reason=typed["reason"], **self.told_with_version)


FORMS: tuple[type[ActForm], ...] = (
    CorrectForm,
    MarkUrgentForm,
    RecordAccusedForm,
    SplitForm,
    BundleForm,
    LeaveBundleForm,
    SeparateForm,
)
