"""ClamAV, by the INSTREAM command of its daemon (clamd(8)); bytes are streamed, so it needs none of our folders.

`clamd` names it: `unix:/run/clamav/clamd.ctl`, or `tcp:host:port` for one in the bureau's own network.
"""

import socket
import struct
from collections.abc import Iterable

import structlog
from django.conf import settings

from answerable.contexts.files.enums import Scan

log = structlog.get_logger(__name__)

TIMEOUT_SECONDS = 30
_PIECE = 64 * 1024
_LONGEST_ANSWER = 4096


def scan(content: Iterable[bytes]) -> Scan:
    """Return what the scanner says; without one nobody has looked, and while it is away the file waits for it."""
    place = settings.OPTIONS.clamd
    if not place:
        return Scan.NONE
    try:
        with _connect(place) as peer:
            answer = _ask(peer, content)
    except OSError as error:
        log.error("files.scanner_away", error=type(error).__name__)
        return Scan.WAITING
    return _verdict(answer)


def answers() -> bool | None:
    """Return whether the scanner is there; None if none is set up."""
    place = settings.OPTIONS.clamd
    if not place:
        return None
    try:
        with _connect(place) as peer:
            peer.sendall(b"zPING\0")
            return _answer(peer) == b"PONG"
    except OSError:
        return False


def _connect(place: str) -> socket.socket:
    kind, _, where = place.partition(":")
    if kind == "unix":
        peer = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            peer.settimeout(TIMEOUT_SECONDS)
            peer.connect(where)
        except BaseException:
            peer.close()
            raise
        return peer
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=TIMEOUT_SECONDS)


def _ask(peer: socket.socket, content: Iterable[bytes]) -> bytes:
    peer.sendall(b"zINSTREAM\0")
    try:
        for chunk in content:
            for start in range(0, len(chunk), _PIECE):
                piece = chunk[start : start + _PIECE]
                peer.sendall(struct.pack(">I", len(piece)) + piece)
        peer.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        # It stops listening once it has seen enough; what it says of that still has to be read.
        log.warning("files.scanner_stopped")
    return _answer(peer)


def _answer(peer: socket.socket) -> bytes:
    answer = b""
    while b"\0" not in answer and len(answer) < _LONGEST_ANSWER:
        piece = peer.recv(_LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.partition(b"\0")[0].strip()


def _verdict(answer: bytes) -> Scan:
    if answer.endswith(b"FOUND"):
        return Scan.FOUND
    if answer == b"stream: OK":
        return Scan.CLEAN
    # Too long for its StreamMaxLength, or a fault of its own: not clean until it says so.
    log.error("files.scanner_refused")
    return Scan.WAITING
