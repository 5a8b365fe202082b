"""What `answerable doctor` says of the journal: is it sealed in time, and does the signer answer."""

from collections.abc import Iterator
from datetime import timedelta

from answerable.contexts.ledger import api as ledger
from answerable.contexts.ledger import signing
from answerable.interfaces.cli.begin import options
from answerable.interfaces.cli.doctor import Finding
from answerable.kernel.clock import now

# A checkpoint may come late once, while the signer or the sequencer starts again.
INTERVALS = 3


def journal() -> Iterator[Finding]:
    """A journal that was never sealed is no fault: the house has not been up yet."""
    chosen = options()
    waiting, newest = ledger.waiting_lines(), ledger.newest_checkpoint()
    if newest is None:
        yield Finding("Journal", True, f"{waiting:,} lines wait for the first checkpoint")
        return
    late = waiting > 0 and now() - newest.at > timedelta(seconds=INTERVALS * chosen.journal_every_seconds)
    seen = f"{waiting:,} lines wait, newest checkpoint of {newest.at:%Y-%m-%d %H:%M} UTC"
    if late:
        seen += f", {chosen.journal_every_seconds} s apart were promised; {_signer()}"
    mend = "Run `answerable up`, or `answerable journal run` and `answerable signer run`, and read what they say."
    yield Finding("Journal", not late, seen, mend)


def _signer() -> str:
    try:
        signing.SignerClient(signing.socket_path(options().signer_folder)).known()
    except signing.SignerAway:
        return "the signer does not answer"
    return "the signer answers"
