"""Lists, counts, search and pages: right, and in a bounded number of statements."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Channel, Kind, Outcome, RoundState, Sort, View
from answerable.contexts.cases.models import Case, Round
from answerable.contexts.parties import api as parties
from given import AT, SYSTEM, Bureau, later, local

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau() -> Bureau:
    return given.a_bureau()


def ids(page: cases.CasePage) -> list[int]:
    return [row.case_id for row in page.rows]


def listed(bureau: Bureau, who: str, at: object = AT, **wanted: object) -> list[int]:
    return ids(cases.list_cases(bureau.actor(who), cases.CaseFilter(**wanted), at))  # type: ignore[arg-type]


def test_each_view_holds_its_cases(bureau: Bureau) -> None:
    triage = given.a_case(bureau)
    mine = given.a_handled_case(bureau)
    unsigned = given.a_dispatched_case(bureau)
    returning = given.a_dispatched_case(bureau, unit="east-2")
    cases.ask_return(actor=bureau.actor("east-2-handler"), case_id=returning, reason="不归我们", at=AT)
    answered = given.an_answered_case(bureau)
    closed = given.an_answered_case(bureau)
    cases.close_rounds(actor=SYSTEM, round_ids=[Round.objects.get(case=closed).pk], why="", at=later(days=1))
    disputed = given.an_answered_case(bureau)
    cases.dispute_round(
        actor=SYSTEM, round_id=Round.objects.get(case=disputed).pk, reason="", at=later(days=1)
    )

    assert listed(bureau, "east-1-handler", view=View.MINE) == [mine, answered, disputed]
    assert listed(bureau, "east-1-handler", view=View.UNIT) == [mine, unsigned, disputed]
    assert listed(bureau, "east-leader", view=View.UNIT) == [mine, unsigned, returning, disputed]
    assert listed(bureau, "dispatcher", view=View.TRIAGE) == [triage]
    assert listed(bureau, "dispatcher", view=View.RETURNING) == [returning]
    assert listed(bureau, "reviewer", view=View.DISPUTED) == [disputed]
    assert listed(bureau, "chief", view=View.CLOSED) == [closed]
    assert set(listed(bureau, "chief", view=View.OPEN)) == {
        triage,
        mine,
        unsigned,
        returning,
        answered,
        disputed,
    }
    assert listed(bureau, "east-1-handler", view=View.OVERDUE, at=local(5, 18, 17)) == []
    assert listed(bureau, "east-1-handler", view=View.DUE_TODAY, at=local(5, 18, 9)) == [mine, unsigned]
    assert listed(bureau, "east-1-handler", view=View.OVERDUE, at=local(5, 18, 18)) == [mine, unsigned]
    assert listed(bureau, "west-1-handler", view=View.ALL) == []


def test_the_rail_counts_what_the_lists_hold(bureau: Bureau) -> None:
    for unit in ("east-1", "east-1", "west-1"):
        given.a_handled_case(bureau, unit=unit, urgent=unit == "west-1")
    given.a_case(bureau)
    for who in ("east-1-handler", "dispatcher", "chief", "west-1-handler", "agent"):
        actor = bureau.actor(who)
        counts = cases.count_by_view(actor, AT)
        for view, count in counts.items():
            assert count.count == cases.list_cases(actor, cases.CaseFilter(view=view), AT).count, (who, view)


def test_filters_narrow(bureau: Bureau) -> None:
    noise = given.a_handled_case(bureau, area="pine", urgent=True)
    parking = given.a_handled_case(
        bureau,
        unit="traffic-1",
        topic_code="traffic.parking",
        kind=Kind.REQUEST,
        channel=Channel.HOTLINE,
        received_at=later(days=2),
        title="违停",
        text="消防通道被占",
    )
    assert listed(bureau, "chief", topic_code="nuisance") == [noise]
    assert listed(bureau, "chief", topic_code="traffic.parking") == [parking]
    assert listed(bureau, "chief", kinds=(Kind.REQUEST,)) == [parking]
    assert listed(bureau, "chief", channels=(Channel.HOTLINE,)) == [parking]
    assert listed(bureau, "chief", unit_id=bureau.unit("east")) == [noise]
    assert listed(bureau, "chief", area_id=bureau.area("east-district")) == [noise]
    assert listed(bureau, "chief", urgent=True) == [noise]
    assert listed(bureau, "chief", received_from=later(days=1)) == [parking]
    assert listed(bureau, "chief", received_until=later(days=1)) == [noise]
    assert listed(bureau, "chief", handler_post_id=bureau.post("traffic-1-handler")) == [parking]
    assert listed(bureau, "chief", states=(RoundState.CLOSED,)) == []
    public_id = cases.bundle_cases(actor=SYSTEM, case_ids=[noise], title="工地", at=AT)
    assert listed(bureau, "chief", bundle=public_id) == [noise]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("施工", True),
        ("半夜 睡不着", True),
        ("睡", True),
        ("ＷＩＦＩ", True),
        ("wifi密码", True),
        ("工施", False),
        ("施工 消防", False),
        ("  ", True),
        ("！？", False),
    ],
)
def test_search_finds_chinese_without_spaces(bureau: Bureau, query: str, found: bool) -> None:
    case_id = given.a_case(bureau, text="工地施工到半夜，吵得睡不着，WiFi密码12345也没用")
    assert listed(bureau, "chief", text=query) == ([case_id] if found else [])


def test_a_reference_is_found_however_it_is_typed(bureau: Bureau) -> None:
    case_id = given.a_case(bureau)
    given.a_case(bureau)
    reference = Case.objects.get(pk=case_id).reference
    assert listed(bureau, "chief", text=f" {reference.lower().replace('-', ' ')} ") == [case_id]


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_neither_skip_nor_repeat(bureau: Bureau, sort: Sort) -> None:
    for number in range(7):
        given.a_case(bureau, at=later(minutes=number // 2))
        given.a_dispatched_case(bureau, at=later(minutes=number // 3))
        given.an_answered_case(bureau)
    wanted = cases.CaseFilter(view=View.OPEN, sort=sort)
    whole = ids(cases.list_cases(SYSTEM, wanted, AT))
    assert len(whole) == 21
    paged: list[int] = []
    cursor = None
    while True:
        page = cases.list_cases(SYSTEM, wanted, AT, cursor=cursor, limit=4)
        paged += ids(page)
        cursor = page.next_cursor
        if cursor is None:
            break
    assert paged == whole
    dues = [row.due_at for row in cases.list_cases(SYSTEM, wanted, AT).rows]
    if sort is Sort.DUE:
        dated = [due for due in dues if due is not None]
        assert dated == sorted(dated)
        assert dues == [*dated, *[None] * 7], "what has no date comes last"


def test_a_damaged_cursor_begins_at_the_top(bureau: Bureau) -> None:
    case_id = given.a_case(bureau)
    for cursor in ("x", "////", "bnVsbA", "W10"):
        assert ids(cases.list_cases(SYSTEM, cases.CaseFilter(), AT, cursor=cursor)) == [case_id]


def test_lists_mask_numbers_of_persons(bureau: Bureau) -> None:
    given.a_case(bureau, title="电话13800001234", text="车牌皖A12345，身份证341102199001011234")
    (row,) = cases.list_cases(SYSTEM, cases.CaseFilter(), AT).rows
    assert not any(number in row.title + row.excerpt for number in ("13800001234", "A12345", "19900101"))


def test_a_page_shows_numbers_only_when_asked_to(bureau: Bureau) -> None:
    case_id = given.a_case(bureau, text="请打13800001234")
    reference = Case.objects.get(pk=case_id).reference
    assert "13800001234" not in cases.case_view(SYSTEM, reference, AT, masked=True).text
    assert "13800001234" in cases.case_view(SYSTEM, reference, AT, masked=False).text


def a_full_case(bureau: Bureau) -> str:
    """Return the reference of a case with everything that a page can show."""
    (party,) = parties.register_parties([parties.Contact(name="张示例", phone="19900001234")])
    case_id = given.an_answered_case(bureau, party_id=party, accused=["west-leader"], area="pine")
    round_id = Round.objects.get(case=case_id).pk
    cases.dispute_round(actor=SYSTEM, round_id=round_id, reason="没解决", at=later(days=1))
    cases.reopen_round(actor=SYSTEM, round_id=round_id, reason="属实", at=later(days=2))
    cases.sign_for(actor=SYSTEM, case_id=case_id, at=later(days=2))
    cases.ask_assist(
        actor=SYSTEM, case_id=case_id, unit_id=bureau.unit("traffic"), question="？", at=later(days=2)
    )
    cases.split_case(actor=SYSTEM, case_id=case_id, text="另一件", at=later(days=2))
    cases.bundle_cases(actor=SYSTEM, case_ids=[case_id, given.a_case(bureau)], title="工地", at=later(days=2))
    return Case.objects.get(pk=case_id).reference


def statements(queries: CaptureQueriesContext) -> list[str]:
    """Return what was asked, without the number of the set-up, which stands in the same transaction only here."""
    asked = [query["sql"] for query in queries]
    return [sql[:90] for sql in asked if "version WHERE id = 1" not in sql]


def test_a_case_page_takes_at_most_twenty_statements(bureau: Bureau) -> None:
    reference = a_full_case(bureau)
    actor = bureau.actor("chief")
    with CaptureQueriesContext(connection) as queries:
        page = cases.open_case(actor, reference, later(days=3))
    assert page.bundle
    assert page.splits
    assert page.asks
    assert len(statements(queries)) <= 20, statements(queries)
    case_id = page.case_id
    with CaptureQueriesContext(connection) as queries:
        cases.public_view(case_id, later(days=3))
    assert len(statements(queries)) <= 8, statements(queries)


def test_a_list_takes_as_many_statements_for_fifty_rows_as_for_one(bureau: Bureau) -> None:
    actor = bureau.actor("chief")
    given.a_case(bureau)
    taken = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            cases.list_cases(actor, cases.CaseFilter(view=View.OPEN), AT)
            cases.count_by_view(actor, AT)
        taken.append(len(statements(queries)))
        cases.open_cases(actor=SYSTEM, new=[given.new_case() for _ in range(60)], at=AT)
    assert taken[0] <= 4
    assert taken[1] <= taken[0]


def test_a_caller_s_earlier_cases_are_those_the_agent_may_see(bureau: Bureau) -> None:
    parties_of = parties.register_parties([parties.Contact(phone="19900001234")] * 2)
    seen = given.a_case(bureau, party_id=parties_of[0])
    given.a_case(bureau, party_id=parties_of[1], accused=["agent"])
    rows = cases.cases_of_caller(bureau.actor("agent"), "+86 199-0000-1234", later(hours=1))
    assert [row.case_id for row in rows] == [seen]
    assert cases.cases_of_caller(bureau.actor("agent-2"), "", AT) == ()
    assert cases.cases_of_caller(bureau.actor("west-1-handler"), "19900001234", later(hours=1)) == ()


def test_similar_cases_are_recent_open_and_nearest_first(bureau: Bureau) -> None:
    far = given.a_case(bureau, area="west-district", text="工地半夜施工，吵得睡不着")
    near = given.a_case(bureau, area="pine", text="工地夜里施工，老人睡不着")
    given.a_case(bureau, area="pine", text="身份证到期了怎么换", title="换证")
    closed = given.an_answered_case(bureau, area="pine", text="工地半夜施工，吵得睡不着")
    cases.close_rounds(actor=SYSTEM, round_ids=[Round.objects.get(case=closed).pk], why="", at=later(days=1))
    found = cases.similar_cases(SYSTEM, "工地半夜施工，吵得睡不着", bureau.area("pine"), later(days=2))
    assert [one.row.case_id for one in found] == [near, far]
    assert [one.same_area for one in found] == [True, False]
    assert cases.similar_cases(SYSTEM, "工地半夜施工", None, AT + timedelta(days=60)) == ()
    assert cases.similar_cases(SYSTEM, "！", None, AT) == ()


def test_an_outcome_is_part_of_the_answer(bureau: Bureau) -> None:
    page = cases.case_view(SYSTEM, Case.objects.get(pk=given.an_answered_case(bureau)).reference, AT)
    assert page.rounds[-1].outcome is Outcome.SOLVED


def test_a_branch_s_desk_finds_the_team_for_what_was_sent_to_the_branch(bureau: Bureau) -> None:
    given.a_case(bureau)
    given.a_dispatched_case(bureau, unit="east-1")
    given.a_dispatched_case(bureau, unit="west")
    sent = given.a_dispatched_case(bureau, unit="east")
    assert listed(bureau, "east-dispatcher", view=View.TRIAGE) == [sent]
    assert sent not in listed(bureau, "dispatcher", view=View.TRIAGE)
    east_1 = bureau.unit("east-1")
    cases.transfer(actor=bureau.actor("east-dispatcher"), case_id=sent, unit_id=east_1, reason="", at=AT)
    assert listed(bureau, "east-dispatcher", view=View.TRIAGE) == []
