"""Witnesses on this machine, over real TLS: in a thread, where they can be made to lie, or as the command runs them."""

import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from answerable.contexts.ledger import api as ledger
from answerable.contexts.ledger.witness.web import answer
from answerable.contexts.ledger.witnessing import Folder, Witness
from given.certificates import self_signed

Manner = Callable[[bytes], tuple[int, str, str]]


class Peer:
    """A witness and its server. `manner`, if there is one, answers instead of it."""

    def __init__(self, folder: Path, name: str, certificate: Path) -> None:
        self.witness = Witness(Folder(folder), lambda: datetime.now(UTC))
        self.key = self.witness.begin(name)
        self.manner: Manner | None = None
        self.asked: list[bytes] = []
        peer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                peer.asked.append(body)
                status, kind, text = peer.manner(body) if peer.manner else self.honest(body)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(text.encode())))
                self.end_headers()
                self.wfile.write(text.encode())

            def honest(self, body: bytes) -> tuple[int, str, str]:
                environ: dict[str, Any] = {"REQUEST_METHOD": "POST", "PATH_INFO": self.path}
                environ |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": _Body(body)}
                return answer(peer.witness, environ)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("localhost", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"https://localhost:{self.server.server_port}"

    @property
    def line(self) -> str:
        """The witness's line in a policy."""
        return f"witness {self.key.name} {self.key.text} {self.url}\n"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(10)


class _Body:
    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    def read(self, size: int) -> bytes:
        return self.raw[:size]


@contextmanager
def believed(folder: Path) -> Iterator[Path]:
    """Have a certificate for localhost that we trust, and localhost among the hosts that may be called."""
    certificate = self_signed("localhost", folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(certificate))
        patch.setattr(settings.OPTIONS, "outgoing_hosts", ["localhost"])
        private = [ip_network("127.0.0.0/8"), ip_network("::1/128")]
        patch.setattr(settings.OPTIONS, "outgoing_private", private)
        yield certificate


@contextmanager
def a_command(folder: Path, port: int, certificate: Path, failpoint: str = "") -> Iterator[None]:
    """Have a witness as `answerable witness run` runs it."""
    command = [str(Path(sys.executable).parent / "answerable"), "witness", "run", str(folder)]
    command += ["--port", str(port), "--address", "127.0.0.1"]
    command += ["--certificate", str(certificate), "--certificate-key", str(certificate)]
    environment = {**os.environ, "ANSWERABLE_FAILPOINT": failpoint}
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        _wait_for(port)
        yield
    finally:
        # With the processes that serve for it.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError("the witness does not listen")


def policy(key: str, *lines: str, quorum: str = "none") -> ledger.Policy:
    return ledger.parse_policy(f"log {key}\n{''.join(lines)}quorum {quorum}\n")
