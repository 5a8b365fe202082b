"""Clients that speak while things go wrong, and remember what they were told.

Each says a thing until it is acknowledged, always with the same Idempotency-Key, and waits as long as it was asked to.
"""

import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from drills.house import House

PAUSE = 0.1
# A client gives up waiting for one answer then; whether it was taken is unknown to it.
PATIENCE = 10


@dataclass(slots=True)
class Said:
    """One thing said: what it was, and what came of it. `refused` are answers that said it was not taken."""

    key: str
    text: str
    began: float
    took: float = 0.0
    tries: int = 0
    refused: int = 0
    cut_off: int = 0
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def acknowledged(self) -> bool:
        return bool(self.told)


class Crowd:
    """So many clients, each saying one thing after the other, with `pause` seconds between them."""

    def __init__(self, house: House, clients: int = 4, pause: float = 0.05) -> None:
        self.house = house
        self.clients = clients
        self.pause = pause
        self.said: list[Said] = []
        self.checkpoints: dict[int, str] = {}
        self.faults: list[str] = []
        # Asked for between two failures, e.g. by a flood.
        self.waits: list[float] = []
        self._silent = threading.Event()

    @contextmanager
    def speaking(self) -> Iterator["Crowd"]:
        """Speak while the caller breaks things; at the end, everything said is said until it was acknowledged."""
        threads = [threading.Thread(target=self._speak, daemon=True) for _ in range(self.clients)]
        threads.append(threading.Thread(target=self._watch, daemon=True))
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self._silent.set()
            for thread in threads:
                thread.join(90)
                assert not thread.is_alive(), f"a client still waits; {self.house.tail()}"

    def say(self, count: int) -> None:
        """Wait until so many more were acknowledged."""
        wanted = self.acknowledged + count
        deadline = time.monotonic() + 90
        while self.acknowledged < wanted:
            assert time.monotonic() < deadline, f"nobody is heard any more; {self.house.tail()}"
            time.sleep(0.05)

    @property
    def acknowledged(self) -> int:
        return sum(one.acknowledged for one in self.said)

    @property
    def error_rate(self) -> float:
        tries = sum(one.tries for one in self.said)
        return (tries - self.acknowledged) / max(1, tries)

    def p95(self) -> float:
        """Return the seconds within which 95 of 100 were acknowledged, all their tries counted."""
        took = sorted(one.took for one in self.said if one.acknowledged)
        return took[int(len(took) * 0.95)] if took else float("inf")

    def _speak(self) -> None:
        line: http.client.HTTPConnection | None = None
        while not self._silent.is_set():
            key = uuid4().hex
            one = Said(key, f"松树街的路灯坏了三天，请尽快来修。编号 {key}", time.monotonic())
            self.said.append(one)
            while not one.acknowledged:
                line, wait = self._try(line, one)
                if not one.acknowledged:
                    time.sleep(wait)
            one.took = time.monotonic() - one.began
            time.sleep(self.pause)
        if line is not None:
            line.close()

    def _try(
        self, line: http.client.HTTPConnection | None, one: Said
    ) -> tuple[http.client.HTTPConnection | None, float]:
        one.tries += 1
        line = line or http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=PATIENCE)
        try:
            line.request("POST", "/api/v1/submissions", json.dumps(body(one)), self._headers(one.key))
            answer = line.getresponse()
            told = answer.read()
        except (OSError, http.client.HTTPException):
            one.cut_off += 1
            with suppress(OSError):
                line.close()
            return None, PAUSE
        if answer.status in (200, 201):
            one.told = json.loads(told)
            return line, 0
        one.refused += 1
        if answer.status not in (429, 503) and answer.status < 500:
            self.faults.append(f"{answer.status}: {told[:200]!r}")
        wait = float(answer.headers.get("Retry-After", PAUSE))
        self.waits.append(wait)
        return line, wait

    def _headers(self, key: str) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.house.key}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }

    def _watch(self) -> None:
        """Fetch the checkpoint again and again, as a stranger who keeps what was shown to them."""
        while not self._silent.wait(0.5):
            with suppress(OSError, http.client.HTTPException):
                line = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=5)
                line.request("GET", "/journal/checkpoint")
                answer = line.getresponse()
                note = answer.read().decode()
                line.close()
                if answer.status == 200:
                    size = int(note.split("\n")[1])
                    if self.checkpoints.setdefault(size, note).split("\n\n")[0] != note.split("\n\n")[0]:
                        self.faults.append(f"two roots for {size} lines")


def body(one: Said) -> dict[str, Any]:
    """Return what is posted: a voice with an e-mail address, that may be written to at any hour."""
    contact = {
        "name": "王测试", "email": f"{one.key}@drill.example", "channel": "email", "from_hour": 0, "to_hour": 24,
    }  # fmt: skip
    return {"text": one.text, "place": "松树街", "contact": contact}
