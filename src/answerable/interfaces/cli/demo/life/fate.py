"""What chance has in store for a round: drawn once, before anybody acts."""

from dataclasses import dataclass
from random import Random

QUICK = {"consultation", "praise"}
SAFE_AND_FAST = {
    "security.live-incident",
    "help.crisis",
    "help.missing-child",
    "help.missing-person",
    "fraud.recovery",
}


@dataclass(frozen=True, slots=True)
class Fate:
    """Which of the rarer things happen in a round."""

    returned: bool
    withdrawn: bool
    neglected: bool
    late: bool
    extension: bool
    question: bool
    silent: bool
    assist: bool
    assigned: bool
    missed_call: bool
    note: bool
    addition: bool
    urgent: bool
    corrected: bool

    @classmethod
    def draw(cls, random: Random, *, kind: str, wrong_unit: bool, round_no: int) -> "Fate":
        def chance(share: float) -> bool:
            return random.random() < share

        quick = kind in QUICK
        return cls(
            returned=chance(0.8 if wrong_unit else 0.012) and round_no == 1,
            withdrawn=chance(0.018) and kind != "praise",
            neglected=chance(0.006),
            late=chance(0.03 if quick else 0.06),
            extension=chance(0.0 if quick else 0.07),
            question=chance(0.03 if quick else 0.09),
            silent=chance(0.2),
            assist=chance(0.0 if quick else 0.05),
            assigned=chance(0.3),
            missed_call=chance(0.15),
            note=chance(0.12 if quick else 0.4),
            addition=chance(0.07),
            urgent=chance(0.012),
            corrected=chance(0.015),
        )
