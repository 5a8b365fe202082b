"""Which rows are seen: none without a scope, and with one exactly those of `cases.permissions.visible`."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from tests.lock.matters import CASE_OF, OWN_RULE, a_whole_matter

import given
from answerable.config.lock.policies import OPEN, POLICIES
from answerable.config.lock.rights import RIGHTS
from answerable.config.lock.roles import Login
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.models import Case
from answerable.contexts.cases.permissions import visible
from answerable.kernel import row_security
from answerable.kernel.actor import Actor
from answerable.kernel.row_security import Door, Scope
from given.roles import role

pytestmark = [pytest.mark.django_db, pytest.mark.near_db]

PEOPLE = ("chief", "agent", "dispatcher", "reviewer", "inspector", "east-leader", "east-1-leader", "east-1-handler",
          "east-2-handler", "west-1-handler", "traffic-leader")  # fmt: skip


@pytest.fixture
def bureau() -> given.Bureau:
    return given.a_bureau()


@pytest.fixture
def matters(bureau: given.Bureau) -> list[cases.CaseId]:
    """Three matters: of the east, of the west, and one that complains of the head of the eastern station."""
    return [
        a_whole_matter(bureau, unit="east-1"),
        a_whole_matter(bureau, unit="west-1"),
        a_whole_matter(bureau, unit="east-1", accused=["east-1-leader"]),
    ]


@contextmanager
def by_web(scope: Scope) -> Iterator[None]:
    with role(Login.WEB), row_security.within(scope):
        yield


def ask(statement: str, params: list[object] | None = None) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


def count(table: str) -> int:
    return int(str(ask(f"SELECT count(*) FROM {table}")[0][0]))


def test_every_table_is_locked_or_is_said_to_hold_nothing_of_anybody() -> None:
    assert POLICIES.keys() | OPEN == RIGHTS.keys()
    assert not POLICIES.keys() & OPEN
    assert CASE_OF.keys() | OWN_RULE == POLICIES.keys()


def test_every_model_of_a_case_or_with_words_of_people_is_locked() -> None:
    for model in apps.get_models():
        fields = {field.name for field in model._meta.get_fields()}
        held = getattr(model, "personal_data", None)
        staff_only = model._meta.app_label in {"organisation", "proposals", "credentials"}
        words = bool(held and held.fields) and not staff_only
        if words or fields & {"case", "chain", "reference", "invitation", "visit", "party", "round"}:
            assert model._meta.db_table in POLICIES, model


def test_the_policies_stand_and_hold_for_the_owner_too() -> None:
    forced = ask(
        "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
        " AND relnamespace = current_schema()::regnamespace"
    )
    assert {name for (name,) in forced} == set(POLICIES)


@pytest.mark.parametrize("login", [Login.WEB, Login.WORKER])
def test_without_a_scope_there_is_nothing(matters: list[cases.CaseId], login: Login) -> None:
    assert {table for table in POLICIES if not count(table)} == set()
    with role(login):
        assert {table for table in POLICIES if count(table)} == set()


@pytest.mark.parametrize("login", [Login.WEB, Login.WORKER])
def test_the_system_sees_all(matters: list[cases.CaseId], login: Login) -> None:
    there = {table: count(table) for table in POLICIES}
    with role(login), row_security.system("test"):
        assert {table: count(table) for table in POLICIES} == there


def expected(actor: Actor, table: str) -> int:
    """Count as the owner what belongs to cases that the actor may know of, by the rules of the services."""
    seen = list(Case.objects.filter(visible(actor)).values_list("id", flat=True))
    found = ask(f"SELECT count(*) FROM {table} t WHERE {CASE_OF[table]} = ANY(%s)", [seen])
    return int(str(found[0][0]))


@pytest.mark.parametrize("who", PEOPLE)
def test_a_post_sees_what_belongs_to_the_cases_that_it_sees(
    bureau: given.Bureau, matters: list[cases.CaseId], who: str
) -> None:
    actor = bureau.actor(who)
    wanted = {table: expected(actor, table) for table in CASE_OF}
    with by_web(cases.row_scope(actor)):
        found = {table: _of_cases(table) for table in CASE_OF}
    assert found == wanted


def _of_cases(table: str) -> int:
    """Count what is seen, without acts of set-up, which belong to no case and which every post may know of."""
    if table == "ledger_journalline":
        return int(str(ask(f"SELECT count(*) FROM {table} WHERE chain <> ''")[0][0]))
    if table == "ledger_journalopening":
        return int(str(ask(f"SELECT count(*) FROM {table} JOIN ledger_journalline l ON l.id = line_id"
                           " WHERE l.chain <> ''")[0][0]))  # fmt: skip
    return count(table)


def test_the_accused_and_the_own_unit_see_nothing_of_the_complaint(
    bureau: given.Bureau, matters: list[cases.CaseId]
) -> None:
    for who in ("east-1-leader", "east-1-handler"):
        with by_web(cases.row_scope(bureau.actor(who))):
            for table, case_of in CASE_OF.items():
                assert not ask(f"SELECT 1 FROM {table} t WHERE {case_of} = %s", [matters[2]]), (who, table)


def test_a_resident_sees_the_own_case_and_no_other(matters: list[cases.CaseId]) -> None:
    with by_web(cases.row_scope(Actor.resident(matters[2]))):
        for table, case_of in CASE_OF.items():
            owners = {owner for (owner,) in ask(f"SELECT {case_of} FROM {table} t")}
            assert owners == {matters[2]}, table


def test_whoever_holds_a_reference_sees_what_is_no_case_yet(bureau: given.Bureau) -> None:
    from answerable.contexts.intake import api as intake  # noqa: PLC0415

    receipts = [
        intake.receive(intake.NewSubmission(channel="web", text=f"来件{n}"), given.AT) for n in (1, 2)
    ]
    with by_web(Scope(Door.RESIDENT, chain=receipts[0].reference)):
        assert ask("SELECT reference FROM intake_submission") == [(receipts[0].reference,)]
        assert ask("SELECT DISTINCT chain FROM ledger_journalline") == [(receipts[0].reference,)]


def test_a_notice_is_its_post_s_while_it_may_know_of_the_case(
    bureau: given.Bureau, matters: list[cases.CaseId]
) -> None:
    mine = f"SELECT count(*) FROM messaging_notice WHERE post_id = {bureau.post('east-1-handler')}"
    assert ask(mine) == [(3,)]
    with by_web(cases.row_scope(bureau.actor("east-1-handler"))):
        assert ask(mine) == [(1,)]
        assert count("messaging_notice") == 1


def test_a_shift_is_its_desk_s(bureau: given.Bureau, matters: list[cases.CaseId]) -> None:
    for who, seen in {"agent": 1, "chief": 1, "east-1-handler": 0, "east-leader": 0}.items():
        with by_web(cases.row_scope(bureau.actor(who))):
            assert count("intake_shift") == seen, who


def test_a_draft_is_its_browser_s(matters: list[cases.CaseId]) -> None:
    index = bytes(ask("SELECT index FROM portal_draft LIMIT 1")[0][0])  # type: ignore[call-overload]
    with by_web(Scope(Door.RESIDENT, drafts=(index, b"other"))):
        assert count("portal_draft") == 1
        assert count("cases_case") == 0


def test_what_is_not_seen_can_not_be_changed(bureau: given.Bureau, matters: list[cases.CaseId]) -> None:
    with by_web(cases.row_scope(bureau.actor("west-1-handler"))), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET urgent = true")
        assert cursor.rowcount == 1
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            cursor.execute("UPDATE cases_case SET scope_units = '{}'")
