"""`answerable keys rotate`, `retire`, `backup`, `restore`: the keys under which we keep things."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from answerable.interfaces.cli.begin import database, err, out, start_django
from answerable.kernel.postgres import Login

# Besides the purposes of the inventory.
VAULT, SECRET = "vault", "secret"


def shown_inventory() -> Table:
    """Return the inventory as a table; of keys that no file names yet, that they come from the vault's key."""
    from answerable.kernel.clock import now  # noqa: PLC0415
    from answerable.kernel.keys import PURPOSES  # noqa: PLC0415
    from answerable.kernel.rotation import inventory  # noqa: PLC0415

    shown = Table("purpose", "key", "state", "made", "changed", "what for", "after a rotation")
    for entry in inventory(now()):
        rule = PURPOSES.get(entry.purpose)
        shown.add_row(
            entry.purpose,
            str(entry.id),
            entry.state,
            entry.created[:10] or "with the vault's key",
            entry.changed[:10],
            rule.text if rule else "",
            rule.after if rule else "",
        )
    return shown


def rotate(
    purpose: Annotated[
        str, typer.Argument(help="A purpose of `answerable keys list`, or `vault`, or `secret`")
    ],
    resume: Annotated[
        bool, typer.Option("--resume", help="Make no new key; go on sealing anew under the one in force")
    ] = False,
) -> None:
    """Change a key while web and worker run. Nothing is refused meanwhile; the old key still opens until `retire`.

    Example: [bold]answerable keys rotate party[/]
    """
    with database(Login.WORKER):
        start_django(door="cli.keys")
        # The product's modules can be loaded only after Django has started.
        from answerable.kernel.keys import KeyUnknown  # noqa: PLC0415
        from answerable.kernel.rotation import NotRotating  # noqa: PLC0415
        from answerable.kernel.secret_key import GivenFromOutside  # noqa: PLC0415

        try:
            with out.status(f"Changing {purpose} …") as status:
                for said, pause in _steps(purpose, resume=resume):
                    status.update(said)
                    time.sleep(pause)
        except KeyUnknown:
            _end(f"There is no purpose {purpose!r}. See `answerable keys list`.")
        except NotRotating:
            _end(f"{purpose} keeps its key: a new one would no longer recognise what is there.")
        except GivenFromOutside:
            _end(
                "This key stands in your settings. Set the new one there, name the old one in"
                f" {purpose}_key_fallbacks, restart web and worker one after the other"
                + (", then run this again." if purpose == VAULT else ".")
            )
        out.print(
            f"{purpose} has a new key. When nothing needs the old one: answerable keys retire {purpose}"
        )


def _steps(purpose: str, *, resume: bool) -> Iterator[tuple[str, float]]:
    from answerable.kernel import rotation, secret_key  # noqa: PLC0415
    from answerable.kernel.actor import Actor  # noqa: PLC0415
    from answerable.kernel.clock import now  # noqa: PLC0415
    from answerable.processes.rotate_keys import rotate_key, seal_again  # noqa: PLC0415

    if purpose == VAULT:
        yield from _change_vault_key()
    elif purpose == SECRET:
        for said in secret_key.change():
            yield said, rotation.NOTICED_AFTER_SECONDS
    else:
        actor = Actor.system("keys")
        steps = seal_again(purpose) if resume else rotate_key(actor=actor, purpose=purpose, at=now)
        for step in steps:
            yield step.said, step.pause


def _change_vault_key() -> Iterator[tuple[str, float]]:
    from django.conf import settings  # noqa: PLC0415

    from answerable.kernel import rotation  # noqa: PLC0415
    from answerable.kernel.clock import now  # noqa: PLC0415
    from answerable.kernel.secret_key import GivenFromOutside  # noqa: PLC0415

    if settings.OPTIONS.vault_key is None:
        for said in rotation.change_vault_key(now()):
            yield said, rotation.NOTICED_AFTER_SECONDS
    elif settings.VAULT_KEY_FALLBACKS:
        rotation.wrap_under_current(now())
        yield "everything is wrapped anew", 0.0
    else:
        raise GivenFromOutside


def retire(
    purpose: Annotated[str, typer.Argument(help="A purpose of `answerable keys list`, or `secret`")],
) -> None:
    """Destroy the replaced keys of a purpose; refused while something still needs them.

    Example: [bold]answerable keys retire party[/]
    """
    with database(Login.WORKER):
        start_django(door="cli.keys")
        # The product's modules can be loaded only after Django has started.
        from answerable.kernel import secret_key  # noqa: PLC0415
        from answerable.kernel.actor import Actor  # noqa: PLC0415
        from answerable.kernel.clock import now  # noqa: PLC0415
        from answerable.kernel.keys import PURPOSES  # noqa: PLC0415
        from answerable.kernel.rotation import TooSoon  # noqa: PLC0415
        from answerable.processes.rotate_keys import StillNeeded, retire_keys  # noqa: PLC0415

        if purpose == SECRET:
            out.print(f"{secret_key.retire()} earlier keys are gone.")
            return
        if purpose not in PURPOSES:
            _end(f"There is no purpose {purpose!r}. See `answerable keys list`.")
        try:
            gone = retire_keys(actor=Actor.system("keys"), purpose=purpose, at=now())
        except StillNeeded as error:
            _end(f"Not yet: {error}")
        except TooSoon:
            _end("Not yet: a process may still seal with it. Wait a minute.")
        out.print(f"Gone for ever: {', '.join(f'key {key_id}' for key_id in gone) or 'there was none'}.")


def backup(
    folder: Annotated[Path, typer.Argument(help="A folder apart from the database's backups")],
    passphrase_file: Annotated[
        Path | None, typer.Option("--passphrase-file", help="Instead of being asked", exists=True)
    ] = None,
) -> None:
    """Write all keys into a file sealed under a passphrase; older ones than 14 days in that folder are deleted.

    Example: [bold]answerable keys backup /media/safe/keys[/]
    """
    start_django(door="")
    # The product's modules can be loaded only after Django has started.
    from answerable.kernel.clock import now  # noqa: PLC0415
    from answerable.kernel.key_backup import PassphraseTooShort, write_backup  # noqa: PLC0415

    try:
        path = write_backup(folder, _passphrase(passphrase_file, confirm=True), now())
    except PassphraseTooShort:
        _end("The passphrase guards every key: give it 16 characters or more.")
    out.print(f"Written: {path}. Without the passphrase nobody can read it, you included.")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `keys backup` wrote", exists=True)],
    passphrase_file: Annotated[
        Path | None, typer.Option("--passphrase-file", help="Instead of being asked", exists=True)
    ] = None,
) -> None:
    """Put the keys of a backup back in their places, over those that are there.

    Example: [bold]answerable keys restore /media/safe/keys/keys-20260511T020000Z.answerable[/]
    """
    start_django(door="")
    # The product's modules can be loaded only after Django has started.
    from answerable.kernel.key_backup import BackupUnreadable, restore_backup  # noqa: PLC0415

    try:
        names = restore_backup(file, _passphrase(passphrase_file, confirm=False))
    except BackupUnreadable:
        _end("The passphrase is wrong, or the file was altered.")
    out.print(f"In their places: {', '.join(names)}. Restart web and worker.")


def _passphrase(file: Path | None, *, confirm: bool) -> str:
    if file is not None:
        return file.read_text().strip()
    if given := os.environ.get("ANSWERABLE_KEYS_PASSPHRASE"):
        return given
    return str(typer.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm))


def _end(sentence: str) -> None:
    err.print(sentence, highlight=False)
    raise typer.Exit(1)
