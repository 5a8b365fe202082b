"""Cases at every stage of their way."""

from datetime import datetime
from itertools import count
from typing import Any

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.api import CaseId
from answerable.contexts.cases.enums import Channel, Kind, Outcome
from answerable.kernel.ids import ALPHABET, Reference
from given.bureau import AT, SYSTEM, Bureau, later

_numbers = count(1)


def _reference() -> Reference:
    number, symbols = next(_numbers), ""
    for _ in range(8):
        number, digit = divmod(number, 32)
        symbols = ALPHABET[digit] + symbols
    return Reference(f"2026-{symbols[:4]}-{symbols[4:]}")


def new_case(**changes: Any) -> cases.NewCase:
    """Return what an ordinary complaint tells; every field may be set."""
    facts: dict[str, Any] = {
        "reference": _reference(),
        "kind": Kind.COMPLAINT,
        "title": "夜间施工噪音",
        "text": "松树街工地连续三晚施工到半夜，吵得睡不着。",
        "channel": Channel.WEB,
        "received_at": AT,
        "topic_code": "nuisance.night",
        "place": "松树街",
    }
    return cases.NewCase(**{**facts, **changes})


def a_case(bureau: Bureau, *, at: datetime = AT, **changes: Any) -> CaseId:
    """Return a case that waits for dispatch."""
    if "area" in changes:
        changes["area_id"] = bureau.area(changes.pop("area"))
    if "accused" in changes:
        changes["accused_posts"] = tuple(bureau.post(name) for name in changes.pop("accused"))
    if "accused_unit" in changes:
        changes["accused_units"] = (bureau.unit(changes.pop("accused_unit")),)
    changes.setdefault("received_at", at)
    (case_id,) = cases.open_cases(actor=SYSTEM, new=[new_case(**changes)], at=at)
    return case_id


def a_dispatched_case(bureau: Bureau, *, unit: str = "east-1", at: datetime = AT, **changes: Any) -> CaseId:
    """Return a case that waits to be signed for."""
    case_id = a_case(bureau, at=at, **changes)
    order = cases.DispatchOrder(
        case_id, bureau.unit(unit), reason_zh="松树街归东一派出所管。", reason_en="Pine Street is theirs."
    )
    cases.dispatch_cases(actor=SYSTEM, orders=[order], at=at)
    return case_id


def a_handled_case(
    bureau: Bureau, *, unit: str = "east-1", by: str | None = None, at: datetime = AT, **changes: Any
) -> CaseId:
    """Return a case that a handler of the unit has signed for."""
    case_id = a_dispatched_case(bureau, unit=unit, at=at, **changes)
    cases.sign_for(actor=bureau.actor(by or f"{unit}-handler"), case_id=case_id, at=at)
    return case_id


def an_answered_case(
    bureau: Bureau, *, unit: str = "east-1", by: str | None = None, at: datetime = AT, **changes: Any
) -> CaseId:
    """Return a case that was answered an hour after it came in."""
    case_id = a_handled_case(bureau, unit=unit, by=by, at=at, **changes)
    cases.answer_round(
        actor=bureau.actor(by or f"{unit}-handler"),
        case_id=case_id,
        outcome=Outcome.SOLVED,
        text="工地已停止夜间施工。",
        at=at + (later(hours=1) - AT),
    )
    return case_id
