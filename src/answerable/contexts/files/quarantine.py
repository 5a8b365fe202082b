"""What the scanner found something in stays where it is, sealed: nobody opens it, and a line of the journal says so."""

from collections.abc import Iterable
from datetime import datetime

import structlog

from answerable.contexts.files.enums import Scan
from answerable.contexts.files.models import StoredFile
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor

log = structlog.get_logger(__name__)

CODE = "files.file.set_aside"


def journal_found(rows: Iterable[StoredFile], *, at: datetime) -> None:
    """Write a line for each that was set aside, in the transaction that sets it aside.

    The line names the file and nothing in it. Where the file belongs is not known yet, or may not be told here.
    """
    actor = Actor.system("scanner")
    found = [row for row in rows if row.scan == Scan.FOUND]
    ledger.record_many(
        [
            ledger.Entry(actor, CODE, at, internal={"file": str(row.public_id), "kind": row.kind})
            for row in found
        ]
    )
    for _ in found:
        log.error("files.set_aside")
