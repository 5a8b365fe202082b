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

_WITNESS_MENDS = {
    "away": "Ask whoever runs it whether it runs, and look whether this machine may reach it.",
    "forbidden": "Put its host into outgoing_hosts (and its network into outgoing_private if it is not public).",
    "unknown_log": "Ask whoever runs it to run `answerable witness trust` with what `answerable signer key` prints.",
    "unknown_key": "Its operator trusts another key of this journal: give them what `answerable signer key` prints.",
    "false": "Its answer is not signed by the key in journal_witnesses; compare the keys with its operator.",
    "ahead": _RECOVER,
    "fork": "Somebody has seen two histories. Call its operator now, keep both notes, run `answerable audit`.",
}
_TOLD = "Ask whoever runs it to look at its log; it answers as no witness should."


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
    yield from _witnesses(pulse.newest, late_after=INTERVALS * promised)
    yield from _policy()


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


def _witnesses(newest: ledger.Shown, *, late_after: int) -> Iterator[Finding]:
    """Tell which witness has not signed for long. One that saw another history is a fault at once."""
    for one in ledger.read_standings(ledger.published()):
        signed_at = one.cosigned_at
        late = one.size < newest.size and (
            signed_at is None or newest.at - signed_at > timedelta(seconds=late_after)
        )
        seen = f"signed {one.size:,} of {newest.size:,} lines" + (f", {one.trouble}" if one.trouble else "")
        mend = _WITNESS_MENDS.get(one.trouble, _TOLD)
        yield Finding(f"Witness {one.name}", not (one.forked or (late and bool(one.trouble))), seen, mend)


def _policy() -> Iterator[Finding]:
    try:
        ledger.witness_policy()
    except (OSError, ledger.InvalidPolicy) as error:
        mend = "Mend the file that journal_witnesses names, and start `answerable journal run` again."
        yield Finding("Witnesses", False, str(error), mend)
