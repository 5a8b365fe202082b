"""Ask all witnesses about the newest checkpoint, each in a thread of its own, and never wait for them."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue

import structlog

from answerable.contexts.ledger.cosigning.asking import Cosigned, NotCosigned, Proof, ask
from answerable.contexts.ledger.cosigning.standings import Standing, read_standings, write_standings
from answerable.contexts.ledger.published import Published, TileMissing
from answerable.contexts.ledger.tlog.checkpoints import parse_checkpoint
from answerable.contexts.ledger.tlog.notes import Note
from answerable.contexts.ledger.tlog.policies import Witness
from answerable.contexts.ledger.tlog.proofs import consistency_proof
from answerable.contexts.ledger.tlog.tiles import nodes_from_tiles

log = structlog.get_logger(__name__)

RETRY_SECONDS = 30.0
Ask = Callable[[Witness, Note, Proof, int], Cosigned]


@dataclass(frozen=True, slots=True)
class Came:
    """What came of asking a witness about a checkpoint: a signature, or why there is none."""

    witness: str
    note: Note
    cosigned: Cosigned | None
    trouble: str = ""


class Witnesses:
    """The witnesses of a policy as the sequencer sees them. Used by one thread; others only ask and report."""

    def __init__(self, witnesses: Sequence[Witness], published: Published, ask_one: Ask = ask) -> None:
        self.witnesses = [one for one in witnesses if one.url]
        self.published = published
        self.ask_one = ask_one
        kept = {(one.name, one.vkey): one for one in read_standings(published)}
        self.standings = {
            one.name: kept.get((one.name, one.key.text), Standing(one.name, one.key.text))
            for one in self.witnesses
        }
        self.newest: Note | None = None
        self._busy: set[str] = set()
        self._due: dict[str, float] = {}
        self._came: SimpleQueue[Came] = SimpleQueue()

    def show(self, note: Note) -> None:
        """Tell of a new checkpoint. Whoever is free is asked at once, the others when they have answered."""
        if self.newest is None and [*self.standings.values()] != read_standings(self.published):
            self._keep()
        self.newest = note
        self._due.clear()
        self.go_on()

    def go_on(self) -> None:
        """Ask those who are free, have not signed the newest checkpoint, and are not to be left alone for a while."""
        if self.newest is None:
            return
        size = parse_checkpoint(self.newest.text).size
        for one in self.witnesses:
            free = one.name not in self._busy and time.monotonic() >= self._due.get(one.name, 0.0)
            if free and self.standings[one.name].size < size:
                self._busy.add(one.name)
                # A daemon: whoever waits for a witness does not keep the sequencer from ending.
                threading.Thread(target=self._ask, args=(one, self.newest, size), daemon=True).start()

    def answers(self) -> Iterator[Came]:
        """Return what has come since, and note how its witness stands."""
        with suppress(Empty):
            while True:
                came = self._came.get_nowait()
                self._busy.discard(came.witness)
                self._due[came.witness] = time.monotonic() + RETRY_SECONDS
                if came.trouble:
                    self._stand(came.witness, trouble=came.trouble)
                yield came

    def kept(self, came: Came) -> None:
        """Note that a cosignature stands in the published checkpoint. Until then its witness is asked again."""
        if came.cosigned is not None:
            size = parse_checkpoint(came.note.text).size
            self._due.pop(came.witness, None)
            self._stand(came.witness, size=size, at=came.cosigned.at, trouble="")

    def _ask(self, witness: Witness, note: Note, size: int) -> None:
        try:
            nodes = nodes_from_tiles(self.published.read_tile, size)

            def proof(old: int) -> Sequence[bytes]:
                return consistency_proof(nodes, old, size)

            cosigned = self.ask_one(witness, note, proof, self.standings[witness.name].size)
            self._came.put(Came(witness.name, note, cosigned))
        except NotCosigned as error:
            self._came.put(Came(witness.name, note, None, error.code))
        except TileMissing:
            self._came.put(Came(witness.name, note, None, "no_proof"))
        except Exception:
            # A thread that dies silently would leave its witness busy for ever.
            log.exception("journal.witness_failed")
            self._came.put(Came(witness.name, note, None, "status"))

    def _stand(self, name: str, **changes: int | str) -> None:
        now = replace(self.standings[name], **changes)  # type: ignore[arg-type]
        if now != self.standings[name]:
            if now.trouble:
                log.warning("journal.not_cosigned", code=now.trouble)
            self.standings[name] = now
            self._keep()

    def _keep(self) -> None:
        # It is told again with the next change; a full disk is no reason to stop sealing.
        with suppress(OSError):
            write_standings(self.published, self.standings.values())
