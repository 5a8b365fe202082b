"""Figures about requests, for Prometheus. Labels are routes and codes, never addresses."""

from prometheus_client import Counter, Histogram

REQUESTS = Counter(
    "answerable_requests_total", "Requests by route and status.", ["method", "route", "status"]
)
DURATION = Histogram(
    "answerable_request_seconds",
    "How long requests took, by route.",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 10),
)
