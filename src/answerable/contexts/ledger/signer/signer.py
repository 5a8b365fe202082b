"""Sign a checkpoint that continues the last one, and refuse every other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from answerable.contexts.ledger.failpoints import reach
from answerable.contexts.ledger.signer.folder import Folder
from answerable.contexts.ledger.signer.keyring import KeptKey, new_key, read_key, rotated, without_old_seeds
from answerable.contexts.ledger.tlog import b64
from answerable.contexts.ledger.tlog.checkpoints import Checkpoint
from answerable.contexts.ledger.tlog.merkle import EMPTY_ROOT, HASH_SIZE, InvalidProof, verify_consistency
from answerable.contexts.ledger.tlog.notes import Note
from answerable.contexts.ledger.tlog.policies import Policy, open_checkpoint

MAX_SKEW = timedelta(seconds=60)
STATE, KEYS = "state.json", "keys.json"


class Refused(Exception):
    """The signer does not sign this. The code says why: `clock`, `origin`, `behind`, `fork` or `no_key`."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class Signed:
    """What the signer knows: the last checkpoint and the keys."""

    last: Checkpoint
    keys: tuple[KeptKey, ...]


class Signer:
    """The log's conscience: the last signed size and root, kept on disk before a signature leaves."""

    def __init__(self, folder: Folder, now: Callable[[], datetime]) -> None:
        self.folder = folder
        self.now = now

    def begin(self, origin: str) -> None:
        """Make a key and an empty state, unless there are some: then the origin stays what it was."""
        with self.folder.locked("lock"):
            if self.folder.read(KEYS) is None:
                self._keep_keys([new_key(origin, self.now())])
            if self.folder.read(STATE) is None:
                self._keep(Checkpoint(origin, 0, EMPTY_ROOT))

    def known(self) -> Signed:
        """Return the last checkpoint that was signed, and the keys."""
        raw = self.folder.read(STATE)
        last = Checkpoint(raw["origin"], raw["size"], b64.decode(raw["root"], length=HASH_SIZE))
        return Signed(last, tuple(read_key(one) for one in self.folder.read(KEYS)))

    def sign(self, wanted: Checkpoint, proof: Sequence[bytes], database_at: datetime) -> Note:
        """Return the signed checkpoint. The state on disk is read, compared and swapped under one lock.

        Raises:
            Refused: it does not continue what was signed, or our clock and the database's are apart.
        """
        at = self.now()
        if abs(at - database_at) > MAX_SKEW:
            raise Refused("clock", "The signer's clock and the database's are more than 60 seconds apart.")
        with self.folder.locked("lock"):
            known = self.known()
            self._require_continuation(known.last, wanted, proof)
            signing = [key.signing for key in known.keys if key.signs(at)]
            if not signing:
                raise Refused("no_key", "There is no key that may sign.")
            reach("signer.before_persist")
            if wanted != known.last:
                self._keep(wanted)
            reach("signer.after_persist")
            return Note(wanted.text).signed(*(key.sign(wanted.text) for key in signing))

    def rotate(self, *, lost: bool = False) -> Signed:
        """Make a new key. The old one signs beside it for 30 days; one that was lost (or stolen) no longer does."""
        with self.folder.locked("lock"):
            known = self.known()
            self._keep_keys(rotated(known.keys, known.last.origin, self.now(), lost=lost))
        return self.known()

    def adopt(self, raw: str, keys: Sequence[KeptKey]) -> Signed:
        """Begin again after this folder was lost: behind a checkpoint that the old keys had signed, with a new key.

        Raises:
            InvalidNote: none of the old keys has signed it.
            Refused: the folder knows a state already.
        """
        last = open_checkpoint(raw, Policy(tuple(key.verifier for key in keys))).checkpoint
        with self.folder.locked("lock"):
            if self.folder.read(STATE) is not None:
                raise Refused("fork", "This signer knows a state already; it does not take another.")
            self._keep_keys(rotated(keys, last.origin, self.now(), lost=True))
            self._keep(last)
        return self.known()

    def drop_old_seeds(self) -> None:
        """Destroy the secrets of keys whose time is over."""
        with self.folder.locked("lock"):
            keys = self.known().keys
            if (remaining := without_old_seeds(keys, self.now())) != list(keys):
                self._keep_keys(remaining)

    @staticmethod
    def _require_continuation(last: Checkpoint, wanted: Checkpoint, proof: Sequence[bytes]) -> None:
        if wanted.origin != last.origin:
            raise Refused("origin", f"This signer signs for {last.origin} only.")
        if wanted.size < last.size:
            raise Refused(
                "behind", f"{last.size} lines were signed; {wanted.size} would make a second history."
            )
        try:
            verify_consistency(
                old=last.size, new=wanted.size, hashes=proof, old_root=last.root, new_root=wanted.root
            )
        except InvalidProof as error:
            raise Refused("fork", f"This does not continue what was signed: {error}.") from None

    def _keep(self, state: Checkpoint) -> None:
        self.folder.write(STATE, {"origin": state.origin, "size": state.size, "root": b64.encode(state.root)})

    def _keep_keys(self, keys: Sequence[KeptKey]) -> None:
        self.folder.write(KEYS, [key.kept for key in keys])
