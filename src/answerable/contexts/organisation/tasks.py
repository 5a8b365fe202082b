"""Jobs of the organisation."""

from procrastinate.contrib.django import app

from answerable.contexts.organisation import pace
from answerable.kernel import row_security
from answerable.kernel.clock import now


@app.periodic(cron="17 * * * *")
@app.task(name="organisation.forget_tries", queue="organisation", queueing_lock="organisation.forget_tries")
@row_security.as_system("organisation.forget_tries")
def forget_tries(timestamp: int) -> None:
    """Delete counts of sign-in tries that no longer slow anybody down."""
    pace.forget(now())
