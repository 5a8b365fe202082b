"""Working hours, public holidays and make-up days."""

from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.organisation.enums import Role
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.setup.sheet import Sheet, fill_in, sets_up_bureau
from answerable.interfaces.console.setup.units import GET_OR_POST
from answerable.kernel.errors import NotFound

WEEKDAYS = {
    "mon": _("Monday"),
    "tue": _("Tuesday"),
    "wed": _("Wednesday"),
    "thu": _("Thursday"),
    "fri": _("Friday"),
    "sat": _("Saturday"),
    "sun": _("Sunday"),
}
KINDS = {"holiday": _("Day off"), "workday": _("Worked day")}


class DayForm(forms.Form):
    kind = forms.ChoiceField(label=_("What it is"), choices=list(KINDS.items()))
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=60)


class NewDayForm(DayForm):
    date = forms.CharField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date", "class": "short"}))

    field_order = ("date",)


class WeekForm(forms.Form):
    mon = forms.CharField(label=WEEKDAYS["mon"], required=False)
    tue = forms.CharField(label=WEEKDAYS["tue"], required=False)
    wed = forms.CharField(label=WEEKDAYS["wed"], required=False)
    thu = forms.CharField(label=WEEKDAYS["thu"], required=False)
    fri = forms.CharField(label=WEEKDAYS["fri"], required=False)
    sat = forms.CharField(label=WEEKDAYS["sat"], required=False)
    sun = forms.CharField(label=WEEKDAYS["sun"], required=False)


@require_safe
@desk_page(Role.SETUP)
def calendar(request: DeskRequest, year: int | None = None) -> HttpResponse:
    this_year = timezone.localdate(request.at).year
    year = year or this_year
    days = [
        {
            "date": date.fromisoformat(row["date"]),
            "works": row["kind"] == "workday",
            "name_zh": row["name_zh"],
            "name_en": row["name_en"],
        }
        for row in deadlines.calendar_table(year).rows
    ]
    context = {
        "here": "setup",
        "year": year,
        "years": sorted({year, *range(this_year - 1, this_year + 3)}),
        "days": days,
        "week": [(WEEKDAYS[name], hours) for name, hours in _week().items()],
        "mine": sets_up_bureau(request),
    }
    return render(request, "console/setup/calendar.html", context)


def _week() -> dict[str, str]:
    """Return the hours of each weekday as they are typed: `09:00-12:00, 13:30-17:30`."""
    rows = groupby(deadlines.workweek_table().rows, key=lambda row: row["weekday"])
    hours = {name: ", ".join(f"{row['start']}-{row['end']}" for row in day) for name, day in rows}
    return {name: hours.get(name, "") for name in WEEKDAYS}


def _sheet(year: int, **how: Any) -> Sheet:
    return Sheet(back=reverse("console:setup:year", args=[year]), back_name=_("Calendar"), **how)


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP)
def add_day(request: DeskRequest, year: int) -> HttpResponse:
    def act(form: NewDayForm) -> None:
        deadlines.save_day(actor=request.actor, cells=form.cleaned_data, at=request.at)

    sheet = _sheet(
        year,
        title=_("Add a day"),
        lead=_("A public holiday, or a weekend day that is worked to make up for one."),
        done=_("The day is added."),
        submit=_("Add the day"),
    )
    return fill_in(request, sheet, NewDayForm, act)


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP)
def change_day(request: DeskRequest, day: date) -> HttpResponse:
    rows = [row for row in deadlines.calendar_table(day.year).rows if row["date"] == day.isoformat()]
    if not rows:
        raise NotFound

    def act(form: DayForm) -> None:
        cells = {**form.cleaned_data, "date": day.isoformat()}
        deadlines.save_day(actor=request.actor, cells=cells, at=request.at)

    sheet = _sheet(day.year, title=day.isoformat(), done=_("The day is changed."))
    return fill_in(request, sheet, DayForm, act, dict(rows[0].cells))


@require_POST
@desk_page(Role.SETUP)
def remove_day(request: DeskRequest, day: date) -> HttpResponse:
    deadlines.remove_day(actor=request.actor, day=day, at=request.at)
    messages.success(request, _now("The day is an ordinary one again."))
    return redirect("console:setup:year", day.year)


@require_http_methods(GET_OR_POST)
@desk_page(Role.SETUP)
def week(request: DeskRequest) -> HttpResponse:
    def act(form: WeekForm) -> None:
        deadlines.save_week(actor=request.actor, hours=form.cleaned_data, at=request.at)

    sheet = _sheet(
        timezone.localdate(request.at).year,
        title=_("Working hours"),
        lead=_("From and to, with a comma between several: 09:00-12:00, 13:30-17:30. Empty is a day off."),
        done=_("The working hours are changed. Running deadlines stay as they are."),
    )
    return fill_in(request, sheet, WeekForm, act, _week())
