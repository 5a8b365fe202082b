"""A journal whose checkpoints are sealed by a signer in a folder, for tests of whoever reads it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from answerable.contexts.ledger import api as ledger
from answerable.contexts.ledger import signing
from answerable.contexts.ledger.services.number_lines import Horizon
from answerable.contexts.ledger.services.seal_lines import seal_lines
from answerable.kernel import row_security


def a_journal(folder: Path, *, origin: str = "") -> Callable[[], ledger.Shown]:
    """Return what seals all that is written until now; `folder` is told to the settings by the caller."""
    signer = signing.Signer(signing.Folder(folder / "signer"), lambda: datetime.now(UTC))
    signer.begin(origin or settings.OPTIONS.log_origin)

    def seal() -> ledger.Shown:
        with row_security.system("test"):
            seal_lines(published=ledger.published(), signer=signer, horizon=Horizon())
        shown = ledger.newest_checkpoint()
        assert shown is not None
        return shown

    return seal


def log_key() -> str:
    """Return the log's key as it is published."""
    [key] = ledger.published().known_keys()
    return key.verifier.text
