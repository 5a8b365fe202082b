"""Those complained of never see, list, count or find the case, nor get it suggested; it is as if it were not there.

Two worlds: one bureau without the case, the same bureau with it. Whatever a walled actor asks, both answer alike.
"""

from collections.abc import Callable

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases import permissions
from answerable.contexts.cases.enums import RoundState, View
from answerable.contexts.cases.errors import BureauIsAccused, CaseNotFound, UnitIsWalled
from answerable.contexts.cases.models import Accused, Case, Round
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.contexts.parties import api as parties
from answerable.kernel.actor import Actor
from given import AT, SYSTEM, Bureau, later

pytestmark = pytest.mark.django_db
CANARY = "鹬蚌相争"
PHONE = "19900001234"
# Everybody whom a complaint about the head of East Station 1 is kept from.
WALLED = ("east-1-leader", "east-1-handler", "east-1-handler-2")


@pytest.fixture
def bureau() -> Bureau:
    made = given.a_bureau()
    for unit in ("east-1", "east-2", "west-1"):
        given.a_handled_case(made, unit=unit)
    return made


def complained_of(bureau: Bureau, **changes: object) -> cases.CaseId:
    """Open the complaint, with every reason for which East Station 1 would otherwise see it."""
    (party,) = parties.register_parties([parties.Contact(name="张示例", phone=PHONE)])
    case_id = given.a_handled_case(
        bureau,
        text=f"所长态度恶劣，{CANARY}。松树街工地连续三晚施工到半夜，吵得睡不着。",
        party_id=party,
        topic_code="conduct.rude",
        area="pine",
        urgent=True,
        **changes,
    )
    cases.record_accused(
        actor=bureau.actor("inspector"), case_id=case_id, posts=(bureau.post("east-1-leader"),), at=AT
    )
    return case_id


def everything(actor: Actor, bureau: Bureau) -> list[object]:
    """Ask for all that an actor could ask for."""
    lists: list[object] = [cases.list_cases(actor, cases.CaseFilter(view=view), AT) for view in View]
    lists += [
        cases.list_cases(actor, wanted, AT)
        for wanted in (
            cases.CaseFilter(text=CANARY),
            cases.CaseFilter(text=CANARY[:1]),
            cases.CaseFilter(text="睡不着"),
            cases.CaseFilter(topic_code="conduct"),
            cases.CaseFilter(unit_id=bureau.unit("east-1")),
            cases.CaseFilter(area_id=bureau.area("pine")),
            cases.CaseFilter(urgent=True),
            cases.CaseFilter(states=(RoundState.TRIAGE,)),
        )
    ]
    return [
        *lists,
        cases.count_by_view(actor, AT),
        cases.similar_cases(actor, "施工到半夜，吵得睡不着，鹬蚌相争", bureau.area("pine"), AT),
        cases.cases_of_caller(actor, PHONE, AT),
    ]


@pytest.mark.parametrize("who", WALLED)
def test_in_both_worlds_a_walled_actor_gets_the_same_answers(bureau: Bureau, who: str) -> None:
    actor = bureau.actor(who)
    without = everything(actor, bureau)
    case_id = complained_of(bureau)
    assert everything(actor, bureau) == without
    assert cases.visible_of(actor, [case_id]) == frozenset()
    assert not cases.visible_rows(actor, [case_id])
    assert not cases.visible_references(actor, [Case.objects.get(pk=case_id).reference])


@pytest.mark.parametrize("who", ["east-leader", "inspector", "chief", "dispatcher"])
def test_those_above_do_see_it(bureau: Bureau, who: str) -> None:
    case_id = complained_of(bureau)
    rows = cases.list_cases(bureau.actor(who), cases.CaseFilter(text=CANARY), AT).rows
    assert [row.case_id for row in rows] == [case_id]


def acts() -> list[Callable[[Actor, cases.CaseId], object]]:
    def call(act: Callable[..., object], **facts: object) -> Callable[[Actor, cases.CaseId], object]:
        return lambda actor, case_id: act(actor=actor, case_id=case_id, at=AT, **facts)

    return [
        call(cases.sign_for),
        call(cases.write_note, text="备注"),
        call(cases.ask_return, reason="x"),
        call(cases.add_to_case, text="x"),
        call(cases.withdraw_case, reason="x"),
        call(cases.take_over, reason="x"),
        call(cases.mark_urgent, urgent=False, reason="x"),
        lambda actor, case_id: cases.case_view(actor, Case.objects.get(pk=case_id).reference, AT),
        lambda actor, case_id: cases.open_case(actor, Case.objects.get(pk=case_id).reference, AT),
        lambda actor, case_id: cases.case_id_of(actor, Case.objects.get(pk=case_id).reference),
    ]


@pytest.mark.parametrize("number", range(10))
def test_a_walled_case_is_not_there_whatever_is_tried(bureau: Bureau, number: int) -> None:
    case_id, act = complained_of(bureau), acts()[number]
    with pytest.raises(CaseNotFound) as walled:
        act(bureau.actor("east-1-leader"), case_id)
    assert str(walled.value) == str(CaseNotFound())


def test_absent_and_walled_take_the_same_statements(bureau: Bureau) -> None:
    walled = Case.objects.get(pk=complained_of(bureau)).reference
    actor = bureau.actor("east-1-handler")
    asked = []
    for reference in (walled, "2026-ZZZZ-ZZZZ"):
        with (
            CaptureQueriesContext(
                connection,
            ) as queries,
            pytest.raises(CaseNotFound),
        ):
            cases.case_view(actor, reference, AT)
        asked.append([query["sql"].replace(reference, "…") for query in queries])
    assert asked[0] == asked[1]


def test_the_wall_follows_the_person_into_another_post(bureau: Bureau) -> None:
    case_id = complained_of(bureau)
    person = organisation.post_view(bureau.post("east-1-handler")).person_id
    elsewhere = bureau.actor("chief")
    moved = Actor(
        kind=elsewhere.kind,
        name="moved",
        post_id=elsewhere.post_id,
        person_id=person,
        unit_id=elsewhere.unit_id,
        grants=elsewhere.grants,
    )
    assert cases.visible_of(elsewhere, [case_id])
    assert not cases.visible_of(moved, [case_id])


def test_a_unit_that_is_complained_of_loses_the_case_to_the_desk(bureau: Bureau) -> None:
    case_id = given.a_handled_case(bureau)
    cases.record_accused(
        actor=bureau.actor("east-1-handler"),
        case_id=case_id,
        units=(bureau.unit("east-1"),),
        at=later(hours=1),
    )
    page = cases.case_view(bureau.actor("dispatcher"), Case.objects.get(pk=case_id).reference, AT)
    assert (page.state, page.unit_id, page.handler_post_id) == (RoundState.TRIAGE, None, None)
    with pytest.raises(UnitIsWalled):
        cases.dispatch_cases(
            actor=bureau.actor("dispatcher"),
            orders=[cases.DispatchOrder(case_id, bureau.unit("east-1"))],
            at=later(hours=2),
        )


def test_a_wall_around_a_branch_takes_in_its_teams(bureau: Bureau) -> None:
    case_id = given.a_case(bureau, accused_unit="east")
    walled = set(Case.objects.get(pk=case_id).walled_units)
    assert walled == {bureau.unit(code) for code in ("east", "east-1", "east-2")}


def test_the_units_that_an_accused_person_leads_are_walled_off_too(bureau: Bureau) -> None:
    case = Case.objects.get(pk=given.a_case(bureau, accused=["east-leader"]))
    assert set(case.walled_units) == {bureau.unit(code) for code in ("east", "east-1", "east-2")}


def moved(bureau: Bureau, who: str, to: str, *, day: int) -> int:
    """Transfer somebody to another unit some days after the beginning; return the new post."""
    post, at = organisation.post_view(bureau.post(who)), later(days=day)
    organisation.end_post(actor=SYSTEM, post_id=post.id, at=at)
    new = organisation.Appointment(username=who, name=post.person_name, title_zh="民警")
    made = organisation.appoint(actor=SYSTEM, unit_id=bureau.unit(to), new=new, at=at)
    organisation.grant(actor=SYSTEM, post_id=made.id, role=Role.HANDLER, unit_id=bureau.unit(to), at=at)
    return made.id


def test_the_unit_that_an_accused_person_led_when_it_happened_is_walled_off(bureau: Bureau) -> None:
    now_at = moved(bureau, "east-1-leader", "west-1", day=10)
    case_id = given.a_case(bureau, at=later(days=20), accused_posts=(now_at,))
    assert Case.objects.get(pk=case_id).walled_units == [bureau.unit("east-1")]
    assert not cases.visible_of(bureau.actor("east-1-handler"), [case_id])


def test_whoever_served_in_an_accused_unit_when_it_happened_is_kept_away(bureau: Bureau) -> None:
    long_ago, lately = (
        organisation.actor_for(moved(bureau, who, "west-1", day=day), at=later(days=200))
        for who, day in (("east-1-handler", 10), ("east-1-handler-2", 190))
    )
    case_id = given.a_dispatched_case(bureau, unit="west-1", accused_unit="east-1", at=later(days=200))
    assert cases.visible_of(long_ago, [case_id])
    assert not cases.visible_of(lately, [case_id])
    cases.record_accused(
        actor=SYSTEM,
        case_id=case_id,
        units=(bureau.unit("east-1"),),
        happened_at=later(days=5),
        at=later(days=200),
    )
    assert not cases.visible_of(long_ago, [case_id])


def test_a_complaint_about_the_chief_is_kept_from_the_chief_alone(bureau: Bureau) -> None:
    case_id = given.a_case(bureau, accused=["chief"])
    assert not cases.visible_of(bureau.actor("chief"), [case_id])
    assert cases.visible_of(bureau.actor("dispatcher"), [case_id])
    assert Case.objects.get(pk=case_id).walled_units == []


def test_there_is_no_wall_around_the_whole_bureau(bureau: Bureau) -> None:
    case_id = given.a_case(bureau, accused_unit="bureau")
    assert Case.objects.get(pk=case_id).walled_units == []
    with pytest.raises(BureauIsAccused):
        cases.record_accused(actor=SYSTEM, case_id=case_id, units=(bureau.unit("bureau"),), at=AT)


def test_a_reopened_round_goes_above_the_wall(bureau: Bureau) -> None:
    case_id = given.an_answered_case(bureau)
    cases.record_accused(
        actor=SYSTEM, case_id=case_id, posts=(bureau.post("east-leader"),), at=later(hours=2)
    )
    round_id = Round.objects.get(case=case_id).pk
    cases.reopen_round(actor=SYSTEM, round_id=round_id, reason="属实", at=later(days=1))
    assert Case.objects.get(pk=case_id).unit_id == bureau.unit("bureau")


def test_what_is_split_off_stays_behind_the_same_wall(bureau: Bureau) -> None:
    case_id = complained_of(bureau)
    new = cases.split_case(actor=SYSTEM, case_id=case_id, text="另外，路灯不亮。", at=later(hours=1))
    assert not cases.visible_of(bureau.actor("east-1-handler"), [new])


def test_a_bundle_shows_only_what_the_reader_may_see(bureau: Bureau) -> None:
    open_one, walled = given.a_handled_case(bureau), complained_of(bureau)
    cases.bundle_cases(actor=SYSTEM, case_ids=[open_one, walled], title="工地", at=AT)
    page = cases.case_view(bureau.actor("east-1-handler"), Case.objects.get(pk=open_one).reference, AT)
    assert page.bundle is not None
    assert [row.case_id for row in page.bundle.rows] == [open_one]


def test_who_is_complained_of_is_read_by_those_who_must_know(bureau: Bureau) -> None:
    case_id = complained_of(bureau)
    reference = Case.objects.get(pk=case_id).reference
    inside = cases.case_view(bureau.actor("inspector"), reference, AT).accused
    assert inside is not None
    assert [row.post_id for row in inside] == [bureau.post("east-1-leader")]
    assert cases.case_view(bureau.actor("reviewer"), reference, AT).accused is None
    assert Accused.objects.count() == 1


def test_nothing_behind_a_wall_is_learnt_from(bureau: Bureau) -> None:
    case_id = given.an_answered_case(bureau, text=CANARY, accused=["west-leader"])
    cases.close_rounds(
        actor=SYSTEM, round_ids=[Round.objects.get(case=case_id).pk], why="满意", at=later(days=1)
    )
    assert not any(CANARY in one.text for one in cases.labelled_texts(limit=100))


def test_the_policy_says_the_same_of_a_query_and_of_a_row(bureau: Bureau) -> None:
    complained_of(bureau)
    given.a_case(bureau)
    given.a_case(bureau, accused=["agent"])
    given.a_handled_case(bureau, unit="traffic-1", accused_unit="west")
    people = [line.split(",")[0] for line in given.bureau.PEOPLE.splitlines()[1:]]
    actors = [
        *map(bureau.actor, people),
        SYSTEM,
        Actor.resident(Case.objects.all()[0].pk),
        Actor.channel("web"),
    ]
    for actor in actors:
        found = set(Case.objects.filter(permissions.visible(actor) & Q()).values_list("pk", flat=True))
        assert found == {case.pk for case in Case.objects.all() if permissions.sees(actor, case)}, actor.name
