"""The sequencer's life: one process, by an advisory lock, that seals at fixed times.

The times do not depend on what was written: otherwise somebody who watches the log could tell when a voice came in.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime

import structlog
from django.db import InterfaceError, OperationalError, connection

from answerable.contexts.ledger.cosigning.rounds import Witnesses
from answerable.contexts.ledger.published import Published
from answerable.contexts.ledger.services.keep_cosignature import keep_cosignature
from answerable.contexts.ledger.services.number_lines import Horizon
from answerable.contexts.ledger.services.seal_lines import Behind, Sealed, seal_lines
from answerable.contexts.ledger.signer.signer import Refused
from answerable.contexts.ledger.signer.wire import SignerAway, SignerClient
from answerable.contexts.ledger.tlog.policies import Witness

log = structlog.get_logger(__name__)

# Any number that nobody else in this database uses: "journal" in ASCII.
LOCK = 0x6A6F75726E616C
_RETRY_SECONDS = 5


class AnotherSequencer(Exception):
    """Somebody else holds the lock."""


class Sequencer:
    """Seals in fixed intervals until the end is asked for."""

    def __init__(
        self, published: Published, signer: SignerClient, every: int, witnesses: Sequence[Witness] = ()
    ) -> None:
        self.published = published
        self.signer = signer
        self.every = every
        self.witnesses = Witnesses(witnesses, published)
        self.horizon = Horizon()
        self.after_seal: Callable[[Sealed], None] = lambda sealed: None

    def run(self, ending: Callable[[], bool]) -> None:
        """Seal now and then at every multiple of the interval. A lost database or signer is waited for."""
        wait = 0.0
        while not self._wait(wait, ending):
            wait = self._turn()

    def seal_now(self) -> Sealed:
        """Seal once, between the fixed times.

        Raises:
            AnotherSequencer: another one is at work.
            SignerAway, Refused, Behind: as `seal_lines`.
        """
        if not holds_lock():
            raise AnotherSequencer
        sealed = seal_lines(published=self.published, signer=self.signer, horizon=self.horizon)
        self.after_seal(sealed)
        return sealed

    def _turn(self) -> float:
        """Seal once, and return how many seconds to wait."""
        try:
            sealed = self.seal_now()
        except AnotherSequencer:
            return _RETRY_SECONDS
        except SignerAway:
            log.error("journal.signer_away")
            self._count("signer_away")
            return _RETRY_SECONDS
        except (Refused, Behind) as error:
            code = error.code if isinstance(error, Refused) else "behind"
            log.error("journal.refused", code=code)
            self._count(code)
        except (OperationalError, InterfaceError):
            log.error("journal.database_gone")
            # Another server may answer next time, with a count of transactions of its own.
            self.horizon = Horizon()
            connection.close()
            return _RETRY_SECONDS
        else:
            log.info("journal.sealed", count=sealed.added)
            self.witnesses.show(sealed.note)
        return until_next(datetime.now(UTC), self.every)

    def gather(self) -> None:
        """Keep the cosignatures that have come, and ask again who has not given one. Waits for nobody."""
        try:
            for came in self.witnesses.answers():
                if came.cosigned is not None:
                    keep_cosignature(
                        published=self.published, note=came.note, signature=came.cosigned.signature
                    )
                    self.witnesses.kept(came)
        except (OperationalError, InterfaceError, OSError):
            # Whoever has signed in vain is asked again, and signs the same once more.
            log.error("journal.cosignature_lost")
        self.witnesses.go_on()

    def _wait(self, seconds: float, ending: Callable[[], bool]) -> bool:
        """Wait and listen to the witnesses, or stop early when the end is asked for; True then."""
        until = time.monotonic() + seconds
        while not ending():
            self.gather()
            rest = until - time.monotonic()
            if rest <= 0:
                return False
            time.sleep(min(rest, 0.25))
        return True

    def _count(self, code: str) -> None:
        # A disk that is full is no reason to stop sealing.
        with suppress(OSError):
            self.published.count_trouble(code, datetime.now(UTC))


def holds_lock() -> bool:
    """Whether this connection is the one that seals; taken if it is free, and gone with the connection."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_lock(%s) WHERE NOT EXISTS (SELECT FROM pg_locks WHERE pid = pg_backend_pid()"
            " AND locktype = 'advisory' AND ((classid::bigint << 32) | objid::bigint) = %s)",
            [LOCK, LOCK],
        )
        row = cursor.fetchone()
    return row is None or bool(row[0])


def until_next(at: datetime, every: int) -> float:
    """Return the seconds to the next multiple of the interval."""
    return every - at.timestamp() % every
