"""Check the answers, send them, and hold the receipt."""

from datetime import datetime
from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.intake import api as intake
from answerable.contexts.organisation import api as organisation
from answerable.contexts.parties import api as parties
from answerable.interfaces.portal import bells, drafts, topics
from answerable.interfaces.portal.telling import CONTACT, Telling
from answerable.interfaces.portal.views.receipt import drawn, promise_of
from answerable.interfaces.portal.views.tell import get_or_post, progress
from answerable.interfaces.portal.views.tell_files import described
from answerable.kernel import clock
from answerable.kernel.errors import Invalid
from answerable.processes.send_receipt import send_receipt


@never_cache
@get_or_post
def check(request: HttpRequest) -> HttpResponse:
    """Show all answers; on a press, send them once however often it is pressed."""
    at = clock.now()
    telling = drafts.load(request, at=at)
    if telling.is_sent:
        return redirect("portal:tell_done")
    if telling.next_step() != "check":
        return redirect(
            "portal:tell" if telling.next_step() == "words" else f"portal:tell_{telling.next_step()}"
        )
    faults: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            receipt = intake.receive(_submission(telling), at)
        except Invalid as error:
            faults = error.faults
        else:
            with drafts.change(request, at=at) as telling:
                telling.reference, telling.code = receipt.reference, receipt.code or ""
                telling.received = receipt.received_at.isoformat()
            _send_receipt(telling, at)
            return redirect("portal:tell_done")
    page = {"telling": telling, "faults": faults, **_answers(telling), **progress("check")}
    return render(request, "portal/tell/check.html", page, status=422 if faults else 200)


def _answers(telling: Telling) -> dict[str, Any]:
    area = organisation.areas().by_code(telling.area) if telling.area else None
    unit = organisation.units().by_code(telling.accused_unit) if telling.accused_unit else None
    suggestion = topics.suggested(telling.text)[:1] if not telling.topic else topics.shown([telling.topic])
    return {
        "topic": suggestion[0] if suggestion else None,
        "area": area,
        "unit": unit,
        "kept": described(telling.files),
    }


def _submission(telling: Telling) -> intake.NewSubmission:
    area = organisation.areas().by_code(telling.area) if telling.area else None
    unit = organisation.units().by_code(telling.accused_unit) if telling.accused_unit else None
    return intake.NewSubmission(
        channel="web",
        text=telling.text,
        language=_language(),
        idempotency_key=telling.key,
        contact=_contact(telling),
        place=" ".join(part for part in (area.name() if area else "", telling.place) if part),
        lat=telling.lat,
        lon=telling.lon,
        topic_code=telling.topic,
        attachment_ids=[view.public_id for view in described(telling.files)],
        accused_words=telling.accused_words,
        accused_units=(unit.id,) if unit else (),
        confidential=telling.in_confidence if telling.mode == CONTACT else telling.about_police == "yes",
        send_receipt=telling.send_receipt and telling.mode == CONTACT,
    )


def _send_receipt(telling: Telling, at: datetime) -> None:
    """Send reference and code, if that was wished; a repeat of the press has no code and sends nothing."""
    contact = _contact(telling)
    if telling.send_receipt and telling.code and contact is not None:
        send_receipt(contact=contact, reference=telling.reference, code=telling.code, at=at)


def _language() -> str:
    return "zh" if (get_language() or "zh").startswith("zh") else "en"


def _contact(telling: Telling) -> parties.Contact | None:
    if telling.mode != CONTACT:
        return None
    return parties.Contact(
        name=telling.name,
        phone=telling.phone,
        email=telling.email,
        channel=telling.answer_by,
        language=_language(),
        safe=parties.SafeContact(
            telling.no_call, telling.no_sms, telling.from_hour, telling.to_hour, telling.other_way
        ),
    )


def answer_by(telling: Telling, received: datetime) -> tuple[datetime, str] | None:
    """Return by when an answer is expected, and why; the exact date starts when a unit is found."""
    codes = (
        [choice.code for choice in topics.suggested(telling.text)[:1]]
        if not telling.topic
        else [telling.topic]
    )
    kind, line = topics.kind_and_line(codes[0] if codes else "")
    due = deadlines.preview_due(clock=deadlines.ClockKind.ANSWER, kind=kind, topics=line, at=received)
    return None if due is None else (due[0], due[1] if _language() == "zh" else due[2])


@never_cache
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """The receipt: it can be looked at in this browser for an hour, and nowhere else."""
    telling = drafts.load(request, at=clock.now())
    if not telling.is_sent:
        return redirect("portal:track")
    received = parse_datetime(telling.received) or clock.now()
    promise = promise_of(telling.reference, received)
    page = {
        "here": "tell",
        "telling": telling,
        "received": received,
        "due": answer_by(telling, received),
        "qr": _qr(telling),
        "bell": bells.bell_of(telling.reference),
        "promise": promise,
        "promise_qr": drawn(promise[0]) if promise else "",
    }
    return render(request, "portal/tell/done.html", page)


def _qr(telling: Telling) -> str:
    """Draw the address of the tracking page. The secret stands behind #, so that it is never sent or logged."""
    address = f"{settings.OPTIONS.public_url}/track#{telling.reference}.{telling.code}"
    return str(segno.make(address, error="m").svg_data_uri(border=1, omitsize=True))


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Hand out the receipt as a small text file."""
    telling = drafts.load(request, at=clock.now())
    if not telling.is_sent:
        return redirect("portal:track")
    response = render(
        request,
        "portal/tell/receipt.txt",
        {
            "telling": telling,
            "bell": bells.bell_of(telling.reference),
            "received": parse_datetime(telling.received),
            "address": settings.OPTIONS.public_url,
        },
        content_type="text/plain; charset=utf-8",
    )
    response["Content-Disposition"] = f'attachment; filename="{telling.reference}.txt"'
    response["Cache-Control"] = "no-store"
    return response
