"""`answerable verify`: check a receipt anywhere, without a network, a database or the settings of a bureau."""

import json
from base64 import b64decode
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from answerable.contexts.ledger import verifying as ledger
from answerable.interfaces.web.receipt_words import words_of

HOLDS_NOT, UNREADABLE, TWO_HISTORIES = 1, 2, 3
out, err = Console(highlight=False, soft_wrap=True), Console(stderr=True, highlight=False, soft_wrap=True)


def verify(
    receipt: Annotated[Path, typer.Argument(help="The receipt: a .tlog-proof file or an acceptance note.")],
    key: Annotated[
        list[str] | None,
        typer.Option(help="A key of the journal, as it hangs in the station. May be repeated."),
    ] = None,
    policy: Annotated[
        Path | None, typer.Option(help="A policy file (C2SP tlog-policy) instead, with witnesses.")
    ] = None,
    checkpoint: Annotated[
        Path | None,
        typer.Option(help="A checkpoint from elsewhere, or an answer of …/journal/proof/consistency."),
    ] = None,
    language: Annotated[str, typer.Option(help="zh or en.")] = "en",
) -> None:
    """Verify a receipt: that its acts stand in the journal, in this order, none left out.

    Take the key from a poster, the gazette or a witness, not from the receipt. Ends with 0 if it holds, 1 if not, 2 if
    a file can't be read, 3 if the journal has signed two histories.

    Example: [bold]answerable verify 2026-7K4M-Q2XW.tlog-proof --key 'journal.example/1+85526458+AW5M…'[/]
    """
    try:
        trusted, accepting = _trusted(key or [], policy)
        found = ledger.verify_receipt(receipt.read_bytes(), trusted, accepting)
        ledger.compare_all(found.checkpoints)
        if checkpoint is not None:
            _compare(found, *_checkpoint(checkpoint.read_text(), trusted))
    except (OSError, ledger.InvalidPolicy) as error:
        _end(UNREADABLE, f"This can't be read: {error}")
    except ledger.SplitView as error:
        err.print("The journal has signed two histories. Keep both notes, they are the evidence:\n")
        _end(TWO_HISTORIES, "\n".join(error.notes))
    except ledger.NotCompared as error:
        _end(
            UNREADABLE,
            f"The checkpoints have {error.old} and {error.new} lines; give the answer of"
            f" …/api/v1/journal/proof/consistency?from={error.old}&to={error.new} instead.",
        )
    except (ledger.InvalidNote, ledger.InvalidProof, ValueError) as error:
        _end(HOLDS_NOT, f"It does not hold: {error}.")
    _tell(found, language)


def _end(status: int, sentence: str) -> None:
    err.print(sentence, markup=False)
    raise typer.Exit(status)


def _trusted(keys: Sequence[str], policy: Path | None) -> tuple[ledger.Policy, list[ledger.VerifierKey]]:
    """Return whom to believe: logs, and keys of acceptance notes."""
    known = [ledger.VerifierKey.parse(one.strip()) for one in keys]
    accepting = [one for one in known if one.name.endswith("/accept")]
    if policy is not None:
        return ledger.parse_policy(policy.read_text()), accepting
    if not known:
        raise typer.BadParameter("Say whom to believe: --key or --policy.")
    return ledger.Policy(tuple(one for one in known if one not in accepting)), accepting


def _checkpoint(text: str, trusted: ledger.Policy) -> tuple[ledger.Believed, list[bytes] | None]:
    if not text.lstrip().startswith("{"):
        return ledger.open_checkpoint(text, trusted), None
    answer = json.loads(text)
    try:
        return ledger.open_checkpoint(answer["checkpoint"], trusted), [
            b64decode(one) for one in answer["hashes"]
        ]
    except (KeyError, TypeError) as error:
        raise ValueError(f"the proof of consistency has no {error}") from None


def _compare(found: ledger.Verified, other: ledger.Believed, hashes: Sequence[bytes] | None) -> None:
    for seen in found.checkpoints:
        ledger.compare(seen, other, hashes)


def _tell(found: ledger.Verified, language: str) -> None:
    if found.lines:
        out.print(f"{found.case}: {len(found.lines)} acts stand in the journal.")
    for line in found.lines:
        out.print(f"  {line.at:%Y-%m-%dT%H:%M:%SZ}  {words_of(line.code, language)}  ({line.code})")
    for promise in found.promises:
        out.print(
            f"Accepted {promise.accepted:%Y-%m-%dT%H:%M:%SZ}, promised for the journal by"
            f" {promise.include_by:%Y-%m-%dT%H:%M:%SZ}."
        )
    for promise in found.broken(datetime.now(UTC)):
        err.print(f"The time of this promise is over ({promise.include_by:%Y-%m-%d}): ask for the proof.")
    for seen in found.checkpoints:
        witnesses = ", ".join(seen.witnessed) or "none"
        out.print(f"Proven against the checkpoint of {seen.checkpoint.size} lines. Witnesses: {witnesses}.")
    out.print("It holds. That proves what was written and when, not that it is true or fair.")
