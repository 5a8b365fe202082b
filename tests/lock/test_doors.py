"""The system's door: every use of it is written down here, with its reason, and every job goes by it or by nobody's."""

import ast
from collections import Counter
from pathlib import Path

from procrastinate.contrib.django import app

import answerable

OPENERS = ("system", "as_system", "system_in_statement", "enter_system")
ROOT = Path(answerable.__file__).parent

# Who opens it, and why no narrower scope would do.
DOORS = {
    "api.metrics": "counts of the whole house",
    "api.status": "finds a matter by reference and code; what it shows is read as the resident",
    "cases.bundle": "a new bundle has no case yet by which it could be seen",
    "cases.common_words": "how common words are, of what no wall hides; shows no case",
    "cases.split": "what was split off may lie behind a wall of its own",
    "cases.write": "an act was permitted in its actor's scope; what it makes may lie outside",
    "cli.audit": "reads every line",
    "cli.demo": "lives through the whole house",
    "cli.dispatch": "rehearses with the cases of a period",
    "cli.doctor": "counts",
    "cli.export": "writes out the set-up",
    "cli.insight": "counts of cases, and what they warn of",
    "cli.import": "taking in is the house's own",
    "cli.scim": "makes and ends tokens of provisioning, which belong to no case",
    "cli.keys": "seals everything anew under another key",
    "cli.password": "an account, no case",
    "cli.review": "counts of a month, for everybody",
    "cli.retention": "erases for the house, what nobody may see too",
    "cli.triage": "learns from closed cases outside walls",
    "cli.up": "fills the demo city",
    "console.uploads": "files that no case holds yet, named by a sealed token",
    "files.keep": "a file gets its case in this statement",
    "files.store": "no case holds a new file",
    "intake.give_up_submission": "what was set aside is no case",
    "intake.receive": "taking in is the house's own; replays are found by their keys",
    "intake.set_aside": "what was set aside is no case",
    "intake.take_up_again": "what was set aside is no case",
    "intake.waiting": "a count",
    "ledger.accept_line": "the week's key, which belongs to no case",
    "ledger.acceptance_keys": "the public halves of keys, for everybody",
    "messaging.message_counts": "a count",
    "messaging.requeue_waiting": "moves messages on and shows none",
    "portal.find": "finds a matter by reference and code",
    "portal.apart": "a sender has shown the code of what was joined; the case that it leaves is another",
    "portal.joined": "shows where the case of a joined submission stands, and nothing of whoever told it first",
    "portal.track": "finds the matter of a session that has shown its code; read as the resident then",
    "portal.uploads": "files of a draft, which no case holds yet",
    "processes.read_outbox": "whoever looks after sending sees no cases; walls are asked in the code",
    "messaging.note_reports": "a gateway reports by its own numbers what became of messages",
    "messaging.suppressed_counts": "whoever looks after the channels sees counts only",
    "processes.look_at_channels": "whoever looks after the channels sees counts only",
    "processes.send_receipt": "the contact that was just typed has no case yet",
    "processes.separate_submission": "a submission becomes a case again, as when it came in",
    "processes.take_call": "a call is opened like everything that comes in; its agent may be the one complained of",
    "retention.preview": "numbers for whoever sets up, of cases about nobody of the police",
    "review.find_by_code": "finds an invitation by its code; read as the resident then",
}
# Jobs that touch no row of a case or a person.
WITHOUT = {"kernel.rescue_stalled_jobs", "kernel.remove_old_jobs", "processes.remove_old_imports"}


def doors_in_code() -> Counter[str]:
    found: Counter[str] = Counter()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _is_door(node.func) and isinstance(node.args[0], ast.Constant):
                found[str(node.args[0].value)] += 1
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "start_django"
            ):
                found.update(str(ast.literal_eval(given.value)) for given in node.keywords)
    del found[""]
    return found


def _is_door(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute)
        and called.attr in OPENERS
        and isinstance(called.value, ast.Name)
        and called.value.id == "row_security"
    )


def test_every_door_is_written_down() -> None:
    assert doors_in_code().keys() - app.tasks.keys() == DOORS.keys()


def test_the_door_is_named_by_its_module_only() -> None:
    """`from … import system` would hide a door from this list."""
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module == "answerable.kernel.row_security":
                names = {alias.name for alias in node.names}
                assert not names & {*OPENERS, "within"}, path
            assert not (isinstance(node, ast.Attribute) and node.attr == "SYSTEM" and _is_scope(node)), path


def _is_scope(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "Door"


def test_every_job_goes_by_the_door_of_its_own_name() -> None:
    ours = {
        name: task for name, task in app.tasks.items() if not name.startswith(("builtin:", "procrastinate."))
    }
    assert {name for name, task in ours.items() if getattr(task.func, "system_door", None) != name} == WITHOUT
