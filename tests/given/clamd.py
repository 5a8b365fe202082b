"""A peer that speaks the protocol of clamd (INSTREAM, PING; clamd(8)), and finds the test string of EICAR."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Put together here, so that no scanner takes this file for what it looks for.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MOST = 1024 * 1024


def _read(peer: socket.socket, length: int) -> bytes:
    whole = b""
    while len(whole) < length and (piece := peer.recv(length - len(whole))):
        whole += piece
    return whole


def _command(peer: socket.socket) -> bytes:
    word = b""
    while not word.endswith(b"\0") and (byte := peer.recv(1)):
        word += byte
    return word


def _answer(peer: socket.socket) -> bytes:
    if _command(peer) == b"zPING\0":
        return b"PONG\0"
    whole = b""
    while length := struct.unpack(">I", _read(peer, 4))[0]:
        whole += _read(peer, length)
        if len(whole) > MOST:
            return b"INSTREAM size limit exceeded. ERROR\0"
    return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in whole else b"stream: OK\0"


def _serve(listening: socket.socket) -> None:
    while True:
        try:
            peer, _ = listening.accept()
        except OSError:
            return
        with peer:
            peer.sendall(_answer(peer))


@contextmanager
def running(path: Path) -> Iterator[str]:
    """Let it listen at a socket file, and give what `clamd` is set to."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()
        thread = threading.Thread(target=_serve, args=(listening,), daemon=True)
        thread.start()
        try:
            yield f"unix:{path}"
        finally:
            # A close alone does not wake whoever waits in accept.
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(5)
    path.unlink()
