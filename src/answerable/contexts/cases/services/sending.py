"""Putting a round into the hands of a unit: what dispatch, transfer, return, takeover and reopening share."""

from answerable.contexts.cases.errors import UnitIsClosed, UnitIsWalled
from answerable.contexts.cases.services.work import Work
from answerable.contexts.deadlines.api import ClockKind


def check_unit(work: Work, unit_id: int) -> None:
    """Refuse a unit that must not or cannot have the case.

    Raises:
        UnitIsWalled: the case complains of it, of a unit above it or of its leader.
        UnitIsClosed: it is closed or unknown.
    """
    tree = work.batch.units
    if unit_id not in tree or not tree.get(unit_id).active:
        raise UnitIsClosed
    if unit_id in work.case.walled_units:
        raise UnitIsWalled


def send_to(work: Work, unit_id: int, *, sender_unit_id: int) -> None:
    """Set who has the round now; the unit has yet to sign for it.

    Raises:
        UnitIsWalled, UnitIsClosed: as `check_unit`.
    """
    check_unit(work, unit_id)
    if work.round.dispatches:
        work.stop(ClockKind.SIGN_FOR, subject=work.signing_subject)
    work.set(unit_id=unit_id, handler_post_id=None)
    work.show_to([unit_id, sender_unit_id])
    work.set_round(
        unit_id=unit_id,
        handler_post_id=None,
        sender_unit_id=sender_unit_id,
        dispatches=work.round.dispatches + 1,
        dispatched_at=work.at,
        signed_at=None,
    )


def take_back(work: Work) -> None:
    """Take the round away from its unit, back to the desk."""
    work.stop(ClockKind.SIGN_FOR, subject=work.signing_subject)
    work.resume()
    work.lapse()
    work.set(unit_id=None, handler_post_id=None)
    work.set_round(unit_id=None, handler_post_id=None, signed_at=None)
