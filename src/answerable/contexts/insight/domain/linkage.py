"""Clusters by average linkage over sparse likeness: texts that are not alike at all count as zero.

A group grows while its members are on average alike, so that one text that speaks of two matters does not chain them
together (UPGMA, Sokal & Michener 1958, on a graph instead of a full matrix).
"""

import heapq

JOIN_ABOVE = 0.1
Pair = tuple[float, int, int, int, int]


def cluster(near: list[dict[int, float]], join_above: float = JOIN_ABOVE) -> list[list[int]]:
    """Return the groups (of one, too), largest first; ``near`` is used up."""
    return _Groups(near, join_above).joined()


class _Groups:
    def __init__(self, near: list[dict[int, float]], join_above: float) -> None:
        self.near, self.join_above = near, join_above
        self.members = [[at] for at in range(len(near))]
        self.version = [0] * len(near)
        self.heap: list[Pair] = []
        for one, others in enumerate(near):
            for other, value in others.items():
                if one < other and value >= join_above:
                    self.heap.append((-value, one, other, 0, 0))
        heapq.heapify(self.heap)

    def joined(self) -> list[list[int]]:
        while self.heap:
            _, one, other, version, its_version = heapq.heappop(self.heap)
            if self.version[one] == version and self.version[other] == its_version:
                self._join(one, other)
        return sorted(
            (sorted(group) for group in self.members if group), key=lambda group: (-len(group), group)
        )

    def _join(self, one: int, other: int) -> None:
        if len(self.near[one]) < len(self.near[other]):
            one, other = other, one
        mine, theirs = self.near[one], self.near[other]
        for third, value in theirs.items():
            if third != one:
                mine[third] = mine.get(third, 0.0) + value
                self.near[third].pop(other, None)
        mine.pop(other, None)
        self.near[other] = {}
        self.members[one] += self.members[other]
        self.members[other] = []
        self.version[one] += 1
        self.version[other] = -1
        for third, value in mine.items():
            self.near[third][one] = value
            average = value / (len(self.members[one]) * len(self.members[third]))
            if average >= self.join_above:
                self._push(average, one, third)

    def _push(self, average: float, one: int, third: int) -> None:
        heapq.heappush(self.heap, (-average, one, third, self.version[one], self.version[third]))
