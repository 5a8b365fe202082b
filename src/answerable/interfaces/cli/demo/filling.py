"""Lets the rest of the demo city's past come in, in processes of their own, while the site is open already.

Each process takes one cohort after another; what is killed takes nothing with it but the cohort under way.
"""

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import Synchronized

from answerable.interfaces.cli.begin import start_django
from answerable.interfaces.cli.progress import Telling

# Pages come first: those who visit the city must not feel that its past is coming in.
NICE = 10
LOOK_SECONDS = 0.5
# A cohort that meets somebody else's locks is tried again.
TRIES = 3
MOST_PROCESSES = 2
# Objects made before young ones are looked through for rubbish: a cohort keeps nearly all that it makes.
FEWER_COLLECTIONS = 100_000


class FillingFailed(Exception):
    """A cohort could not be lived; what has been lived stays, and the next start goes on from there."""


def fill_on() -> None:
    """Live all cohorts that are missing, in as many processes as there are processors, two at most.

    Raises:
        FillingFailed: a process gave up.
    """
    from answerable.interfaces.web import demo_city  # noqa: PLC0415

    mark = demo_city.filling()
    if mark is None:
        return
    context = multiprocessing.get_context("spawn")
    lived: Synchronized[int] = context.Value("i", mark.voices)
    many = min(MOST_PROCESSES, os.cpu_count() or 1, mark.cohorts - len(mark.lived))
    processes: list[BaseProcess] = [
        context.Process(target=_live_on, args=(lived, os.getpid()), daemon=True) for _ in range(many)
    ]
    # Ended by a signal, it still takes its processes and what they share with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    for process in processes:
        process.start()
    with Telling("The city's past comes in", mark.cases) as tell:
        while any(process.is_alive() for process in processes):
            tell(lived.value)
            time.sleep(LOOK_SECONDS)
        if any(process.exitcode for process in processes):
            raise FillingFailed
        tell(mark.cases)


def _live_on(lived: "Synchronized[int]", parent: int) -> None:
    """Live one cohort after another until none is left, or until whoever started us is gone."""
    threading.Thread(target=_end_without, args=(parent,), daemon=True).start()
    with suppress(OSError):
        os.nice(NICE)
    start_django(door="cli.demo")
    from django.db import OperationalError  # noqa: PLC0415

    from answerable.interfaces.cli.demo.building import live, plan_of  # noqa: PLC0415
    from answerable.interfaces.web import demo_city  # noqa: PLC0415

    mark = demo_city.filling()
    if mark is None:
        return
    plan = plan_of(mark)
    gc.set_threshold(FEWER_COLLECTIONS)
    for number in range(mark.cohorts):
        for attempt in range(TRIES):
            count = Count(lived)
            try:
                with demo_city.cohort_taken(number) as mine:
                    if mine:
                        live(plan, number, count.more)
                break
            except OperationalError:
                count.forget()
                if attempt == TRIES - 1:
                    raise


class Count:
    """What one attempt has added to the number that is shown, so that it can be taken back."""

    def __init__(self, lived: "Synchronized[int]") -> None:
        self.lived, self.mine = lived, 0

    def more(self, done: int) -> None:
        with self.lived.get_lock():
            self.lived.value += done
        self.mine += done

    def forget(self) -> None:
        self.more(-self.mine)


def _end_without(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
