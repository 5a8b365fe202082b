"""How voices come in: through intake and the sweep, as from any channel."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from answerable.contexts.intake import api as intake
from answerable.interfaces.cli.demo.life.arrivals import Arrival, Truth
from answerable.processes.sweep_submissions import sweep_submissions

SWEPT_AFTER = timedelta(seconds=40)
CHUNK = 500


def bring_in(arrivals: Sequence[Arrival], end: datetime) -> Mapping[str, Truth]:
    """Hand the voices over and have them swept; return what is true of each by its reference."""
    truths: dict[str, Truth] = {}
    if arrivals:
        answers = intake.receive_many(
            [arrival.submission for arrival in arrivals], end, times=[arrival.at for arrival in arrivals]
        )
        for arrival, answer in zip(arrivals, answers, strict=True):
            if isinstance(answer, intake.Receipt) and not answer.again:
                truths[answer.reference] = arrival.truth
    return truths


def sweep(at: datetime, references: Collection[str]) -> None:
    """Have these swept, each as soon after it came as the worker would have; what real people send is not touched."""
    while references:
        swept = sweep_submissions(at=at, limit=CHUNK, delay=SWEPT_AFTER, only=references)
        if not swept.settled and not swept.failed:
            return
