"""Promise at once, with a signature, that a line will stand in the journal.

The key is a new one each week, made by whoever needs it first and named by a line of the journal. It lies sealed in the
database: every web process needs it, and all that it can sign are promises of ours.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from answerable.contexts.ledger.models import AcceptanceKey
from answerable.contexts.ledger.receipts import acceptance
from answerable.contexts.ledger.receipts.receipt_file import KEY_MADE
from answerable.contexts.ledger.services.record_lines import record
from answerable.contexts.ledger.tlog.keys import SigningKey
from answerable.kernel import row_security
from answerable.kernel.actor import Actor
from answerable.kernel.sealing import seal, unseal

PURPOSE = "acceptance"
WEEK = timedelta(days=7)
_SYSTEM = Actor.system("acceptance")


@dataclass(frozen=True, slots=True)
class _Held:
    week: date
    origin: str
    key: SigningKey


# The key of the week, once its row is committed.
_held: list[_Held] = []


def accept_line(leaf: bytes, *, accepted: datetime, at: datetime) -> str:
    """Return the acceptance note for a line that was accepted then, signed by the key of this week."""
    origin = settings.OPTIONS.log_origin
    return acceptance.accept(origin, leaf, accepted, _key(origin, at)).encoded


def _key(origin: str, at: datetime) -> SigningKey:
    week = _week_of(at)
    for held in _held:
        if (held.week, held.origin) == (week, origin):
            return held.key
    with row_security.system("ledger.accept_line"), transaction.atomic():
        key = _kept(week, origin) or _made(week, origin, at)
        transaction.on_commit(lambda: _hold(_Held(week, origin, key)))
    return key


def _hold(held: _Held) -> None:
    _held[:] = [held]


def _week_of(at: datetime) -> date:
    day = at.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


def _kept(week: date, origin: str) -> SigningKey | None:
    row = AcceptanceKey.objects.filter(week=week, origin=origin).first()
    if row is None:
        return None
    seed = unseal(PURPOSE, bytes(row.sealed), _bound(week, origin))
    return SigningKey.from_seed(acceptance.key_name(origin), seed)


def _made(week: date, origin: str, at: datetime) -> SigningKey:
    """Make the key of a week. Whoever is second in the same moment takes the first one's."""
    key = acceptance.make_key(origin)
    row = AcceptanceKey(
        week=week,
        origin=origin,
        vkey=key.verifier.text,
        sealed=seal(PURPOSE, key.seed, _bound(week, origin)),
        made_at=at,
    )
    AcceptanceKey.objects.bulk_create([row], ignore_conflicts=True)
    kept = _kept(week, origin)
    assert kept is not None
    if kept.verifier == key.verifier:
        pub = {"event": KEY_MADE, "vkey": key.verifier.text, "week": week.isoformat()}
        record(actor=_SYSTEM, code=KEY_MADE, at=at, pub=pub)
    return kept


def _bound(week: date, origin: str) -> bytes:
    return f"{origin}/{week.isoformat()}".encode()
