"""Set topic, kind or place right."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases.enums import Act, Kind
from answerable.contexts.cases.events import CaseCorrected
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.work import Work
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid
from answerable.kernel.text import clean, grams


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct(Step):
    """What is None stays."""

    topic_code: str | None = None
    kind: Kind | None = None
    area_id: int | None = None
    place: str | None = None
    lat: float | None = None
    lon: float | None = None
    reason: str = ""

    act: ClassVar[Act] = Act.CORRECT

    def apply(self, work: Work) -> None:
        facts = set_facts(work, topic_code=self.topic_code, kind=self.kind, area_id=self.area_id)
        facts |= self._set_place(work)
        if facts:
            work.move(words=self.reason, facts=facts)
            work.journal("cases.case.corrected", internal=facts)

    def _set_place(self, work: Work) -> dict[str, Any]:
        case = work.case
        facts: dict[str, Any] = {}
        if self.place is not None and clean(self.place) != case.place:
            facts["place"] = [case.place, clean(self.place)[:300]]
            work.set(place=clean(self.place)[:300])
            texts = "\n".join((case.reference, case.title, case.text, case.place))
            work.set(search_grams=grams(texts))
        if self.lat is not None and self.lon is not None:
            facts["point"] = True
            work.set(lat=self.lat, lon=self.lon)
        return facts


def set_facts(
    work: Work, *, topic_code: str | None, kind: Kind | None, area_id: int | None
) -> dict[str, Any]:
    """Set topic, kind and area where they differ, tell of it, and return what changed as `[old, new]`.

    Running clocks keep the rule under which they started: a promise is not rewritten.

    Raises:
        Invalid: there is no such topic.
    """
    case = work.case
    if topic_code and topic_code not in work.batch.topics:
        raise Invalid([Fault("topic", _("There is no such topic."))])
    old = {"topic_code": case.topic_code, "kind": str(case.kind), "area_id": case.area_id}
    wanted = {"topic_code": topic_code, "kind": kind, "area_id": area_id}
    new = {name: value for name, value in wanted.items() if value is not None and value != old[name]}
    if not new:
        return {}
    work.set(**new)
    if "topic_code" in new:
        work.set(sensitive=work.batch.topics.sensitive(case.topic_code))
    work.tell(
        CaseCorrected(
            work.case_id,
            str(old["topic_code"]),
            case.topic_code,
            str(old["kind"]),
            str(case.kind),
            case.area_id if "area_id" not in new else old["area_id"],  # type: ignore[arg-type]
            case.area_id,
            work.at,
        )
    )
    shown = {"topic_code": "topic", "kind": "kind", "area_id": "area"}
    return {
        shown[name]: [old[name], str(value) if name != "area_id" else value] for name, value in new.items()
    }


def correct_case(
    *,
    actor: Actor,
    case_id: CaseId,
    at: datetime,
    topic_code: str | None = None,
    kind: Kind | None = None,
    area_id: int | None = None,
    place: str | None = None,
    lat: float | None = None,
    lon: float | None = None,
    reason: str = "",
    expected_version: int | None = None,
) -> None:
    """Correct what was guessed or told wrongly; None leaves it as it is.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
        Invalid: there is no such topic.
    """
    perform(
        [
            Correct(
                actor=actor,
                case_id=case_id,
                at=at,
                expected_version=expected_version,
                topic_code=topic_code,
                kind=kind,
                area_id=area_id,
                place=place,
                lat=lat,
                lon=lon,
                reason=reason,
            )
        ]
    )
