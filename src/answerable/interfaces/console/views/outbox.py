"""The messages to residents: how far each is, why one has not gone out, and once more where a person decides so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.contexts.messaging import api as messaging
from answerable.contexts.messaging.api import OutboxFilter, OutgoingState, Purpose
from answerable.contexts.organisation.enums import Role
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.forms.acts.base import reason
from answerable.interfaces.console.refusals import told
from answerable.processes import read_outbox

E = TypeVar("E", OutgoingState, Purpose)

# Where there is no number, nobody has to be told of it.
TONES: Mapping[OutgoingState, str] = {
    OutgoingState.SENT: "good",
    OutgoingState.DELIVERED: "good",
    OutgoingState.EXPIRED: "rest",
    OutgoingState.QUEUED: "",
    OutgoingState.SENDING: "",
    OutgoingState.UNCERTAIN: "wait",
    OutgoingState.FAILED: "late",
    OutgoingState.NO_CHANNEL: "wait",
    OutgoingState.SUPPRESSED: "rest",
}
CHANNELS: Mapping[str, str | Promise] = {
    "sms": gettext_lazy("Text message"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Telephone"),
    "wechat": gettext_lazy("WeChat"),
    "letter": gettext_lazy("Letter"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """Messages of one state, with how many there are."""

    label: str | Promise
    href: str
    count: str
    tone: str
    here: bool


class ResendForm(forms.Form):
    reason = reason(
        gettext_lazy("Why it is sent once more"),
        hint=gettext_lazy(
            "The resident may get it twice. The reason stays with the message and in the journal."
        ),
        rows=2,
    )


@require_safe
@desk_page(Role.SETUP)
def outbox(request: DeskRequest) -> HttpResponse:
    """One line for each message, the newest first: never what it said, and whom it went to only masked."""
    narrowed = OutboxFilter(
        state=_one(OutgoingState, request.GET.get("state", "")),
        channel=request.GET.get("channel", "")[:20],
        purpose=_one(Purpose, request.GET.get("purpose", "")),
    )
    page = read_outbox.read_outbox(request.actor, narrowed, cursor=request.GET.get("cursor"))
    counts = messaging.message_counts()
    addresses = read_outbox.masked_addresses(page.rows)
    context = {
        "here": "outbox",
        "tabs": _tabs(counts, narrowed),
        "channels": [(name, CHANNELS.get(name, name)) for name in sorted({name for name, _ in counts})],
        "purposes": Purpose,
        "narrowed": narrowed,
        "address": _address(narrowed),
        "first": "cursor" not in request.GET,
        "next": _address(narrowed, cursor=page.next_cursor) if page.next_cursor else "",
        "lines": [
            (row, addresses.get(row.public_id, ""), CHANNELS.get(row.channel, row.channel), TONES[row.state])
            for row in page.rows
        ],
    }
    return render(request, "console/outbox/list.html", context)


def _one(kind: type[E], value: str) -> E | None:
    return kind(value) if value in kind.values else None


def _address(narrowed: OutboxFilter, **changes: str) -> str:
    fields = {"state": narrowed.state or "", "channel": narrowed.channel, "purpose": narrowed.purpose or ""}
    kept = {name: str(value) for name, value in {**fields, **changes}.items() if value}
    return f"?{urlencode(kept)}"


def _tabs(counts: Mapping[tuple[str, OutgoingState], int], narrowed: OutboxFilter) -> list[Tab]:
    every = Tab(_("All"), _address(narrowed, state=""), "", "", narrowed.state is None)
    tabs = [every]
    for state in OutgoingState:
        numbers = [
            count
            for (channel, at), count in counts.items()
            if at == state and narrowed.channel in ("", channel)
        ]
        if numbers or narrowed.state is state:
            capped = any(number > messaging.COUNT_CAP for number in numbers)
            shown = f"{min(sum(numbers), messaging.COUNT_CAP):,}+" if capped else f"{sum(numbers):,}"
            href = _address(narrowed, state=state.value)
            tabs.append(Tab(state.label, href, shown, TONES[state], narrowed.state is state))
    return tabs


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Role.SETUP)
def one_message(request: DeskRequest, message: UUID) -> HttpResponse:
    """What is known of one message, and sending it again for a reason."""
    row = read_outbox.read_message(request.actor, message)
    form = ResendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told(form):
            read_outbox.resend(
                actor=request.actor,
                message_id=message,
                reason=form.cleaned_data["reason"],
                at=request.at,
            )
            messages.success(request, _("It is queued again and goes out at the next hour that suits."))
            return redirect("console:outbox")
    context = {
        "here": "outbox",
        "row": row,
        "form": form,
        "tone": TONES[row.state],
        "channel": CHANNELS.get(row.channel, row.channel),
        "address": read_outbox.masked_addresses([row]).get(row.public_id, ""),
    }
    status = 422 if form.errors else 200
    return render(request, "console/outbox/message.html", context, status=status)


@require_POST
@desk_page(Role.SETUP)
def requeue(request: DeskRequest) -> HttpResponse:
    """Send what waited for a way of sending, now that there is one."""
    channels = {channel for channel, _state in messaging.message_counts()}
    count = sum(messaging.requeue_waiting(channel=channel, at=request.at) for channel in channels)
    messages.success(request, _("%(count)s messages are queued again.") % {"count": count})
    return redirect("console:outbox")
