"""What is to be done when: acts of staff and words of residents, in the order of time."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from answerable.contexts.cases import api as cases
from answerable.contexts.review import api as review
from answerable.interfaces.cli.demo.life.course import Life
from answerable.kernel.errors import AnswerableError

Deed = cases.Step | review.NewRating


@dataclass(order=True, slots=True)
class Planned:
    """A deed to come; it is forgotten when its case has gone on to another round or is over."""

    at: datetime
    number: int
    deed: Deed = field(compare=False)
    life: Life = field(compare=False)
    round_no: int = field(compare=False)

    @property
    def holds(self) -> bool:
        return not self.life.over and self.life.round_no == self.round_no


class Agenda:
    """A heap of planned deeds."""

    def __init__(self) -> None:
        self._waiting: list[Planned] = []
        self._number = 0
        self.refused = 0
        self.done = 0

    def plan(self, life: Life, deed: Deed) -> None:
        self._number += 1
        heapq.heappush(self._waiting, Planned(deed.at, self._number, deed, life, life.round_no))

    def due(self, until: datetime) -> list[Planned]:
        """Take out what is due before an instant, earliest first."""
        found = []
        while self._waiting and self._waiting[0].at < until:
            planned = heapq.heappop(self._waiting)
            if planned.holds:
                found.append(planned)
        return found

    def perform(self, steps: Sequence[cases.Step]) -> None:
        """Do many acts in one transaction. What the services refuse is left out, as a person would turn away."""
        if not steps:
            return
        try:
            cases.perform(steps)
            self.done += len(steps)
        except AnswerableError:
            case_ids = sorted({step.case_id for step in steps})
            if len(case_ids) == 1:
                self._one_by_one(steps)
                return
            half = set(case_ids[: len(case_ids) // 2])
            self.perform([step for step in steps if step.case_id in half])
            self.perform([step for step in steps if step.case_id not in half])

    def _one_by_one(self, steps: Sequence[cases.Step]) -> None:
        for step in steps:
            try:
                cases.perform([step])
                self.done += 1
            except AnswerableError:
                self.refused += 1

    def rate(self, ratings: Sequence[review.NewRating]) -> None:
        """Rate many rounds; those that can't be rated any more are left out."""
        if not ratings:
            return
        try:
            review.rate_rounds(ratings)
            self.done += len(ratings)
        except AnswerableError:
            if len(ratings) == 1:
                self.refused += 1
                return
            middle = len(ratings) // 2
            self.rate(ratings[:middle])
            self.rate(ratings[middle:])
