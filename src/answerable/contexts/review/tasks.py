"""Jobs of review."""

from procrastinate.contrib.django import app

from answerable.contexts.review.services.lapse_reviews import lapse_reviews
from answerable.kernel.clock import now


@app.periodic(cron="7 * * * *")
@app.task(name="review.lapse", queue="upkeep", queueing_lock="review.lapse")
def lapse(timestamp: int) -> None:
    """End what nobody has answered in time."""
    lapse_reviews(at=now())
