"""Boxes on a picture, in hundredths of its width and height, so that they hold whatever size it is shown at."""

import math
from dataclasses import dataclass

WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture: its left upper corner, its width and its height."""

    left: float
    top: float
    width: float
    height: float

    def __post_init__(self) -> None:
        inside = 0 <= self.left < WHOLE and 0 <= self.top < WHOLE
        if not inside or self.width <= 0 or self.height <= 0:
            raise ValueError("A box has to lie on the picture, and to cover some of it.")

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Return left, top, right, bottom, the last two inside; a pixel that is touched is covered."""
        return (
            math.floor(self.left * width / WHOLE),
            math.floor(self.top * height / WHOLE),
            min(width, math.ceil((self.left + self.width) * width / WHOLE)) - 1,
            min(height, math.ceil((self.top + self.height) * height / WHOLE)) - 1,
        )
