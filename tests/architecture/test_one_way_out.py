"""Nothing calls out but through `kernel.outgoing` (SECURITY, T23); each other socket has its reason here."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "answerable"
WAYS = {
    "http.client", "urllib.request", "urllib3", "requests", "httpx", "aiohttp", "pycurl", "ftplib", "telnetlib",
    "imaplib", "poplib", "nntplib", "smtplib", "socket", "websockets", "xmlrpc.client", "paramiko", "asyncio.streams",
}  # fmt: skip
REASONS = {
    "kernel/outgoing.py": "the door",
    "contexts/messaging/channels/smtp.py": "the bureau's own relay, which only the settings name",
    "interfaces/cli/doctor.py": "asks that relay whether it is there",
    "interfaces/cli/serve.py": "looks whether the port is free that it will listen on",
    "contexts/files/scanner.py": "the bureau's own scanner, which only the settings name",
    "contexts/ledger/signer/wire.py": "a socket in a private folder, of no network",
}


def ways_out() -> Iterator[tuple[str, str]]:
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
            else:
                continue
            for name in names & WAYS:
                yield str(path.relative_to(SOURCE)), name


def test_no_other_file_can_call_out() -> None:
    found = {file for file, _ in ways_out()}
    assert found - set(REASONS) == set(), "call kernel.outgoing.call"
    assert set(REASONS) - found == set(), "this reason is no longer needed"
