"""Ask one witness to cosign a checkpoint (C2SP tlog-witness), and believe nothing that it says unseen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from answerable.contexts.ledger.tlog.add_checkpoint import PATH, AddCheckpoint, parse_known_size
from answerable.contexts.ledger.tlog.checkpoints import parse_checkpoint
from answerable.contexts.ledger.tlog.keys import Signature
from answerable.contexts.ledger.tlog.notes import InvalidNote, Note, open_note, parse_signatures
from answerable.contexts.ledger.tlog.policies import Witness
from answerable.kernel import outgoing

# For one request; a witness is asked twice at most.
TIMEOUT_SECONDS = 10.0
LIMIT = 64 * 1024

# The hashes that show that the checkpoint's tree begins with the one of so many leaves.
Proof = Callable[[int], Sequence[bytes]]


class NotCosigned(Exception):
    """The witness did not cosign; the code says why.

    `away`, `forbidden` (our settings do not let us call it), `unknown_log`, `unknown_key`, `status`, `false` (what it
    answered is no cosignature of its key), `ahead` (it has seen more lines than there are), and the one that matters:
    `fork` (it has seen another history).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Cosigned:
    """A signature that was verified, and the time that the witness has put to it."""

    signature: Signature
    at: int


_STATUSES = {403: "unknown_key", 404: "unknown_log", 409: "conflict", 422: "fork"}


def ask(witness: Witness, note: Note, proof: Proof, old: int) -> Cosigned:
    """Get the witness's signature under a checkpoint; `old` is the size that we think it has seen.

    A witness that knows another size says which, and is asked once more from there.

    Raises:
        NotCosigned: it did not.
        TileMissing: the proof can't be made.
    """
    size = parse_checkpoint(note.text).size
    old = min(old, size)
    answer = _post(witness, AddCheckpoint(old, proof(old), note))
    if answer.status == 409:
        known = parse_known_size(answer.body)
        if known is None:
            raise NotCosigned("conflict")
        if known > size:
            raise NotCosigned("ahead")
        if known == old:
            raise NotCosigned("fork" if old == size else "conflict")
        old = known
        answer = _post(witness, AddCheckpoint(old, proof(old), note))
    if answer.status == 409 and old == size:
        raise NotCosigned("fork")
    if answer.status != 200:
        raise NotCosigned(_STATUSES.get(answer.status, "status"))
    return _believed(witness, note, answer.body)


def _post(witness: Witness, asked: AddCheckpoint) -> outgoing.Answer:
    try:
        return outgoing.call(
            "POST",
            f"{witness.url.rstrip('/')}/{PATH}",
            body=asked.encoded,
            headers={"Content-Type": "text/plain; charset=utf-8"},
            limit=LIMIT,
            timeout=TIMEOUT_SECONDS,
        )
    except outgoing.OutgoingRefused:
        raise NotCosigned("forbidden") from None
    except outgoing.OutgoingFailed:
        raise NotCosigned("away") from None


def _believed(witness: Witness, note: Note, body: bytes) -> Cosigned:
    try:
        given = [one for one in parse_signatures(body.decode()) if witness.key.made(one)][:1]
        _, signed = open_note(Note(note.text).signed(*given).encoded, [witness.key])
    except (InvalidNote, UnicodeDecodeError):
        raise NotCosigned("false") from None
    return Cosigned(given[0], signed[witness.key] or 0)
