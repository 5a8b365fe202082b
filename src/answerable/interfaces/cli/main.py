"""The `answerable` command."""

import typer

from answerable.interfaces.cli import (
    accounts,
    audit,
    database,
    dispatching,
    doctor,
    exports,
    imports,
    insight,
    jobs,
    journal,
    keys,
    retention,
    review,
    scim,
    serve,
    signer,
    triage,
    verifying,
    witness,
)
from answerable.interfaces.cli.demo import command as demo_command

app = typer.Typer(
    name="answerable",
    help="A public-voice platform for a police bureau: every voice gets an answer, and anyone can check it.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_show_locals=False,
)

app.command()(serve.up)
app.command()(serve.web)
app.command()(serve.worker)
app.command()(demo_command.demo)
app.command()(database.migrate)
app.command()(doctor.doctor)
app.command()(accounts.password)
app.command()(audit.audit)
app.command()(verifying.verify)
app.add_typer(database.app, name="db")
app.add_typer(jobs.app, name="jobs")
app.add_typer(journal.app, name="journal")
app.add_typer(signer.app, name="signer")
app.add_typer(witness.app, name="witness")
app.add_typer(keys.app, name="keys")
app.add_typer(retention.app, name="retention")
app.add_typer(scim.app, name="scim")
app.add_typer(imports.app, name="import")
app.add_typer(exports.app, name="export")
app.add_typer(triage.app, name="triage")
app.add_typer(dispatching.app, name="dispatch")
app.add_typer(insight.app, name="insight")
app.add_typer(review.app, name="review")
