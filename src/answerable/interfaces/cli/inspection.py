"""What `answerable doctor` reads from the tables: set-up, dispatch, queue."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection
from django.utils import translation

from answerable.config.options import Mode
from answerable.contexts.cases import api as cases
from answerable.contexts.deadlines import api as deadlines
from answerable.contexts.dispatch import api as dispatch
from answerable.contexts.files import api as files
from answerable.contexts.intake import api as intake
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.interfaces.cli.begin import options
from answerable.interfaces.cli.doctor import Check, Finding
from answerable.interfaces.cli.journal_check import journal
from answerable.interfaces.cli.lock_check import second_lock
from answerable.kernel import keys, rotation
from answerable.kernel.clock import now
from answerable.kernel.keystore import FIRST, KeyState, KeystoreUnreadable
from answerable.processes.replay_erasures import back_from_the_past
from answerable.processes.rotate_keys import left

LATE_SECONDS = 300
BACKUP_KEY_LASTS = timedelta(days=31)
_BEHIND = """
SELECT extract(epoch FROM now() - min(coalesce(job.scheduled_at, event.at)))
FROM procrastinate_jobs job
LEFT JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred'
WHERE job.status = 'todo' AND coalesce(job.scheduled_at, now()) <= now()
"""
_FAILED = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'"
_STALLED = """
SELECT count(*) FROM procrastinate_jobs job
WHERE job.status = 'doing' AND NOT EXISTS (
    SELECT FROM procrastinate_workers worker
    WHERE worker.id = job.worker_id AND worker.last_heartbeat > now() - interval '1 minute'
)
"""


def _set_up() -> Iterator[Finding]:
    at = now()
    tree = organisation.units()
    mend = "Load a set-up: `answerable import setup FOLDER`, or try the demo city: `answerable up --demo`."
    yield Finding("Units", len(tree) > 0, f"{len(tree)}", mend)
    if not len(tree):
        return
    root = tree.root.id
    for role in (Role.DISPATCHER, Role.REVIEWER, Role.SETUP):
        holders = organisation.posts_holding(role, root, at=at)
        mend = f"Grant the role {role.value} for the bureau to somebody: console, Set-up, People."
        yield Finding(f"Posts with role {role.value}", bool(holders), f"{len(holders)}", mend)
    leaves = len(cases.topics().leaves())
    yield Finding("Topics", leaves > 0, f"{leaves}", "Import topics.csv, e.g. of the set-up china-police.")
    special = deadlines.special_days(at.date(), at.date() + timedelta(days=365))
    yield Finding(
        "Public holidays of the next year",
        bool(special),
        f"{len(special)} days",
        "Import calendar.csv with the days of the yearly notice, or deadlines will ignore holidays.",
    )


def _dispatch() -> Iterator[Finding]:
    rules = dispatch.catalogue()
    mend = "Import catalogue.csv. Until then every case waits for a dispatcher."
    yield Finding("Dispatch catalogue", bool(rules), f"{len(rules)} lines", mend)
    with translation.override("en"):
        flaws = dispatch.lint_catalogue()
        seen = f"{len(flaws)} flaws" + "".join(f"; line {flaw.line}: {flaw.sentence}" for flaw in flaws[:3])
    yield Finding("Catalogue's rules", not flaws, seen, "Correct these lines: console, Set-up, Catalogue.")
    active = next((model for model in dispatch.models() if model.active), None)
    if active is None:
        yield Finding("Classifier", True, "cold start from the topics' own words")
        return
    mend = "Its files are missing or damaged: train again with `answerable triage train`."
    yield Finding("Classifier", active.readable, f"model {active.code}", mend)


def _queue() -> Iterator[Finding]:
    behind, failed, stalled = (_number(query) for query in (_BEHIND, _FAILED, _STALLED))
    mend = "No worker takes jobs: run `answerable worker` (or `answerable up`)."
    yield Finding("Queue", behind is None or behind < LATE_SECONDS, _since(behind), mend)
    mend = "See the log for job.set_aside; mend the cause, then `answerable jobs retry`."
    yield Finding("Failed jobs", not failed, f"{failed or 0:.0f}", mend)
    mend = "They are taken up again within a minute while a worker runs."
    yield Finding("Jobs of dead workers", not stalled, f"{stalled or 0:.0f}", mend)
    found = intake.waiting()
    late = found.oldest is not None and (now() - found.oldest).total_seconds() > LATE_SECONDS
    mend = "The sweep is behind: see that a worker runs, and start another one."
    yield Finding("Submissions that wait", not late, f"{found.waiting}", mend)
    mend = (
        "The sweep failed on them: see the log for their references, then take them up again in the console."
    )
    yield Finding("Submissions set aside", found.set_aside == 0, f"{found.set_aside}", mend)


def _keys() -> Iterator[Finding]:
    path = keys.keystore().path
    closed = not path.exists() or path.stat().st_mode & 0o077 == 0
    yield Finding("Key inventory", closed, str(path), f"It is open to others. Run: chmod 600 {path}")
    try:
        keys.look_again()
        entries = rotation.inventory(now())
    except KeystoreUnreadable as error:
        mend = "Put the keys back: `answerable keys restore FILE`, or give the vault key that wrapped them."
        yield Finding("Keys open", False, str(error), mend)
        return
    half = [one for one in entries if one.state is KeyState.COMING]
    mend = "A rotation was broken off: run `answerable keys rotate` for it again."
    yield Finding("Keys open", not half, ", ".join(one.purpose for one in half) or f"{len(entries)}", mend)
    for purpose in sorted({one.purpose for one in entries if one.state is KeyState.RETIRING}):
        mend = f"Run `answerable keys rotate {purpose} --resume`, then `answerable keys retire {purpose}`."
        count = left(purpose)
        yield Finding(f"Sealed under an earlier key: {purpose}", not count, f"{count}", mend)


def _backup_key() -> Iterator[Finding]:
    if options().backup_dir is None:
        return
    known = [one for one in rotation.inventory(now()) if one.purpose == "backup"]
    [active] = [one for one in known if one.state is KeyState.ACTIVE]
    # The first key of a purpose can be made again from the vault's.
    first = active.id == FIRST or not active.created
    young = not first and datetime.fromisoformat(active.created) > now() - BACKUP_KEY_LASTS
    mend = "While it lives, what is erased can be read in old backups. Run `answerable keys rotate backup` monthly."
    seen = "the first" if first else f"of {active.created[:10]}"
    yield Finding("Key of backups", young or options().mode is not Mode.PRODUCTION, seen, mend)


def _erasures() -> Iterator[Finding]:
    back = sum(len(case_ids) for case_ids in back_from_the_past().values())
    mend = "A backup has brought them back. Run `answerable retention replay` before anybody sees a page."
    yield Finding("Erased cases that can be read", not back, f"{back}", mend)


def _scanner() -> Iterator[Finding]:
    there, held = files.scanner_answers(), files.count_by_scan()
    if there is None:
        yield Finding("Virus scanner", True, "not set up (clamd); attachments are not scanned")
        return
    mend = "Start ClamAV's daemon and see that clamd names its socket. Until then new attachments can't be opened."
    yield Finding("Virus scanner", there, "answers" if there else "away", mend)
    mend = "They are scanned within five minutes while a worker runs; a larger file needs a larger StreamMaxLength."
    waiting = held[files.Scan.WAITING]
    yield Finding("Attachments that wait for it", not waiting, f"{waiting}", mend)
    yield Finding("Attachments set aside", True, f"{held[files.Scan.FOUND]}")


def _since(seconds: float | None) -> str:
    return "nothing waits" if seconds is None else f"oldest job has waited {seconds:.0f} s"


def _number(query: str) -> float | None:
    with connection.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    return None if row is None or row[0] is None else float(row[0])


CHECKS: tuple[Check, ...] = (
    _set_up,
    _dispatch,
    _queue,
    _keys,
    _backup_key,
    _erasures,
    _scanner,
    second_lock,
    journal,
)
