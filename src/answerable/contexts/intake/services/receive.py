"""Take what a channel brings in, and give a receipt.

One statement keeps the submissions and begins their journal chains; its commit is durable before anybody is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256

from django.db import InterfaceError, OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from answerable.contexts.files import api as files
from answerable.contexts.intake.domain.checking import cleaned, faults_of
from answerable.contexts.intake.domain.sameness import WITHIN, Keys, keys_of, replayed_code
from answerable.contexts.intake.domain.submission import NewSubmission, Receipt, Refused
from answerable.contexts.intake.errors import KeyReused
from answerable.contexts.intake.rows import Row, earlier_rows, insert_row, insert_rows, written_rows
from answerable.contexts.intake.services.wake_sweep import wake_sweep
from answerable.contexts.intake.words import words
from answerable.contexts.ledger import api as ledger
from answerable.contexts.parties import api as parties
from answerable.kernel import row_security
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid
from answerable.kernel.ids import AccessCode, Reference, new_access_code, new_reference
from answerable.kernel.secrets import hash_code

RECEIVED = "intake.submission.received"
# A new reference is taken already once in 10^6 times a year holds a million cases.
_TRIES = 4


@dataclass(slots=True)
class _Waiting:
    """One of the call that has no receipt yet."""

    place: int
    new: NewSubmission
    at: datetime
    keys: Keys
    code: AccessCode | None


def receive(submission: NewSubmission, at: datetime) -> Receipt:
    """Keep one submission durably and return its receipt.

    What was received before (same source id, same Idempotency-Key, or same content within a day) is not kept
    again: the receipt names the first one, with its code only for the same Idempotency-Key within a day.

    Raises:
        Invalid: it can't be taken as it is.
        KeyReused: the Idempotency-Key belongs to another content.
    """
    [answer] = receive_many([submission], at)
    if isinstance(answer, Receipt):
        return answer
    if answer.code == KeyReused.code:
        raise KeyReused
    raise Invalid(answer.faults)


def receive_many(
    submissions: Sequence[NewSubmission], at: datetime, *, times: Sequence[datetime] | None = None
) -> list[Receipt | Refused]:
    """Keep many at once; each gets its receipt or its faults, in order.

    What came twice in one call is kept once, as if it had come one after the other. `times` gives each its own
    instant of receipt, for whoever lives through months at once (the demo city).
    """
    answers: dict[int, Receipt | Refused] = {}
    waiting: list[_Waiting] = []
    known = words()
    for place, raw in enumerate(submissions):
        new = cleaned(raw)
        moment = at if times is None else times[place]
        if faults := faults_of(new, known):
            answers[place] = Refused(faults)
        else:
            waiting.append(_Waiting(place, new, moment, keys_of(new, moment), _code_for(new)))
    for _ in range(_TRIES):
        if waiting:
            waiting = _keep(waiting, answers, at)
    if waiting:
        raise RuntimeError("no free reference was found")
    return [answers[place] for place in range(len(submissions))]


def _code_for(new: NewSubmission) -> AccessCode | None:
    if not new.with_code:
        return None
    return replayed_code(new) if new.idempotency_key else new_access_code()


def _keep(waiting: list[_Waiting], answers: dict[int, Receipt | Refused], at: datetime) -> list[_Waiting]:
    """Write those that are new, answer for those that are not; return those whose reference was taken."""
    # In the order of their keys, so that two calls with the same submissions can't wait for each other.
    waiting.sort(key=lambda one: one.keys.same)
    rows = [_row(one) for one in waiting]
    begun, leaves = _write(rows, at)
    left: list[_Waiting] = []
    for one, row in zip(waiting, rows, strict=True):
        if row.reference in begun:
            answers[one.place] = Receipt(Reference(row.reference), one.code, one.at, leaves[row.reference])
        else:
            left.append(one)
    if begun:
        wake_sweep()
    return _answer_repeats(left, answers) if left else []


def _write(rows: Sequence[Row], at: datetime) -> tuple[set[str], Mapping[str, bytes]]:
    """Write the rows, and return which were new and the leaves of their lines; once more if the connection has died.

    Whether the first attempt was committed can't be known. If it was, our own references are found.
    """
    entries = [_entry(row) for row in rows]
    starts = ledger.begin_chain(entries[0]) if len(rows) == 1 else ledger.begin_chains(entries)
    try:
        return _insert(rows, starts, at), starts.leaves
    except (OperationalError, InterfaceError) as error:
        # Where somebody holds a lock, waiting again would only keep one more thread from others.
        if connection.in_atomic_block or isinstance(error.__cause__, LockNotAvailable):
            raise
        connection.close()
        return _insert(rows, starts, at) | written_rows(rows), starts.leaves


def _insert(rows: Sequence[Row], starts: ledger.ChainStarts, at: datetime) -> set[str]:
    attachments = [public_id for row in rows for public_id in row.new.attachment_ids]
    if not attachments:
        return _insert_lean(rows, starts)
    with row_security.system("intake.receive"), transaction.atomic():
        files.keep_files(attachments, at=at)
        return _insert_lean(rows, starts)


def _insert_lean(rows: Sequence[Row], starts: ledger.ChainStarts) -> set[str]:
    return insert_row(rows[0], starts) if len(rows) == 1 else insert_rows(rows, starts)


def _row(one: _Waiting) -> Row:
    reference = new_reference(one.at)
    contact = one.new.contact
    sealed = None
    if contact is not None and not contact.is_empty:
        sealed = parties.seal(contact, reference.encode())
    hashed = hash_code(one.code) if one.code else ""
    return Row(
        reference=reference, code_hash=hashed, received_at=one.at, contact=sealed, new=one.new, keys=one.keys
    )


def _entry(row: Row) -> ledger.Entry:
    return ledger.Entry(
        actor=_channel(row.new.channel),
        code=RECEIVED,
        at=row.received_at,
        chain=row.reference,
        pub={"text_sha256": sha256(row.new.text.encode()).hexdigest()},
        internal={"channel": row.new.channel},
    )


@cache
def _channel(name: str) -> Actor:
    return Actor.channel(name)


def _answer_repeats(left: list[_Waiting], answers: dict[int, Receipt | Refused]) -> list[_Waiting]:
    earlier = earlier_rows([one.keys for one in left])
    unknown: list[_Waiting] = []
    leaves = earlier.leaves()
    for one in left:
        before = earlier.of(one.keys)
        if before is None:
            unknown.append(one)
            continue
        replayed = one.keys.replay is not None and before.replay_key == one.keys.replay
        differs = before.content_digest != one.keys.content
        if replayed and differs:
            answers[one.place] = Refused((Fault("Idempotency-Key", KeyReused.sentence),), KeyReused.code)
            continue
        told = replayed and before.has_code and one.at - before.received_at < WITHIN
        answers[one.place] = Receipt(
            Reference(before.reference),
            one.code if told else None,
            before.received_at,
            leaves[before.reference],
            again=True,
            differs=differs,
        )
    return unknown
