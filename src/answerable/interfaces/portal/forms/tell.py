"""One form for each step of telling us something."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from answerable.contexts.organisation import api as organisation
from answerable.contexts.parties import api as parties
from answerable.interfaces.portal.telling import ANONYMOUS, CONTACT
from answerable.interfaces.web.forms import CheckTile, Counted, Tiles

MAX_TEXT = 20_000
HOURS = [(hour, f"{hour}:00") for hour in range(25)]


def _too_long(limit: int) -> MaxLengthValidator:
    # Not the attribute `maxlength`: it cuts off what somebody pastes without saying so.
    return MaxLengthValidator(
        limit, _("This is too long. Shorten it, or attach it as a file at a later step.")
    )


class Words(forms.Form):
    text = forms.CharField(
        label=_("In your own words"),
        help_text=_("What happened, when, and what you would like us to do. Write as you would speak."),
        widget=Counted(attrs={"rows": 8, "data-limit": MAX_TEXT, "autofocus": False}),
        error_messages={"required": _("Write a sentence or two: what is it about?")},
        validators=[_too_long(MAX_TEXT)],
    )
    topic = forms.CharField(required=False, widget=forms.HiddenInput, max_length=60)


class Where(forms.Form):
    place = forms.CharField(
        label=_("The place, in words"),
        help_text=_(
            "A street and number, a crossing, a shop or a housing estate. Leave it empty if no place matters."
        ),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    area = forms.ChoiceField(
        label=_("Or choose the part of the city"), required=False, choices=lambda: area_choices()
    )
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if (values.get("lat") is None) != (values.get("lon") is None):
            values["lat"] = values["lon"] = None
        return values


class Police(forms.Form):
    about_police = forms.ChoiceField(
        label=_("Is it about something that police officers or a police unit did?"),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        widget=Tiles(
            hints={
                "yes": _(
                    "Those you complain about, and the units they lead, can't see it, search for it or count it."
                ),
            }
        ),
        error_messages={"required": _("Choose yes or no.")},
    )
    accused_unit = forms.ChoiceField(
        label=_("Which unit, if you know it"), required=False, choices=lambda: unit_choices()
    )
    accused_words = forms.CharField(
        label=_("Who, as far as you know"),
        help_text=_("A name, a number on the uniform, a car, or how they looked."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("accused_unit", "accused_words"):
            self.fields[name].only_if = "about_police yes"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("about_police") == "no":
            values["accused_unit"] = values["accused_words"] = ""
        return values


class Contact(forms.Form):
    mode = forms.ChoiceField(
        label=_("May we know who you are?"),
        choices=[(CONTACT, _("Yes, contact me")), (ANONYMOUS, _("No, stay anonymous"))],
        widget=Tiles(
            hints={
                CONTACT: _(
                    "Confidential: only those who handle it may open your name and number, they have to say why,"
                    " and you can see who did."
                ),
                ANONYMOUS: _(
                    "We store no name, no number and no network address. We can't call you back: read the answer here"
                    " with your access code. What you write may still show who you are."
                ),
            }
        ),
        error_messages={"required": _("Choose whether we may contact you.")},
    )
    name = forms.CharField(label=_("How should we address you?"), required=False, max_length=100)
    phone = forms.CharField(
        label=_("Phone number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )
    email = forms.CharField(
        label=_("E-mail address"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "email"}),
    )
    answer_by = forms.ChoiceField(
        label=_("How would you like to hear from us?"),
        required=False,
        choices=[("phone", _("A call")), ("sms", _("A text message")), ("email", _("An e-mail"))],
        widget=Tiles(pairs=True),
    )
    no_call = forms.BooleanField(label=_("Never call me"), required=False, widget=CheckTile)
    no_sms = forms.BooleanField(label=_("Never send me a text message"), required=False, widget=CheckTile)
    other_way = forms.BooleanField(
        label=_("If a message can't be delivered, you may write to my other address"),
        required=False,
        widget=CheckTile,
    )
    from_hour = forms.TypedChoiceField(
        label=_("It is safe to reach me from"), choices=HOURS[:24], coerce=int, initial=8
    )
    to_hour = forms.TypedChoiceField(label=_("until"), choices=HOURS[1:], coerce=int, initial=21)
    in_confidence = forms.BooleanField(
        label=_(
            "Keep my name and number from the unit that handles it. It asks me back here or by a message."
        ),
        required=False,
        widget=CheckTile,
    )
    send_receipt = forms.BooleanField(
        label=_("Send me reference and access code as well. The message says nothing of what it is about."),
        required=False,
        widget=CheckTile,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            if name != "mode":
                self.fields[name].only_if = f"mode {CONTACT}"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("mode") == ANONYMOUS:
            # Whatever was typed before the choice is forgotten, not stored.
            return values | {"name": "", "phone": "", "email": "", "answer_by": "", "send_receipt": False}
        if values.get("mode") == CONTACT:
            self._check_contact(values)
        return values

    def _check_contact(self, values: dict[str, Any]) -> None:
        phone, email = values.get("phone", ""), values.get("email", "")
        if phone and not parties.normal_phone(phone):
            self.add_error("phone", _("This number has too few or too many digits. Check it."))
        if email and not parties.normal_email(email):
            self.add_error("email", _("An e-mail address looks like name@example.org. Check it."))
        if not phone and not email:
            self.add_error(
                "phone", _("Write a phone number or an e-mail address, or choose to stay anonymous.")
            )
        by = values.get("answer_by") or ("phone" if phone else "email")
        if by == "email" and not email and phone:
            self.add_error("email", _("Write the e-mail address at which you would like to hear from us."))
        if by in ("phone", "sms") and not phone and email:
            by = "email"
        values["answer_by"] = by
        if (values.get("from_hour") or 0) >= (values.get("to_hour") or 24):
            self.add_error("to_hour", _("Choose an hour later than the first one."))


class Topic(forms.Form):
    topic = forms.ChoiceField(label=_("What is it about?"), required=False)

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = choices  # type: ignore[attr-defined]


def area_choices() -> list[tuple[str, Any]]:
    """Return the parts of the city as a list in groups, for whoever has no map."""
    index = organisation.areas()
    tops = [area for area in index if area.parent_id is None]
    if len(tops) == 1:
        tops = [area for area in index if area.parent_id == tops[0].id] or tops
    groups: list[tuple[str, Any]] = [("", _("I don't know, or it does not matter"))]
    for top in sorted(tops, key=lambda area: area.code):
        below = sorted((a for a in index if top.id in index.line(a.id)[1:]), key=lambda area: area.code)
        rows = [(top.code, top.name()), *((area.code, area.name()) for area in below)]
        groups.append((top.name(), rows))
    return groups


def unit_choices() -> list[tuple[str, Any]]:
    """Return the units in groups, each branch with its teams."""
    tree = organisation.units()
    groups: list[tuple[str, Any]] = [("", _("I don't know"))]
    if not len(tree):
        return groups
    root = tree.root
    groups.append((root.code, root.name()))
    for branch in tree.children(root.id):
        rows = [
            (unit.code, unit.name()) for unit in tree if tree.is_within(unit.id, branch.id) and unit.active
        ]
        if rows:
            groups.append((branch.name(), rows))
    return groups
