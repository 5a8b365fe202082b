"""Whether this process lives, whether it can serve, and its figures."""

import os
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from answerable.contexts.cases import api as cases
from answerable.contexts.intake import api as intake
from answerable.contexts.messaging import api as messaging
from answerable.interfaces.api.journal_figures import journal_figures
from answerable.kernel import row_security
from answerable.kernel.clock import now


@require_safe
@never_cache
def healthz(_: HttpRequest) -> HttpResponse:
    """Say that the process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(_: HttpRequest) -> HttpResponse:
    """Say whether the database is reached and its migrations are applied; 503 with the reason if not."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"status": "unready", "reason": "The database can't be reached."}, status=503)
    if pending:
        reason = f"{len(pending)} migrations are to be applied: run `answerable migrate`."
        return JsonResponse({"status": "unready", "reason": reason}, status=503)
    return JsonResponse({"status": "ready"})


class Waiting(Collector):
    """Counts what waits in the house, when asked."""

    def collect(self) -> Iterable[Metric]:
        at = now()
        yield from self._cases(at)
        yield from self._submissions(at)
        # Beyond its cap a number means only "more"; what went well is counted by nobody here.
        messages = GaugeMetricFamily("answerable_messages", "Messages.", labels=["channel", "state"])
        for (channel, state), count in messaging.message_counts().items():
            messages.add_metric([channel, state.value], count)
        yield messages
        yield self._jobs()
        yield from journal_figures(at)

    @staticmethod
    def _cases(at: datetime) -> Iterable[GaugeMetricFamily]:
        counts = cases.open_counts(at)
        yield _by_state("answerable_open_cases", "Open cases.", {s: c.cases for s, c in counts.items()})
        yield _by_state(
            "answerable_late_cases",
            "Open cases past what is due next.",
            {s: c.late for s, c in counts.items()},
        )

    @staticmethod
    def _submissions(at: datetime) -> Iterable[GaugeMetricFamily]:
        found = intake.waiting()
        counts = {"waiting": found.waiting, "set_aside": found.set_aside}
        yield _by_state("answerable_submissions", "Submissions that are not yet cases.", counts)
        behind = (at - found.oldest).total_seconds() if found.oldest else 0
        yield GaugeMetricFamily(
            "answerable_sweep_seconds_behind", "Age of the oldest waiting submission.", behind
        )

    @staticmethod
    def _jobs() -> GaugeMetricFamily:
        with connection.cursor() as cursor:
            cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1")
            return _by_state("answerable_jobs", "Jobs of the queue.", dict(cursor.fetchall()))


def _by_state(name: str, help_text: str, counts: Mapping[str, int]) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(name, help_text, labels=["state"])
    for state, count in counts.items():
        gauge.add_metric([str(state)], count)
    return gauge


@require_safe
@never_cache
def metrics(_: HttpRequest) -> HttpResponse:
    """Return the figures of all web processes and of what waits, in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(Waiting())
    # Counts of the whole house, of nobody's cases.
    with row_security.system("api.metrics"):
        body = generate_latest(registry)
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        shared = CollectorRegistry()
        MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
        body += generate_latest(shared)
    else:
        body += generate_latest(REGISTRY)
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST)
