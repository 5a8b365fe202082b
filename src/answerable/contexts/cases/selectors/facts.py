"""Plain facts for processes and the floors above, and the one question whether somebody may see a case."""

from collections.abc import Iterable, Mapping

from django.db.models import F, Q, QuerySet

from answerable.contexts.cases.enums import Channel, Kind, RoundState, Sensitive
from answerable.contexts.cases.errors import CaseNotFound
from answerable.contexts.cases.ids import CaseId, RoundId
from answerable.contexts.cases.models import Case, Move, Round
from answerable.contexts.cases.permissions import no_wall, visible
from answerable.contexts.cases.selectors.rows import read_rows
from answerable.contexts.cases.views import CaseFact, CaseRow
from answerable.kernel.actor import Actor
from answerable.kernel.ids import parse_reference
from answerable.kernel.secrets import code_matches


def facts_of(case_ids: Iterable[int]) -> dict[CaseId, CaseFact]:
    """Return the facts of cases, with their newest rounds. Whoever shows them to somebody asks for scope first."""
    rounds = Round.objects.filter(case__in=set(case_ids), number=F("case__round_no"))
    return {fact.case_id: fact for fact in _facts(rounds)}


def facts_of_rounds(round_ids: Iterable[int]) -> dict[RoundId, CaseFact]:
    """Return the facts of these rounds, newest or not, with their cases."""
    return {fact.round_id: fact for fact in _facts(Round.objects.filter(id__in=set(round_ids)))}


def rounds_of_subjects(subjects: Iterable[str]) -> dict[str, CaseFact]:
    """Return the facts of the rounds that clocks run for; subjects that are no rounds are left out."""
    wanted = {subject: key for subject in subjects if (key := _round_of(subject)) is not None}
    found = facts_of_rounds(wanted.values())
    return {subject: found[key] for subject, key in wanted.items() if key in found}


def _round_of(subject: str) -> RoundId | None:
    """Read `round:<id>` or, for the signing of a later dispatch, `round:<id>:<n>`."""
    what, _, rest = subject.partition(":")
    key = rest.partition(":")[0]
    return RoundId(int(key)) if what == "round" and key.isdigit() else None


def _facts(rounds: "QuerySet[Round]") -> list[CaseFact]:
    rows = list(rounds.select_related("case").defer("answer", "case__text", "case__search_grams"))
    units: dict[int, set[int]] = {}
    pairs = Round.objects.filter(case__in={row.case_id for row in rows}, unit__isnull=False)
    for case_id, unit_id in pairs.values_list("case_id", "unit_id"):
        units.setdefault(case_id, set()).add(unit_id or 0)
    return [_fact(row, frozenset(units.get(row.case_id, ()))) for row in rows]


def _fact(row: Round, units: frozenset[int]) -> CaseFact:
    case = row.case
    return CaseFact(
        case_id=CaseId(case.pk),
        reference=case.reference,
        kind=Kind(case.kind),
        topic_code=case.topic_code,
        sensitive=Sensitive(case.sensitive),
        language=case.language,
        channel=Channel(case.channel),
        party_id=case.party_id,
        area_id=case.area_id,
        desk_unit_id=case.desk_unit_id,
        wants_answer=case.wants_answer,
        confidential=case.confidential,
        urgent=case.urgent,
        received_at=case.received_at,
        state=RoundState(case.state),
        is_open=case.is_open,
        version=case.version,
        round_id=RoundId(row.pk),
        round_no=row.number,
        round_state=RoundState(row.state),
        unit_id=row.unit_id,
        handler_post_id=row.handler_post_id,
        sender_unit_id=row.sender_unit_id,
        answered_at=row.answered_at,
        answered_by_post_id=row.answered_by_post_id,
        due_at=row.due_at,
        round_units=units,
        walled_persons=frozenset(case.walled_persons),
        walled_units=frozenset(case.walled_units),
        has_code=bool(case.code_hash),
    )


def acting_posts(case_ids: Iterable[int]) -> Mapping[CaseId, frozenset[int]]:
    """Return the posts that have done anything with each case or were its handlers."""
    found: dict[CaseId, set[int]] = {}
    wanted = set(case_ids)
    moves = Move.objects.filter(case__in=wanted, post_id__isnull=False).values_list("case_id", "post_id")
    rounds = Round.objects.filter(case__in=wanted, handler_post__isnull=False)
    for case_id, post_id in [*moves, *rounds.values_list("case_id", "handler_post_id")]:
        found.setdefault(CaseId(case_id), set()).add(post_id or 0)
    return {case_id: frozenset(posts) for case_id, posts in found.items()}


def visible_cases(actor: Actor) -> "QuerySet[Case]":
    """Return the cases that the actor may know of, as a condition for queries of the floors above (`case__in=`)."""
    return Case.objects.filter(visible(actor))


def unwalled_cases() -> "QuerySet[Case]":
    """Return the cases about nobody of the police, as a condition for figures that everybody may read."""
    return Case.objects.filter(walled_persons=[], walled_units=[])


def visible_references(actor: Actor, references: Iterable[str]) -> frozenset[str]:
    """Return those of the references that the actor may know of now."""
    rows = Case.objects.filter(visible(actor) & Q(reference__in=set(references)))
    return frozenset(rows.values_list("reference", flat=True))


def walled_references(actor: Actor, references: Iterable[str]) -> frozenset[str]:
    """Return those of the references from which the actor is kept away, for rooms that show no cases."""
    rows = Case.objects.filter(reference__in=set(references)).exclude(no_wall(actor))
    return frozenset(rows.values_list("reference", flat=True))


def visible_rows(actor: Actor, case_ids: Iterable[int]) -> Mapping[CaseId, CaseRow]:
    """Return list rows of those of the cases that the actor may know of."""
    rows = read_rows(Case.objects.filter(visible(actor) & Q(id__in=set(case_ids))))
    return {row.case_id: row for row in rows}


def visible_of(actor: Actor, case_ids: Iterable[int]) -> frozenset[CaseId]:
    """Return those of the cases that the actor may know of."""
    rows = Case.objects.filter(visible(actor) & Q(id__in=set(case_ids)))
    return frozenset(CaseId(key) for key in rows.values_list("id", flat=True))


def case_id_of(actor: Actor, reference: str) -> CaseId:
    """Return the key of a case by its reference, as a person types it.

    Raises:
        CaseNotFound: there is none, or the actor may not know of it.
    """
    rows = Case.objects.filter(visible(actor) & Q(reference=parse_reference(reference) or ""))
    key = rows.values_list("id", flat=True).first()
    if key is None:
        raise CaseNotFound
    return CaseId(key)


def find_by_code(reference: str, code: str) -> CaseId | None:
    """Return the case whose resident holds this code; wrong and unknown take the same time and look the same."""
    known = parse_reference(reference) or ""
    row = Case.objects.filter(reference=known).values_list("id", "code_hash").first()
    key, hashed = row or (0, "")
    return CaseId(key) if code_matches(code, hashed) else None


def case_with_reference(reference: str) -> CaseId | None:
    """Return the key for a reference, for processes that act for nobody."""
    row = Case.objects.filter(reference=parse_reference(reference) or "").values_list("id", flat=True).first()
    return None if row is None else CaseId(row)


def units_of_rounds(case_ids: Iterable[int]) -> Mapping[CaseId, frozenset[int]]:
    """Return every unit that has had a round of the case, e.g. to choose who is independent of it."""
    found: dict[CaseId, set[int]] = {}
    rows = Round.objects.filter(case__in=set(case_ids), unit__isnull=False)
    for case_id, unit_id in rows.values_list("case_id", "unit_id"):
        found.setdefault(CaseId(case_id), set()).add(unit_id or 0)
    return {case_id: frozenset(units) for case_id, units in found.items()}
