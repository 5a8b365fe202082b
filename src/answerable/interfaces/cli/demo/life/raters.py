"""What residents say of an answer."""

from datetime import datetime, timedelta

from answerable.contexts.review import api as review
from answerable.contexts.review.enums import CallTime, Resolved, Satisfaction
from answerable.interfaces.cli.demo.life.course import Life
from answerable.interfaces.cli.demo.voices.speaker import say

RATED = 0.5


def rating(life: Life, round_id: int, answered_at: datetime) -> review.NewRating | None:
    """Return what the resident will say, or None for the many who say nothing."""
    random = life.random
    if random.random() > RATED:
        return None
    bad = 0.09 + (0.2 if life.late else 0.0) + (0.08 if life.truth.kind == "tip" else 0.0)
    if life.truth.kind == "praise":
        bad = 0.0
    satisfaction = random.choices(list(Satisfaction), (1 - bad, 0.3, bad))[0]
    content = satisfaction is not Satisfaction.DISSATISFIED
    resolved = random.choices(list(Resolved), (75, 18, 7) if content else (6, 24, 70))[0]
    at = answered_at + timedelta(hours=min(150.0, 0.2 + random.expovariate(1 / 20)))
    if not 8 <= at.astimezone(life.truth.scene.at.tzinfo).hour < 22:
        at += timedelta(hours=10)
    comment = ""
    if random.random() < (0.3 if content else 0.8):
        comment = say("comment_good" if content else "comment_bad", life.truth.scene, life.truth.language)
    return review.NewRating(
        round_id=round_id,
        satisfaction=satisfaction,
        resolved=resolved,
        at=at,
        comment=comment,
        may_call=random.random() < 0.9,
        call_time=random.choices(list(CallTime), (55, 10, 15, 20))[0],
        by_link=random.random() < 0.7,
    )
