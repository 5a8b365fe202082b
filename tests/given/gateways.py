"""A vendor of text messages in a process of its own, and a gateway of the bureau that leads to it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from answerable.contexts.messaging import api as messaging
from answerable.kernel.actor import Actor
from given.certificates import self_signed

PROGRAM = Path(__file__).parents[1] / "contexts/messaging/vendor.py"
SECRET, HOOK_SECRET = "a secret of the vendor", "a secret of its calls to us"
HEADERS = "Content-Type: application/json\nX-Timestamp: {{timestamp}}\nX-Nonce: {{nonce}}\nX-Signature: {{signature}}"


class Vendor:
    """The process as the tests see it."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    def does(self, mode: str) -> None:
        (self.folder / "mode").write_text(mode)

    @property
    def taken(self) -> list[dict[str, Any]]:
        path = self.folder / "taken.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@contextmanager
def a_vendor(folder: Path) -> Iterator[Vendor]:
    certificate = self_signed("localhost", folder)
    (folder / "mode").write_text("ok")
    command = [sys.executable, str(PROGRAM), str(certificate), str(folder)]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process,
        pytest.MonkeyPatch.context() as patch,
    ):
        assert process.stdout is not None
        try:
            vendor = Vendor(folder, int(process.stdout.readline()))
            patch.setenv("SSL_CERT_FILE", str(certificate))
            patch.setattr(settings.OPTIONS, "outgoing_hosts", ["localhost"])
            patch.setattr(
                settings.OPTIONS, "outgoing_private", [ip_network("127.0.0.0/8"), ip_network("::1/128")]
            )
            yield vendor
        finally:
            process.kill()


def a_gateway(
    port: int, at: datetime, *, actor: Actor | None = None, name: str = "短信", **more: Any
) -> UUID:
    """Return a gateway to a vendor on this machine, let go."""
    who = actor or Actor.system("test")
    values = {
        "url": f"https://localhost:{port}/send",
        "body": '{"to": "{{to}}", "text": "{{text}}", "id": "{{id}}"}',
        "headers": HEADERS,
        "prefix": "【市公安局】",
        "ok_field": "code",
        "ok_value": "0",
        "id_field": "id",
        "busy_values": "wait",
        "delivered": "delivered",
        "pending": "sent",
        "secret": SECRET,
        "hook_secret": HOOK_SECRET,
    }
    form = messaging.GatewayForm(name, values, **more)
    gateway_id = messaging.open_gateway(actor=who, kind="sms_http", form=form, at=at)
    messaging.pause_gateway(actor=who, gateway_id=gateway_id, paused=False, at=at)
    return gateway_id
