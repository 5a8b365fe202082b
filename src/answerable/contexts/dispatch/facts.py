"""What dispatch is told and what it answers, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from answerable.contexts.cases.api import CaseId, CaseRow
from answerable.contexts.cases.enums import Kind
from answerable.contexts.dispatch.enums import Doubt, ModelOrigin, Settled


@dataclass(frozen=True, slots=True)
class TextIn:
    """The words of a voice, and the topic and kind that its sender chose, if any."""

    text: str
    chosen_topic: str | None = None
    chosen_kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the text and how much it spoke for the topic; the strongest has weight 1."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the classifier makes of a text.

    `sure` says that the certainty (see `domain.calibration`) is above the threshold chosen for the wanted precision.
    `topic_code` is None when there is nothing to go by (an empty text, no topics).
    """

    topic_code: str | None
    kind: Kind
    confidence: float
    sure: bool
    terms: tuple[Term, ...] = ()
    alternatives: tuple[tuple[str, float], ...] = ()
    model_code: str = ""
    doubt: Doubt = Doubt.NONE
    error: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """What decides where a case goes. `walled_units` are complained of; those below them are meant too.

    `area_id` is what the sender or an agent picked; else the point and the words are asked.
    """

    opinion: Opinion
    text: str = ""
    place: str = ""
    area_id: int | None = None
    lat: float | None = None
    lon: float | None = None
    walled_units: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Where a case goes, or the doubt for which a person decides; the reason in both languages."""

    opinion: Opinion
    unit_id: int | None
    doubt: Doubt = Doubt.NONE
    area_id: int | None = None
    rule_ids: tuple[int, ...] = ()
    reason_zh: str = ""
    reason_en: str = ""
    error: str = ""

    @property
    def goes_out(self) -> bool:
        """Whether the case can be dispatched without a person."""
        return self.unit_id is not None and not self.doubt


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """A suggestion as the triage screen shows it."""

    public_id: UUID
    case_id: CaseId
    topic_code: str
    kind: Kind | None
    unit_id: int | None
    area_id: int | None
    confidence: float
    doubt: Doubt
    error: str
    terms: tuple[Term, ...]
    alternatives: tuple[tuple[str, float], ...]
    reason_zh: str
    reason_en: str
    model_code: str
    made_at: datetime
    settled: Settled

    def reason(self, language: str) -> str:
        return self.reason_zh if language.startswith("zh") else self.reason_en


@dataclass(frozen=True, slots=True)
class TriageRow:
    """A case of the triage queue with what is suggested for it (None when nothing was)."""

    case: CaseRow
    suggestion: SuggestionView | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the queue is today, in the queue that this actor sees. `minutes_left` is None before there is a pace."""

    waiting: int
    done_today: int
    minutes_left: int | None

    @property
    def total(self) -> int:
        return self.waiting + self.done_today


@dataclass(frozen=True, slots=True)
class TriagePage:
    rows: tuple[TriageRow, ...]
    next_cursor: str | None
    progress: Progress


@dataclass(frozen=True, slots=True)
class LiveSuggestion:
    """What is shown while somebody types: the likeliest topics and kind, the area the words name, and the unit."""

    topics: tuple[tuple[str, float], ...]
    kind: Kind
    sure: bool
    area_id: int | None
    unit_id: int | None
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleView:
    """A line of the catalogue as set-up pages show it; empty topic and kind, and no area, are any."""

    public_id: UUID
    rule_id: int
    line: int
    priority: int
    topic: str
    area_id: int | None
    kind: str
    unit_id: int | None
    note: str


@dataclass(frozen=True, slots=True)
class LintFinding:
    """A flaw of the catalogue: the line, the sentence, and the other line that it is about."""

    line: int
    flaw: str
    sentence: str
    other_line: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """Cases that would go from one unit to another under changed rules; None is the triage queue."""

    from_unit: int | None
    to_unit: int | None
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    cases: int
    same: int
    moved: Sequence[Moved] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class ModelView:
    """A trained classifier. `readable` says whether its files are there and sound."""

    code: str
    origin: ModelOrigin
    examples: int
    classes: int
    threshold: float
    precision_wanted: float
    metrics: Mapping[str, float]
    trained_at: datetime
    active: bool
    readable: bool
