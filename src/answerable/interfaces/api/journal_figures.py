"""The journal's figures for Prometheus."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from answerable.contexts.ledger import api as ledger


def journal_figures(at: datetime) -> Iterator[Metric]:
    """Tell whether lines are sealed in time, and how often they could not be."""
    pulse = ledger.pulse()
    lines = GaugeMetricFamily("answerable_journal_lines", "Lines of the journal.", labels=["state"])
    lines.add_metric(["sealed"], pulse.sealed)
    lines.add_metric(["waiting"], pulse.unsealed)
    yield lines
    yield GaugeMetricFamily(
        "answerable_journal_seconds_behind", "Since when a line may wait to be sealed.", pulse.behind(at)
    )
    yield GaugeMetricFamily(
        "answerable_journal_checkpoint_size", "Lines of the checkpoint that the world reads.", pulse.shown
    )
    if pulse.newest:
        age = (at - pulse.newest.at).total_seconds()
        yield GaugeMetricFamily("answerable_journal_checkpoint_age_seconds", "Its age.", age)
    failed = CounterMetricFamily(
        "answerable_journal_failures", "Times that sealing failed, by reason.", labels=["code"]
    )
    for code, trouble in pulse.troubles.items():
        failed.add_metric([code], trouble.count)
    yield failed
    yield from _witnesses()


def _witnesses() -> Iterator[Metric]:
    size = GaugeMetricFamily(
        "answerable_journal_witness_size", "Lines that a witness has signed.", labels=["witness"]
    )
    trouble = GaugeMetricFamily(
        "answerable_journal_witness_trouble",
        "1 for why a witness has not signed the newest checkpoint.",
        labels=["witness", "code"],
    )
    for one in ledger.read_standings(ledger.published()):
        size.add_metric([one.name], one.size)
        if one.trouble:
            trouble.add_metric([one.name, one.trouble], 1)
    yield from (size, trouble)
