"""What happens to many at once: a site that keeps a quarter awake, a wave of fraud, a festival, a storm."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Surge:
    """Many voices about one thing. Times are shares of the whole period; with `one_place` all are about one spot.

    `title` is what the dispatchers call the bundle; without it nobody joins them.
    """

    topic: str
    share: float
    begins: float
    lasts: float
    one_place: bool
    title: str = ""


SURGES = (
    Surge("disputes.construction", 0.006, 0.93, 0.07, True, "工地连夜浇筑扰民"),
    Surge("disputes.construction", 0.004, 0.42, 0.05, True, "高架桥夜间施工"),
    Surge("fraud.task-rebate", 0.012, 0.30, 0.16, False),
    Surge("disputes.fireworks", 0.006, 0.70, 0.03, False),
    Surge("traffic.parking", 0.004, 0.71, 0.03, True, "节日广场周边停车"),
    Surge("traffic.signals", 0.003, 0.55, 0.01, False),
    Surge("fraud.fundraising", 0.004, 0.82, 0.06, True, "养老公寓收不回押金"),
    Surge("traffic.congestion", 0.005, 0.53, 0.04, False),
    Surge("disputes.square-dance", 0.003, 0.90, 0.09, True, "广场夜间音响"),
)
