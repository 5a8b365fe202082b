"""What people should be able to read before they trust us with anything."""

from datetime import timedelta
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from answerable.contexts.deadlines import api as clocks
from answerable.kernel import clock

AHEAD = timedelta(days=366)


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What happens to what people tell us, what anonymous means, and what we can't protect from."""
    return render(request, "portal/about/data.html")


@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """How dates are reckoned, with the promises and with the holidays that do not count."""
    today = timezone.localdate(clock.now())
    days = clocks.special_days(today, today + AHEAD)
    chinese = (get_language() or "zh").startswith("zh")
    page = {
        "promises": [(name, zh if chinese else en) for name, zh, en in clocks.promises()],
        "years": [
            (year, [(day.day, day.works, day.name_zh if chinese else day.name_en) for day in group])
            for year, group in groupby(days, key=lambda day: day.day.year)
        ],
    }
    return render(request, "portal/about/deadlines.html", page)


@require_safe
def access(request: HttpRequest) -> HttpResponse:
    """What was done so that everybody can use this, and what to do where it fails."""
    return render(request, "portal/about/access.html")
