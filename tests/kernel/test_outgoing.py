"""Whoever sets an address does not make us call what only we can reach (SECURITY, T23)."""

import datetime
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import LazySettings

from answerable.kernel import outgoing
from answerable.kernel.outgoing import OutgoingFailed, OutgoingRefused, call, may_connect

HOST = "witness.example.org"
GIVEN = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
Say = Callable[[ssl.SSLSocket], None]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for HOST, with its key, that nobody else trusts."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string(f"CN={HOST}")
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "peer.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return path


class Peer:
    """A real TLS server that says what it is told to, and counts who came."""

    def __init__(self, certificate: Path) -> None:
        self.say: Say = lambda peer: peer.sendall(GIVEN)
        self.asked: list[bytes] = []
        self.came = 0
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(certificate)
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                plain, _ = self._server.accept()
                self.came += 1
                with plain, suppress(OSError), self._tls.wrap_socket(plain, server_side=True) as peer:
                    self.asked.append(peer.recv(65536))
                    self.say(peer)

    def close(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(5)


@pytest.fixture
def listed(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> LazySettings:
    monkeypatch.setattr(settings.OPTIONS, "outgoing_hosts", [HOST])
    monkeypatch.setattr(settings.OPTIONS, "outgoing_private", [])
    return settings


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What names resolve to; each look-up takes the next answer, and the last one stays."""
    book: dict[str, list[str]] = {}
    ask = socket.getaddrinfo

    def resolve(host: str, port: int, **how: Any) -> Any:
        answers = book.get(host, [host])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        return [one for place in answer.split() for one in ask(place, port, **how)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return book


@pytest.fixture
def peer(
    certificate: Path, listed: LazySettings, names: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Peer]:
    """A peer at HOST in a network that the operator has listed."""
    monkeypatch.setattr(listed.OPTIONS, "outgoing_private", [ip_network("127.0.0.0/8")])
    monkeypatch.setattr(outgoing, "tls", lambda: ssl.create_default_context(cafile=certificate))
    names[HOST] = ["127.0.0.1"]
    there = Peer(certificate)
    yield there
    there.close()


def at(peer: Peer, path: str = "/") -> str:
    return f"https://{HOST}:{peer.port}{path}"


def refusal(url: str, **how: Any) -> str:
    with pytest.raises(OutgoingRefused) as caught:
        call("GET", url, **how)
    return caught.value.reason


def test_a_listed_peer_is_asked_and_answers(peer: Peer) -> None:
    answer = call("POST", at(peer, "/add?x=1"), body=b"old 1", headers={"X-A": "b"})
    assert (answer.status, answer.body) == (200, b"hello")
    assert peer.asked[0].startswith(b"POST /add?x=1 HTTP/1.1\r\n")
    assert HOST.encode() in peer.asked[0]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://witness.example.org/", "scheme"),
        ("file:///etc/passwd", "malformed"),
        ("gopher://witness.example.org/", "scheme"),
        ("https://elsewhere.example/", "host"),
        ("https://witness.example.org.evil.example/", "host"),
        ("https://witness.example.org@evil.example/", "user"),
        ("https://u:p@witness.example.org/", "user"),
        ("https://evil.example\\@witness.example.org/", "malformed"),
        ("https://witness.example.org/\r\nX: y", "malformed"),
        ("https://witness.example.org:port/", "malformed"),
        ("https://[::1/", "malformed"),
        ("https://127.0.0.1/", "host"),
        ("https:///", "malformed"),
    ],
)
def test_what_is_not_listed_is_not_called(
    listed: LazySettings, names: dict[str, list[str]], url: str, reason: str
) -> None:
    assert refusal(url) == reason


INSIDE = """127.0.0.1 127.1 2130706433 0x7f000001 0177.0.0.1 0.0.0.0 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254
    100.64.0.1 192.0.2.1 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255 ::1 :: ::ffff:127.0.0.1 ::ffff:169.254.169.254
    fe80::1 fc00::1 fd00:ec2::254 ff02::1 2002:7f00:1:: 64:ff9b::7f00:1 2001:0:53aa:64c::1 ::127.0.0.1""".split()


@pytest.mark.parametrize("inside", INSIDE)
def test_a_listed_name_does_not_lead_inside(
    listed: LazySettings, names: dict[str, list[str]], caplog: pytest.LogCaptureFixture, inside: str
) -> None:
    names[HOST] = [inside]
    caplog.set_level(logging.WARNING)
    assert refusal(f"https://{HOST}/") == "address"
    assert "outgoing.refused" in caplog.text
    names[HOST] = [f"8.8.8.8 {inside}" if ":" not in inside else f"{inside} 8.8.8.8"]
    assert refusal(f"https://{HOST}/") == "address"


def test_public_addresses_are_public(listed: LazySettings) -> None:
    assert all(map(may_connect, ("8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8")))


def test_the_address_that_was_looked_at_is_the_one_that_is_called(
    peer: Peer, names: dict[str, list[str]]
) -> None:
    """A name that changes its mind between the look and the call (rebinding) is not asked again."""
    names[HOST] = ["127.0.0.1", "203.0.113.9"]
    assert call("GET", at(peer)).body == b"hello"
    assert names[HOST] == ["203.0.113.9"]


def test_whom_we_reached_is_looked_at_again(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "getpeername", lambda _: ("169.254.169.254", 443))
    assert refusal(at(peer)) == "address"
    assert peer.asked in ([], [b""])


def test_a_redirect_is_not_followed(peer: Peer) -> None:
    to = b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest\r\nContent-Length: 0\r\n\r\n"
    peer.say = lambda one: one.sendall(to)
    assert refusal(at(peer)) == "redirect"
    assert peer.came == 1


def test_an_answer_is_cut_at_its_limit(peer: Peer) -> None:
    def without_end(one: ssl.SSLSocket) -> None:
        one.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            one.sendall(b"x" * 4096)

    peer.say = without_end
    assert refusal(at(peer), limit=10_000) == "too_much"


def test_a_peer_that_drips_is_left_after_the_whole_time(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes in time, and the call ends all the same: the clock of the call is moved on by every byte."""
    moment = [0.0]
    monkeypatch.setattr(outgoing.time, "monotonic", lambda: moment[0])
    dripped = []

    def drip(one: ssl.SSLSocket) -> None:
        one.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for number in range(1000):
            one.sendall(b"x")
            dripped.append(number)
            moment[0] += 1

    peer.say = drip
    with pytest.raises(OutgoingFailed):
        call("GET", at(peer), timeout=5)


def test_a_certificate_of_somebody_else_is_refused(
    peer: Peer, names: dict[str, list[str]], listed: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listed.OPTIONS, "outgoing_hosts", ["other.example.org"])
    names["other.example.org"] = ["127.0.0.1"]
    with pytest.raises(OutgoingFailed):
        call("GET", f"https://other.example.org:{peer.port}/")
    assert peer.asked == []
