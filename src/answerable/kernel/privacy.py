"""What personal data a model holds, and how it is retired. A test refuses a model that does not say."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonalData:
    """`fields` hold personal data; `retired` says, in one sentence, how and when they go."""

    fields: tuple[str, ...]
    retired: str


NONE = PersonalData(fields=(), retired="Holds no personal data.")
