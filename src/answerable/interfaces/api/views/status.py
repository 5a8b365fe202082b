"""`GET /api/v1/status`: where a matter stands, for whoever holds its reference and access code."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import get_language

from answerable.contexts.cases import api as cases
from answerable.contexts.intake import api as intake
from answerable.contexts.organisation import api as organisation
from answerable.interfaces.api.schemas import EntryOut, LookOut, StatusOut
from answerable.kernel import row_security
from answerable.kernel.actor import Actor
from answerable.kernel.clock import now
from answerable.kernel.errors import NotFound


def status(request: HttpRequest) -> StatusOut:
    """Return what the resident may see. Reference and code come in headers, because addresses end in logs.

    Raises:
        NotFound: unknown reference or wrong code, one and the same answer.
    """
    reference = request.headers.get("Case-Reference", "")
    code = request.headers.get("Access-Code", "")
    at = now()
    with row_security.system("api.status"):
        tracked = intake.track(reference, code)
        case_id = cases.find_by_code(reference, code)
    if case_id is not None:
        with row_security.reading(cases.row_scope(Actor.resident(case_id))):
            return _of_case(cases.public_view(case_id, at))
    if tracked is None:
        raise NotFound
    if tracked.case_reference:
        with row_security.system("api.status"):
            return _of_joined(tracked, cases.joined_view(tracked.case_reference, tracked.reference, at))
    return _of_submission(tracked)


def _of_submission(tracked: intake.Tracked) -> StatusOut:
    reason = tracked.reason_zh if _language().startswith("zh") else tracked.reason_en
    return StatusOut(
        reference=tracked.reference,
        received_at=tracked.received_at,
        state=tracked.state.value,
        state_text=str(tracked.state.label),
        reason=reason,
    )


def _of_joined(tracked: intake.Tracked, view: cases.JoinedView) -> StatusOut:
    """Say where the matter stands that it was joined to; which one that is, its sender is not told."""
    units = organisation.units()
    return StatusOut(
        reference=tracked.reference,
        received_at=tracked.received_at,
        state=tracked.state.value,
        state_text=f"{tracked.state.label}: {view.state.label}",
        unit=units.name(view.unit_id, _language()) if view.unit_id is not None else "",
        due_at=view.due_at,
        due_why=view.due_why_zh if _language().startswith("zh") else view.due_why_en,
        answers=[
            EntryOut(
                at=one.at,
                sentence=str(one.outcome.label),
                words=one.text,
                unit=units.name(one.unit_id, _language()),
            )
            for one in view.answers
        ],
    )


def _of_case(view: cases.PublicView) -> StatusOut:
    language, units = _language(), organisation.units()

    def unit_name(unit_id: int | None) -> str:
        return units.name(unit_id, language) if unit_id is not None else ""

    def of_entry(at: datetime, sentence: str, words: str, unit_id: int | None) -> EntryOut:
        return EntryOut(at=at, sentence=sentence, words=words, unit=unit_name(unit_id))

    return StatusOut(
        reference=view.reference,
        received_at=view.received_at,
        state=view.state.value,
        state_text=str(view.state.label),
        round=view.round_no,
        unit=unit_name(view.unit_id),
        due_at=view.due_at,
        due_why=view.due_why(language) if view.due_at else "",
        timeline=[of_entry(one.at, str(one.sentence), one.words, one.unit_id) for one in view.entries],
        answers=[of_entry(one.at, str(one.outcome.label), one.text, one.unit_id) for one in view.answers],
        looks=[
            LookOut(
                at=one.at,
                what=str(one.kind.label),
                post=one.post_title,
                unit=unit_name(one.unit_id),
                reason=str(one.why),
            )
            for one in view.looks
        ],
        looks_by=view.looks_by,
    )


def _language() -> str:
    return get_language() or "zh-hans"
