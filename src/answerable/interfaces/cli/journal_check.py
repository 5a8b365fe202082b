"""What `answerable doctor` says of the journal: sealed in time, signed, shown to the world, and what went wrong."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from answerable.contexts.ledger import api as ledger
from answerable.contexts.ledger import signing
from answerable.interfaces.cli.begin import options
from answerable.interfaces.cli.doctor import Finding
from answerable.kernel.clock import now

# A checkpoint may come late once, while the signer or the sequencer starts again.
INTERVALS = 3
_RUN = "Run `answerable up`, or `answerable journal run` and `answerable signer run`, and read what they say."
_RECOVER = "The database is older than what was signed: end the sequencer, run `answerable journal recover`."
_SHOW = (
    "Run `answerable journal seal`; it finishes what was cut off. Look whether journal_dir can be written."
)
_COMPARE = (
    "Compare journal_dir with a backup of it and with what witnesses hold, then run `answerable audit`."
)
MENDS = {
    "signer_away": "Run `answerable signer run` (`answerable up` does), with the same signer_dir as here.",
    "clock": "Set the clocks of signer and database by NTP; they are more than 60 seconds apart.",
    "behind": _RECOVER,
    "fork": _COMPARE,
    "origin": "journal_origin or signer_dir belongs to another log; set back the one that was there before.",
    "no_key": "Run `answerable signer rotate` and publish the new key.",
}


def journal() -> Iterator[Finding]:
    """A journal that was never sealed is no fault: the house has not been up yet."""
    pulse, at = ledger.pulse(), now()
    if pulse.newest is None:
        yield Finding("Journal", True, f"{pulse.unsealed:,} lines wait for the first checkpoint")
        return
    promised = options().journal_every_seconds
    late = pulse.behind(at) > INTERVALS * promised
    seen = (
        f"{pulse.sealed:,} lines sealed at {pulse.newest.at:%Y-%m-%d %H:%M} UTC, {pulse.unsealed:,} wait"
        f" (a checkpoint each {promised} s is promised)"
    )
    yield Finding("Journal", not late, seen, _RUN)
    yield _signer(pulse, late=late)
    shown = f"{pulse.shown:,} of {pulse.sealed:,} lines shown to the world"
    yield Finding("Published", pulse.shown == pulse.sealed, shown, _SHOW)
    yield from _troubles(pulse, pulse.newest.at)


def _signer(pulse: ledger.Pulse, *, late: bool) -> Finding:
    """Nothing is signed while the house is down; that is a fault only if lines wait for it."""
    try:
        last = signing.SignerClient(signing.socket_path(options().signer_folder)).known().last
    except signing.SignerAway:
        return Finding("Signer", not late, "does not answer", MENDS["signer_away"])
    seen = f"answers, signed {last.size:,} lines last"
    if last.size > pulse.numbered:
        return Finding("Signer", False, f"{seen}, of which {pulse.numbered:,} are here", _RECOVER)
    root = pulse.newest.root if pulse.newest else b""
    forked = last.size < pulse.sealed or (last.size == pulse.sealed and last.root != root)
    return Finding("Signer", not forked, f"{seen}, and not this" if forked else seen, _COMPARE)


def _troubles(pulse: ledger.Pulse, sealed_at: datetime) -> Iterator[Finding]:
    """Tell what failed since the newest checkpoint; what was before has been overcome."""
    for code, trouble in sorted(pulse.troubles.items()):
        if trouble.last > sealed_at + timedelta(seconds=1):
            seen = f"{code}, {trouble.count} times in all, last at {trouble.last:%Y-%m-%d %H:%M} UTC"
            yield Finding("Sealing failed", False, seen, MENDS.get(code, _RUN))
