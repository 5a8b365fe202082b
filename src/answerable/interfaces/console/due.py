"""A deadline in a list: one short sentence and a tone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answerable.contexts.cases.enums import RoundState
from answerable.interfaces.web.templatetags.parts import said

SOON = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Due:
    """`tone` is one of late, wait, info, good and rest, as the design language knows them."""

    sentence: str
    tone: str
    exact: str = ""


def due_of(due_at: datetime | None, state: RoundState, at: datetime) -> Due:
    """Say when something is due as people say it."""
    if due_at is None:
        return _without_date(state)
    exact = f"{timezone.localtime(due_at):%Y-%m-%d %H:%M}"
    if due_at < at:
        return Due(_("%(time)s late") % {"time": span(at - due_at)}, "late", exact)
    left = due_at - at
    local, today = timezone.localtime(due_at), timezone.localtime(at).date()
    if left <= SOON:
        return Due(_("%(time)s left") % {"time": span(left)}, "wait", exact)
    if local.date() == today:
        return Due(_("today by %(time)s") % {"time": f"{local:%H:%M}"}, "wait", exact)
    if local.date() == today + timedelta(days=1):
        return Due(_("tomorrow by %(time)s") % {"time": f"{local:%H:%M}"}, "info", exact)
    return Due(_("by %(date)s") % {"date": said(local)}, "rest", exact)


def _without_date(state: RoundState) -> Due:
    match state:
        case RoundState.ASKING:
            return Due(_("the resident has the word"), "rest")
        case RoundState.ANSWERED:
            return Due(_("answered, may be rated"), "good")
        case RoundState.DISPUTED:
            return Due(_("will be called back"), "wait")
        case RoundState.CLOSED:
            return Due(_("closed"), "good")
        case _:
            return Due("—", "rest")


def span(time: timedelta) -> str:
    """Return a length of time in its largest unit: days, hours or minutes."""
    minutes = max(1, int(time.total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    if minutes < 48 * 60:
        hours = minutes // 60
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    days = minutes // (24 * 60)
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
