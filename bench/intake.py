"""How many voices a second are taken and acknowledged, durably.

One POST each from 8 clients to 2 processes of the web server, then batches of 1,000, on its own database with fsync on.
The yardstick is pgbench inserting rows like ours into a bare table, 8 clients, in the same run.

    .venv/bin/python bench/intake.py [--seconds 10]
"""

import argparse
import json
import multiprocessing
import socket
import time
from typing import Any

from house import a_house, a_web_server, pgbench_inserts

CLIENTS = 8
WORDS = (
    "小区门口的路灯坏了三天，晚上很黑，老人走路不安全，请尽快派人来修。"
    "我们打过物业的电话，物业说不归他们管，让我们找市政，市政又说要找派出所，来回推了一个星期。"
)


def voice(number: str) -> dict[str, Any]:
    return {
        "text": f"{WORDS}（{number}）",
        "source_id": f"bench-{number}",
        "place": "莲花街道和平路口",
        "contact": {"name": "王测试", "phone": "10000001234", "channel": "sms"},
    }


class Line:
    """A kept-alive connection that does no more than it has to: the clients share the machine with what is measured."""

    def __init__(self, port: int, path: str, key: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        ).encode()

    def post(self, body: bytes) -> bytes:
        """Send and return the answer's body; it has to be 200 or 201."""
        self.socket.sendall(self.head + str(len(body)).encode() + b"\r\n\r\n" + body)
        answer = self.socket.recv(65536)
        while b"\r\n\r\n" not in answer:
            answer += self.socket.recv(65536)
        head, _, rest = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 20"), answer
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        parts, have = [rest], len(rest)
        while have < length:
            parts.append(self.socket.recv(1 << 20))
            have += len(parts[-1])
        return b"".join(parts)


def client(port: int, key: str, name: str, seconds: float, size: int, codes: bool, told: Any) -> None:
    """Post until time is up; tell how many rows were acknowledged and the latencies."""
    line = Line(port, "/api/v1/submissions" if size == 1 else "/api/v1/submissions/batch", key)
    rows, took, number = 0, [], 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        number += size
        voices = [voice(f"{name}-{number + i}") for i in range(size)]
        body = json.dumps(
            voices[0] if size == 1 else {"submissions": voices, "codes": codes}, ensure_ascii=False
        )
        began = time.perf_counter()
        answer = line.post(body.encode())
        took.append(time.perf_counter() - began)
        if size == 1:
            assert b'"again":false' in answer, answer
            rows += 1
        else:
            rows += json.loads(answer)["received"]
    told.put((rows, took))


def load(
    port: int, key: str, name: str, clients: int, seconds: float, size: int, codes: bool = False
) -> dict[str, Any]:
    told: Any = multiprocessing.Queue()
    workers = [
        multiprocessing.Process(
            daemon=True, target=client, args=(port, key, f"{name}{i}", seconds, size, codes, told)
        )
        for i in range(clients)
    ]
    began = time.perf_counter()
    for worker in workers:
        worker.start()
    results = [told.get(timeout=seconds + 60) for _ in workers]
    spent = time.perf_counter() - began
    for worker in workers:
        worker.join()
    took = sorted(second for _, times in results for second in times)
    return {
        "clients": clients,
        "rows": sum(rows for rows, _ in results),
        "rows_per_second": round(sum(rows for rows, _ in results) / spent, 1),
        "p50_ms": round(took[len(took) // 2] * 1000, 1),
        "p95_ms": round(took[int(len(took) * 0.95)] * 1000, 1),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=int, default=10)
    seconds = options.parse_args().seconds
    with a_house() as house:
        from answerable.contexts.intake import api as intake
        from answerable.contexts.intake.models import Submission
        from answerable.contexts.ledger.models import JournalLine
        from answerable.kernel.actor import Actor
        from answerable.kernel.clock import now

        key = intake.issue_key(
            actor=Actor.system("bench"), name="bench", channel="api", per_minute=10**9, at=now()
        )
        before = pgbench_inserts(house.cluster, CLIENTS, max(3, seconds // 2))
        with a_web_server(processes=2) as port:
            load(port, key, "warm", 2, 1, 1)
            single = load(port, key, "single", CLIENTS, seconds, 1)
            load(port, key, "warmbatch", 2, 1, 100)
            batch = load(port, key, "batch", 2, seconds, 1000)
            coded = load(port, key, "coded", 2, max(3, seconds // 2), 1000, codes=True)
        after = pgbench_inserts(house.cluster, CLIENTS, max(3, seconds // 2))
        yardstick = (before + after) / 2
        kept, lines = (
            Submission.objects.count(),
            JournalLine.objects.filter(code__startswith="intake.").count(),
        )
        print(
            json.dumps(
                {
                    "bench": "intake",
                    "yardstick_inserts_per_second": round(yardstick, 1),
                    "single": single | {"of_yardstick": round(single["rows_per_second"] / yardstick, 3)},
                    "batch": batch,
                    "batch_with_codes": coded,
                    "kept": kept,
                    "journal_lines": lines,
                    "targets": {"single": "≥ 1,000/s or ≥ 0.12 of the yardstick", "batch": "≥ 8,000/s"},
                },
                ensure_ascii=False,
                indent=2,
            )
        )


if __name__ == "__main__":
    main()
