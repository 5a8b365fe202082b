"""`answerable triage …`: train the classifier, measure it, choose which version serves."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from django.utils import translation
from rich.progress import Progress
from rich.table import Table

from answerable.interfaces.cli.begin import database, err, language, options, out, start_django
from answerable.kernel.postgres import Login

app = typer.Typer(
    help="The classifier: train it, measure it, choose which version serves.", no_args_is_help=True
)

File = Annotated[
    Path, typer.Option(exists=True, dir_okay=False, help="CSV or CSV.GZ with title,detail,label")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON")]


@app.command()
def train(
    file: Annotated[
        Path | None,
        typer.Option(
            "--file", exists=True, dir_okay=False, help="A labelled CSV or CSV.GZ instead of own cases"
        ),
    ] = None,
    precision: Annotated[
        float, typer.Option(min=0.5, max=0.999, help="How often a decision has to be right")
    ] = 0.98,
    as_json: AsJson = False,
) -> None:
    """Learn from the bureau's closed cases and corrections, or from a labelled file; then use what was learnt.

    A file has the columns title,detail,label and, where known, tokens,dup_group; labels are topic codes or names.

    Example: [bold]answerable triage train --file labelled.csv.gz --precision 0.98[/]
    """
    with database(Login.WORKER), _told() as progress:
        start_django(door="cli.triage")
        from answerable.contexts.dispatch import api as dispatch  # noqa: PLC0415
        from answerable.kernel.actor import Actor  # noqa: PLC0415
        from answerable.kernel.clock import now  # noqa: PLC0415

        with _faults():
            row = dispatch.train_model(
                actor=Actor.system("triage"),
                at=now(),
                labelled=None if file is None else dispatch.read_examples(file),
                precision=precision,
                told=_bar(progress, "Learning"),
            )
        facts: dict[str, object] = {
            "model": row.code,
            "examples": row.examples,
            "topics": row.classes,
            "threshold": round(row.threshold, 4),
            **row.metrics,
        }
    _show(facts, as_json)
    if not row.metrics["coverage"]:
        err.print(
            "These examples are too few to prove that precision: every case goes to triage until more are learnt from."
        )


@app.command()
def evaluate(
    train: File,
    test: File,
    precision: Annotated[
        float, typer.Option(min=0.5, max=0.999, help="What to choose the threshold for")
    ] = 0.98,
    as_json: AsJson = False,
) -> None:
    """Train on one file and test on another; needs no database. Speed is that of whole batches with their reasons.

    Example: [bold]answerable triage evaluate --train a.csv.gz --test b.csv --json[/]
    """
    # One core, so that figures of two machines can be compared.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    options()
    start_django(door="")
    from answerable.contexts.dispatch import api as dispatch  # noqa: PLC0415

    with _told() as progress, _faults():
        figures = dispatch.evaluate(
            dispatch.read_examples(train),
            dispatch.read_examples(test),
            precision=precision,
            told=_bar(progress, "Learning"),
        )
    _show({name: round(figure, 4) for name, figure in asdict(figures).items()}, as_json)


@app.command()
def models(
    use: Annotated[
        str, typer.Option("--use", help="Use this version from now on; `topics` for the topics' own words")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """List the trained versions with their figures, or go back to one.

    Example: [bold]answerable triage models --use 3f9c2a7d51e08b64[/]
    """
    with database(Login.WORKER):
        start_django(door="cli.triage")
        from answerable.contexts.dispatch import api as dispatch  # noqa: PLC0415
        from answerable.kernel.actor import Actor  # noqa: PLC0415
        from answerable.kernel.clock import now  # noqa: PLC0415

        if use:
            with _faults():
                code = None if use == "topics" else use
                dispatch.use_model(actor=Actor.system("triage"), code=code, at=now())
        found = dispatch.models()
    if as_json:
        rows = [{**asdict(model), "trained_at": model.trained_at.isoformat()} for model in found]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table("model", "from", "examples", "topics", "macro-F1", "ECE", "decides", "right", "")
    for model in found:
        figures = (
            f"{model.metrics.get(name, 0):.3f}" for name in ("macro_f1", "ece", "coverage", "precision")
        )
        state = "in use" if model.active else ""
        state = state if model.readable else f"{state} damaged".strip()
        table.add_row(model.code, model.origin, f"{model.examples:,}", str(model.classes), *figures, state)
    out.print(table)
    if not any(model.active and model.readable for model in found):
        out.print("The topics' own words serve. Train with: answerable triage train")


@contextmanager
def _told() -> Iterator[Progress]:
    with Progress(console=err, transient=True) as progress:
        yield progress


class _bar:
    """A bar that appears with the first word of progress."""

    def __init__(self, progress: Progress, title: str) -> None:
        self._progress, self._task = progress, progress.add_task(title, total=None)

    def __call__(self, done: int, of: int) -> None:
        self._progress.update(self._task, completed=done, total=of)


@contextmanager
def _faults() -> Iterator[None]:
    from answerable.kernel.errors import AnswerableError  # noqa: PLC0415

    try:
        yield
    except AnswerableError as error:
        with translation.override(language()):
            err.print(f"[red]{error}[/]", highlight=False)
        sys.exit(1)


def _show(facts: Mapping[str, object], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    table = Table(show_header=False)
    for name, value in facts.items():
        table.add_row(name.replace("_", " "), f"{value:,}" if isinstance(value, int | float) else str(value))
    out.print(table)
