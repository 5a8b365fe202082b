"""Make a second matter of a part of a case."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from answerable.contexts.cases.enums import Act, Channel, Kind
from answerable.contexts.cases.errors import CaseNotFound
from answerable.contexts.cases.events import CaseSplit
from answerable.contexts.cases.facts import NewCase
from answerable.contexts.cases.ids import CaseId
from answerable.contexts.cases.models import Case
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.open_cases import add_cases
from answerable.contexts.cases.services.required import required
from answerable.contexts.cases.services.work import Work
from answerable.kernel import row_security
from answerable.kernel.actor import Actor
from answerable.kernel.ids import Reference, new_reference
from answerable.kernel.text import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitCase(Step):
    text: str
    title: str = ""
    reason: str = ""
    topic_code: str | None = None
    kind: Kind | None = None
    reference: Reference = field(default=Reference(""))

    act: ClassVar[Act] = Act.SPLIT

    def apply(self, work: Work) -> None:
        reference = self.reference or new_reference(work.at)
        (new_id,) = add_cases(work.batch, self.actor, [self._new(work.case, reference)], work.at, work.case)
        made = work.batch.new_cases[-1]
        # The walls of the first matter stand around the second, until somebody knows better.
        made.walled_persons, made.walled_units = work.case.walled_persons, work.case.walled_units
        made.scope_units = sorted({*made.scope_units, *work.case.scope_units})
        work.move(words=self.reason, facts={"split": reference})
        work.journal("cases.case.split", pub={"new": reference})
        work.tell(CaseSplit(work.case_id, new_id, work.at))

    def _new(self, case: Case, reference: Reference) -> NewCase:
        text = required("text", self.text)
        return NewCase(
            reference=reference,
            # The resident's own code opens both.
            code_hash=case.code_hash,
            kind=self.kind or Kind(case.kind),
            title=clean(self.title) or text[:40],
            text=text,
            channel=Channel(case.channel),
            received_at=case.received_at,
            language=case.language,
            topic_code=self.topic_code or case.topic_code,
            area_id=case.area_id,
            place=case.place,
            lat=case.lat,
            lon=case.lon,
            party_id=case.party_id,
            urgent=case.urgent,
            wants_answer=case.wants_answer,
            confidential=case.confidential,
        )


def split_case(
    *,
    actor: Actor,
    case_id: CaseId,
    text: str,
    at: datetime,
    title: str = "",
    reason: str = "",
    topic_code: str | None = None,
    kind: Kind | None = None,
    expected_version: int | None = None,
) -> CaseId:
    """Open a case of its own for a part of the text, with its own reference, at the desk; the old one stays whole.

    Raises:
        CaseNotFound, NotPermitted, StaleCase, IllegalMove: as `perform`.
        Invalid: the text is empty.
    """
    reference = new_reference(at)
    perform(
        [
            SplitCase(
                actor=actor,
                case_id=case_id,
                at=at,
                expected_version=expected_version,
                text=text,
                title=title,
                reason=reason,
                topic_code=topic_code,
                kind=kind,
                reference=reference,
            )
        ]
    )
    # A wall may hide what has just been split off from whoever did it.
    with row_security.system("cases.split"):
        made = Case.objects.filter(reference=reference).values_list("pk", flat=True).first()
    if made is None:
        raise CaseNotFound
    return CaseId(made)
