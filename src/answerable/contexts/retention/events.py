"""What retention tells the floors above."""

from dataclasses import dataclass
from datetime import datetime

from answerable.kernel.events import Event


@dataclass(frozen=True, slots=True)
class ErasureGranted(Event):
    """A case is to be erased because its resident asked."""

    case_id: int
    at: datetime
