"""What tests begin with. Everything is made by the services, so that no test builds an impossible state."""

from given.bureau import AT, SYSTEM, Bureau, a_bureau, later, local
from given.cases import a_case, a_dispatched_case, a_handled_case, an_answered_case, new_case

__all__ = [
    "AT",
    "SYSTEM",
    "Bureau",
    "a_bureau",
    "a_case",
    "a_dispatched_case",
    "a_handled_case",
    "an_answered_case",
    "later",
    "local",
    "new_case",
]
