"""Jobs of review."""

from procrastinate.contrib.django import app

from answerable.contexts.review.services.lapse_reviews import lapse_reviews
from answerable.contexts.review.services.publish_month import publish_months
from answerable.contexts.review.services.rate_round import forget_wrong_codes
from answerable.contexts.review.services.remind_of_rating import CHUNK, remind_of_rating
from answerable.kernel import row_security
from answerable.kernel.clock import now


@app.periodic(cron="37 * * * *")
@app.task(name="review.remind", queue="upkeep", queueing_lock="review.remind")
@row_security.as_system("review.remind")
def remind(timestamp: int) -> None:
    """Remind residents, once, of an answer that they have not rated."""
    while remind_of_rating(at=now()) == CHUNK:
        continue


@app.periodic(cron="7 * * * *")
@app.task(name="review.lapse", queue="upkeep", queueing_lock="review.lapse")
@row_security.as_system("review.lapse")
def lapse(timestamp: int) -> None:
    """End what nobody has answered in time, and forget who mistyped a code yesterday."""
    lapse_reviews(at=now())
    forget_wrong_codes(at=now())


@app.periodic(cron="13 4 * * *")
@app.task(name="review.publish", queue="upkeep", queueing_lock="review.publish")
@row_security.as_system("review.publish")
def publish(timestamp: int) -> None:
    """Publish the months whose last question can be answered no more."""
    publish_months(at=now())
