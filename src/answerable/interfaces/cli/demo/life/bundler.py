"""Dispatchers who see that many speak of one event join the cases into a bundle."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from random import Random
from uuid import UUID

from answerable.contexts.cases import api as cases
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.interfaces.cli.demo.life.course import Life
from answerable.interfaces.cli.demo.life.desk import Desk
from answerable.interfaces.cli.demo.life.surges import Surge
from answerable.kernel.errors import AnswerableError

ENOUGH = 3


class Bundler:
    """Keeps one bundle for each surge that has a title."""

    def __init__(self, desk: Desk, seed: str) -> None:
        self.desk = desk
        self.random = Random(f"bundler {seed}")
        self.bundles: dict[Surge, UUID] = {}
        self.refused = 0

    def work(self, lives: Iterable[Life], at: datetime) -> None:
        """Join what came since the last time."""
        groups: dict[Surge, list[Life]] = defaultdict(list)
        for life in lives:
            surge = life.truth.surge
            if surge is not None and surge.title and not life.bundled and not life.over:
                groups[surge].append(life)
        for surge, group in groups.items():
            if surge in self.bundles or len(group) >= ENOUGH:
                self._join(surge, group, at)

    def _join(self, surge: Surge, group: list[Life], at: datetime) -> None:
        actor = self.desk.one(Role.DISPATCHER, organisation.units().root.id, self.random)
        if actor is None:
            return
        for life in group:
            life.bundled = True
        try:
            self.bundles[surge] = cases.bundle_cases(
                actor=actor,
                case_ids=[life.case_id for life in group],
                title=surge.title,
                at=at,
                bundle=self.bundles.get(surge),
            )
        except AnswerableError:
            self.refused += 1
