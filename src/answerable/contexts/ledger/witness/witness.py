"""Cosign a checkpoint that continues the one before it, and refuse every other."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from answerable.contexts.ledger.failpoints import reach
from answerable.contexts.ledger.signer.folder import Folder
from answerable.contexts.ledger.tlog import b64
from answerable.contexts.ledger.tlog.add_checkpoint import AddCheckpoint
from answerable.contexts.ledger.tlog.checkpoints import Checkpoint, parse_checkpoint
from answerable.contexts.ledger.tlog.keys import KeyKind, Signature, SigningKey, VerifierKey
from answerable.contexts.ledger.tlog.merkle import EMPTY_ROOT, InvalidProof, verify_consistency
from answerable.contexts.ledger.tlog.notes import InvalidNote, Note, open_note, parse_note

KEY, LOGS = "key.json", "logs.json"


class Refused(Exception):
    """The witness does not cosign this. `status` is what HTTP says for it, `known` the size that it has seen."""

    def __init__(self, status: int, sentence: str, known: int | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.known = known


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest checkpoint of a log that was cosigned, with its note, and when."""

    checkpoint: Checkpoint
    note: Note | None
    at: int


class Witness:
    """One folder: the key, the keys of logs that are watched, and what was cosigned last of each."""

    def __init__(self, folder: Folder, now: Callable[[], datetime]) -> None:
        self.folder = folder
        self.now = now

    def begin(self, name: str) -> VerifierKey:
        """Make a key, unless there is one: then it stays, and its name too."""
        with self.folder.locked("lock"):
            if self.folder.read(KEY) is None:
                made = SigningKey.make(name, KeyKind.WITNESS)
                self.folder.write(KEY, {"name": name, "seed": b64.encode(made.seed)})
        return self.key.verifier

    def trust(self, keys: Sequence[VerifierKey]) -> None:
        """Watch the logs of these keys from now on, those of before too.

        Raises:
            ValueError: one is no log's key.
        """
        if any(key.kind is not KeyKind.LOG for key in keys):
            raise ValueError("only a log's key names a log")
        with self.folder.locked("lock"):
            known = list(dict.fromkeys([*(one.text for one in self.logs), *(one.text for one in keys)]))
            self.folder.write(LOGS, known)

    @property
    def key(self) -> SigningKey:
        kept = self.folder.read(KEY)
        if kept is None:
            raise LookupError("There is no key here yet.")
        return SigningKey.from_seed(kept["name"], b64.decode(kept["seed"], length=32), KeyKind.WITNESS)

    @property
    def logs(self) -> list[VerifierKey]:
        return [VerifierKey.parse(one) for one in self.folder.read(LOGS) or []]

    def seen(self) -> Iterator[Seen]:
        """Return the newest cosigned checkpoint of each log."""
        for origin in dict.fromkeys(key.name for key in self.logs):
            yield self._seen(origin)

    def find(self, digest: str) -> Note | None:
        """Return the newest cosigned note of the log whose name has this SHA-256 in hexadecimals."""
        found = (one for one in self.seen() if sha256(one.checkpoint.origin.encode()).hexdigest() == digest)
        return next((one.note for one in found), None)

    def cosign(self, asked: AddCheckpoint) -> Signature:
        """Put our signature to a checkpoint, after it was kept as the newest one of its log.

        Looking, comparing and keeping are one step under a lock: of two requests at once, the second finds what the
        first has left. The time never goes back, whatever our clock does.

        Raises:
            Refused: it does not continue what was cosigned, or nobody whom we trust has signed it.
        """
        wanted = self._believed(asked)
        with self.folder.locked("lock"):
            known = self._seen(wanted.origin)
            self._require_continuation(known.checkpoint, wanted, asked)
            at = max(int(self.now().timestamp()), known.at)
            cosigned = self.key.cosign(wanted.text, at)
            reach("witness.before_persist")
            self._keep(wanted, asked.note.signed(cosigned), at)
        reach("witness.after_persist")
        return cosigned

    def _believed(self, asked: AddCheckpoint) -> Checkpoint:
        try:
            wanted = parse_checkpoint(asked.note.text)
        except InvalidNote as error:
            raise Refused(400, str(error)) from None
        keys = [key for key in self.logs if key.name == wanted.origin]
        if not keys:
            raise Refused(404, "This log is not watched here.")
        try:
            open_note(asked.note.encoded, keys)
        except InvalidNote as error:
            raise Refused(403, str(error)) from None
        return wanted

    def _require_continuation(self, known: Checkpoint, wanted: Checkpoint, asked: AddCheckpoint) -> None:
        if asked.old > wanted.size:
            raise Refused(400, "The old size is beyond the new one.")
        forked = wanted.size == known.size and wanted.root != known.root
        if forked:
            self._keep_evidence(wanted, asked.note)
        if forked or asked.old != known.size:
            raise Refused(409, "This is not what was cosigned last.", known.size)
        try:
            verify_consistency(
                old=known.size,
                new=wanted.size,
                hashes=asked.hashes,
                old_root=known.root,
                new_root=wanted.root,
            )
        except InvalidProof as error:
            raise Refused(422, str(error)) from None

    def _seen(self, origin: str) -> Seen:
        kept = self.folder.read(_state(origin))
        if kept is None:
            return Seen(Checkpoint(origin, 0, EMPTY_ROOT), None, 0)
        note = parse_note(kept["note"])
        return Seen(parse_checkpoint(note.text), note, kept["at"])

    def _keep(self, checkpoint: Checkpoint, note: Note, at: int) -> None:
        self.folder.write(_state(checkpoint.origin), {"at": at, "note": note.encoded})

    def _keep_evidence(self, wanted: Checkpoint, note: Note) -> None:
        """Keep the first proof of each log that it has signed two histories, beside what we have cosigned."""
        name = _state(wanted.origin).replace("log-", "fork-")
        kept: dict[str, Any] | None = self.folder.read(_state(wanted.origin))
        if kept is not None and self.folder.read(name) is None:
            self.folder.write(name, {"cosigned": kept["note"], "refused": note.encoded})

    def evidence(self) -> Iterator[tuple[str, str]]:
        """Return pairs of notes that one log has signed for one size."""
        for origin in dict.fromkeys(key.name for key in self.logs):
            kept = self.folder.read(_state(origin).replace("log-", "fork-"))
            if kept is not None:
                yield kept["cosigned"], kept["refused"]


def _state(origin: str) -> str:
    return f"log-{sha256(origin.encode()).hexdigest()[:32]}.json"
