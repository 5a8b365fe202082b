"""What the world may read of the log: tiles, checkpoint, its history and the keys, as files outside the database.

A tile is on the disk before a checkpoint that needs it is signed, and the checkpoint before anybody is told.
"""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from typing import Any

from answerable.contexts.ledger.failpoints import reach
from answerable.contexts.ledger.signer.keyring import KeptKey, read_key
from answerable.contexts.ledger.tlog.checkpoints import Checkpoint, parse_checkpoint
from answerable.contexts.ledger.tlog.merkle import HASH_SIZE
from answerable.contexts.ledger.tlog.notes import MAX_SIZE, Note, parse_note
from answerable.contexts.ledger.tlog.tiles import WIDTH, Tile


class TileMissing(Exception):
    """A tile is not on the disk, or is too short."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """How often sealing failed in one way since the folder was made, and when it last did."""

    count: int
    last: datetime


class Published:
    """The folder that is served under /journal/."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def read_tile(self, tile: Tile) -> bytes:
        """Return the hashes of a tile; those of a part also out of the full tile that came later.

        Raises:
            TileMissing: there is none of that width.
        """
        for name in (tile, Tile(tile.level, tile.number)):
            with suppress(FileNotFoundError):
                raw = (self.root / name.path).read_bytes()
                if len(raw) >= tile.width * HASH_SIZE:
                    return raw[: tile.width * HASH_SIZE]
        raise TileMissing(tile.path)

    def write_tiles(self, tiles: Iterable[tuple[Tile, bytes]]) -> int:
        """Write tiles so that a power cut can't take them, and remove the parts of those that became full."""
        folders: set[Path] = set()
        count = 0
        for tile, raw in tiles:
            path = self.root / tile.path
            folders |= _make_folders(path.parent, self.root)
            _write(path, raw)
            folders.add(path.parent)
            count += 1
            if tile.width == WIDTH:
                rmtree(path.with_name(path.name + ".p"), ignore_errors=True)
        for folder in folders:
            _flush(folder)
        return count

    def checkpoint(self) -> Note | None:
        """Return the newest published checkpoint with its signatures."""
        with suppress(FileNotFoundError):
            return parse_note((self.root / "checkpoint").read_bytes())
        return None

    def latest(self) -> Checkpoint | None:
        note = self.checkpoint()
        return parse_checkpoint(note.text) if note else None

    def publish(self, note: Note, at: datetime) -> None:
        """Show a checkpoint to the world and put it into the history."""
        reach("publish.before")
        self.show(note)
        reach("publish.between")
        if self.last_remembered() < parse_checkpoint(note.text).size:
            self._remember(note, at)
        reach("publish.after")

    def show(self, note: Note) -> None:
        """Show a checkpoint, or the same one with more signatures."""
        self.keep("checkpoint", note.encoded.encode())

    def keep(self, name: str, raw: bytes) -> None:
        """Write a file of the folder, whole or not at all, so that a power cut can't take it."""
        _write(self.root / name, raw)
        _flush(self.root)

    def publish_keys(self, keys: Iterable[KeptKey]) -> None:
        """Show the keys, those of the past too."""
        text = json.dumps([key.public for key in keys], indent=1) + "\n"
        path = self.root / "keys.json"
        if not path.exists() or path.read_text() != text:
            self.keep("keys.json", text.encode())

    def known_keys(self) -> list[KeptKey]:
        try:
            return [read_key(one) for one in json.loads((self.root / "keys.json").read_text())]
        except FileNotFoundError:
            return []

    def history(self) -> Iterator[tuple[datetime, Note]]:
        """Return every checkpoint that was published, the oldest first."""
        with suppress(FileNotFoundError), (self.root / "history.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                # A power cut may have left a half line; what it told of is published again.
                with suppress(ValueError):
                    kept: dict[str, Any] = json.loads(line)
                    yield datetime.fromtimestamp(kept["at"], UTC), parse_note(kept["note"])

    def last_remembered(self) -> int:
        """Return the size of the newest checkpoint in the history, without reading all of it."""
        with suppress(FileNotFoundError), (self.root / "history.jsonl").open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 2 * MAX_SIZE))
            for line in reversed(file.read().split(b"\n")):
                with suppress(ValueError, KeyError):
                    return parse_checkpoint(parse_note(json.loads(line)["note"]).text).size
        return 0

    def count_trouble(self, code: str, at: datetime) -> None:
        """Remember that sealing failed, for the doctor and the figures; the file is not served."""
        kept = {name: [one.count, int(one.last.timestamp())] for name, one in self.troubles().items()}
        count, _ = kept.get(code, [0, 0])
        kept[code] = [count + 1, int(at.timestamp())]
        self.keep("troubles.json", json.dumps(kept).encode())

    def troubles(self) -> dict[str, Trouble]:
        """Return by code how sealing has failed: `signer_away`, `behind`, and what the signer refused for."""
        with suppress(FileNotFoundError, ValueError):
            kept = json.loads((self.root / "troubles.json").read_text())
            return {
                code: Trouble(count, datetime.fromtimestamp(at, UTC)) for code, (count, at) in kept.items()
            }
        return {}

    def _remember(self, note: Note, at: datetime) -> None:
        line = json.dumps({"at": int(at.timestamp()), "note": note.encoded}, ensure_ascii=False) + "\n"
        with (self.root / "history.jsonl").open("ab+") as file:
            # A line that a power cut has left half written is ended, so that the next one stands alone.
            if file.tell() and file.seek(-1, os.SEEK_END) and file.read(1) != b"\n":
                file.write(b"\n")
            file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())


def _make_folders(folder: Path, root: Path) -> set[Path]:
    """Make the folders down to this one; return those whose list of names has changed."""
    changed: set[Path] = set()
    while not folder.is_dir():
        changed.add(folder.parent)
        if folder == root:
            break
        folder = folder.parent
    return changed


def _write(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".new")
    with beside.open("wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
