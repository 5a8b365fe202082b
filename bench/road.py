"""The whole road: waiting submissions → classified, dispatched cases with clocks, journal lines and notices, a second.

Two workers, as `answerable worker` runs them, share the machine over a database of their own with fsync on: they
sweep, and deliver the events (notices to posts, messages to residents). Time runs until the last notice is written.

    .venv/bin/python bench/road.py [--cases 6000]
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from house import a_house

SET_UP = Path(__file__).resolve().parents[1] / "examples" / "hotline-12345"
WORKER = Path(sys.executable).parent / "answerable"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=6000)
    count = options.parse_args().cases
    with a_house():
        print(json.dumps(measure(count), ensure_ascii=False, indent=2))


def measure(count: int) -> dict[str, Any]:
    from answerable.contexts.intake import api as intake
    from answerable.kernel.actor import Actor
    from answerable.kernel.clock import now
    from answerable.kernel.tables import open_tables
    from answerable.processes.set_up_bureau import set_up_bureau
    from answerable.processes.sweep_submissions import sweep_submissions

    set_up_bureau(actor=Actor.system("bench"), tables=open_tables(SET_UP), at=now())
    voices = made(count + 200)
    # The first ones train the classifier on the words of the topics, and warm everything up.
    intake.receive_many(voices[:200], now())
    while sweep_submissions(at=now()).settled:
        continue
    for start in range(200, len(voices), 1000):
        intake.receive_many(voices[start : start + 1000], now())
    environment = os.environ | {"ANSWERABLE_LOG_LEVEL": "ERROR"}
    began = time.perf_counter()
    workers = [subprocess.Popen([str(WORKER), "worker"], env=environment) for _ in range(2)]
    try:
        started = first_settled()
        until_none_waits("SELECT count(*) FROM intake_submission WHERE state = 'waiting'")
        swept = time.perf_counter()
        until_none_waits(JOBS)
        ended = time.perf_counter()
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait(60)
    opened = asked("SELECT count(*) FROM cases_case")
    if opened != len(voices):
        raise SystemExit(f"{len(voices)} voices made {opened} cases: this is not the road.")
    return {
        "bench": "road",
        "cases": count,
        "workers": len(workers),
        "workers_start_seconds": round(started - began, 1),
        "dispatched_per_second": round(count / (swept - started), 1),
        "with_notices_per_second": round(count / (ended - started), 1),
        "rows": rows(),
        "target": "≥ 400/s",
    }


JOBS = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND queue_name = 'events'"


def asked(query: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])


def first_settled() -> float:
    """Wait until the workers have started and settle submissions."""
    before = asked("SELECT count(*) FROM intake_submission WHERE state <> 'waiting'")
    while asked("SELECT count(*) FROM intake_submission WHERE state <> 'waiting'") == before:
        time.sleep(0.02)
    return time.perf_counter()


def until_none_waits(query: str) -> None:
    while asked(query):
        time.sleep(0.05)


def made(count: int) -> list[Any]:
    """Return voices in the words of each topic, whose senders chose it."""
    from answerable.contexts.cases import api as cases
    from answerable.contexts.intake import api as intake
    from answerable.contexts.parties import api as parties

    leaves = cases.topics().leaves()
    new = []
    for number in range(count):
        topic = leaves[number % len(leaves)]
        words = "，".join(topic.terms_zh[:6])
        new.append(
            intake.NewSubmission(
                channel="web",
                text=f"我要反映{topic.name_zh}的问题：{words}。已经好几天了，希望尽快处理。（{number}）",
                topic_code=topic.code,
                place="A市",
                # Everybody has a number of their own: what one says twice would join one case.
                contact=parties.Contact(name="王测试", phone=f"1000{number:07d}", channel="sms"),
            )
        )
    return new


def rows() -> dict[str, int]:
    """Return how many rows the road has left."""
    tables = {
        "cases": "cases_case",
        "clocks": "deadlines_clock",
        "journal_lines": "ledger_journalline",
        "notices": "messaging_notice",
        "suggestions": "dispatch_suggestion",
    }
    return {name: asked(f"SELECT count(*) FROM {table}") for name, table in tables.items()}


if __name__ == "__main__":
    main()
