"""How the sequencer talks to the signer: one JSON line each way over a Unix socket that only it may open."""

import json
import os
import socket
import stat
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from answerable.contexts.ledger.failpoints import reach
from answerable.contexts.ledger.signer.keyring import KeptKey, read_key
from answerable.contexts.ledger.signer.signer import Refused, Signed, Signer
from answerable.contexts.ledger.tlog import b64
from answerable.contexts.ledger.tlog.checkpoints import Checkpoint
from answerable.contexts.ledger.tlog.merkle import HASH_SIZE
from answerable.contexts.ledger.tlog.notes import Note, parse_note

MAX_LINE = 256 * 1024
PATIENCE_SECONDS = 10


class SignerAway(Exception):
    """Nobody answers at the signer's socket."""


def socket_path(folder: Path) -> Path:
    """Return the address of the signer over a folder: short enough for a socket, however deep the folder lies."""
    digest = sha256(str(folder.resolve()).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"answerable-signer-{digest}" / "socket"


def listen(path: Path) -> socket.socket:
    """Open the socket, in a folder that only our account may enter.

    Raises:
        PermissionError: somebody else has made that folder.
    """
    path.parent.mkdir(mode=0o700, exist_ok=True)
    found = path.parent.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise PermissionError(f"{path.parent} is not ours alone; remove it.")
    with suppress(FileNotFoundError):
        path.unlink()
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(str(path))
    server.listen(16)
    return server


def serve(server: socket.socket, signer: Signer, ending: Callable[[], bool]) -> None:
    """Answer one request after the other until the end is asked for."""
    server.settimeout(0.5)
    while not ending():
        try:
            peer, _ = server.accept()
        except TimeoutError:
            continue
        with peer, suppress(OSError):
            peer.settimeout(PATIENCE_SECONDS)
            reply = _answer(signer, _read_line(peer))
            reach("signer.before_reply")
            peer.sendall(json.dumps(reply).encode() + b"\n")


def _answer(signer: Signer, line: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(line)
        match asked["act"]:
            case "known":
                return _told(signer.known())
            case "sign":
                wanted = Checkpoint(asked["origin"], int(asked["size"]), _hash(asked["root"]))
                proof = [_hash(one) for one in asked["proof"]]
                at = datetime.fromtimestamp(asked["at"], UTC)
                return {"note": signer.sign(wanted, proof, at).encoded}
            case _:
                return {"refused": "malformed", "sentence": "There is no such act."}
    except Refused as error:
        return {"refused": error.code, "sentence": str(error)}
    except (KeyError, TypeError, ValueError, OverflowError):
        return {"refused": "malformed", "sentence": "That was no request."}


def _told(known: Signed) -> dict[str, Any]:
    return {
        "origin": known.last.origin,
        "size": known.last.size,
        "root": b64.encode(known.last.root),
        "keys": [key.public for key in known.keys],
    }


class SignerClient:
    """The signer, as the sequencer sees it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def known(self) -> Signed:
        """Ask for the last signed checkpoint and the published keys.

        Raises:
            SignerAway: it does not answer.
        """
        told = self._ask({"act": "known"})
        last = Checkpoint(told["origin"], told["size"], _hash(told["root"]))
        keys: list[KeptKey] = [read_key(one) for one in told["keys"]]
        return Signed(last, tuple(keys))

    def sign(self, wanted: Checkpoint, proof: Sequence[bytes], database_at: datetime) -> Note:
        """Have a checkpoint signed.

        Raises:
            SignerAway: it does not answer.
            Refused: it does not sign that.
        """
        told = self._ask(
            {
                "act": "sign",
                "origin": wanted.origin,
                "size": wanted.size,
                "root": b64.encode(wanted.root),
                "proof": [b64.encode(one) for one in proof],
                "at": database_at.timestamp(),
            }
        )
        return parse_note(told["note"])

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as peer:
                peer.settimeout(PATIENCE_SECONDS)
                peer.connect(str(self.path))
                peer.sendall(json.dumps(request).encode() + b"\n")
                told: dict[str, Any] = json.loads(_read_line(peer))
        except (OSError, ValueError) as error:
            raise SignerAway(str(error)) from None
        if "refused" in told:
            raise Refused(told["refused"], told["sentence"])
        return told


def _read_line(peer: socket.socket) -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        part = peer.recv(65536)
        if not part or len(line) > MAX_LINE:
            raise OSError("the other side ended early or never")
        line += part
    return line


def _hash(text: str) -> bytes:
    return b64.decode(text, length=HASH_SIZE)
