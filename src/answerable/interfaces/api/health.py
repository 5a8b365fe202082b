"""Whether this process lives, whether it can serve, and its figures."""

import os
from collections.abc import Iterable

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

# What waits, by state: each is one grouped count over a small partial index or table.
_WAITING = {
    "answerable_jobs": (
        "Jobs of the queue by state.",
        "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1",
    ),
}


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
    """Counts what waits in the database, when asked."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        for name, (help_text, query) in _WAITING.items():
            gauge = GaugeMetricFamily(name, help_text, labels=["state"])
            with connection.cursor() as cursor:
                cursor.execute(query)
                for state, count in cursor.fetchall():
                    gauge.add_metric([state], count)
            yield gauge


@require_safe
@never_cache
def metrics(_: HttpRequest) -> HttpResponse:
    """Return the figures of all web processes and of what waits, in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(Waiting())
    body = generate_latest(registry)
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        shared = CollectorRegistry()
        MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
        body += generate_latest(shared)
    else:
        body += generate_latest(REGISTRY)
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST)
