"""Keys of cases, typed so that one is not taken for another. They stay inside the house."""

from typing import NewType

CaseId = NewType("CaseId", int)
RoundId = NewType("RoundId", int)
