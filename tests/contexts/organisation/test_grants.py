"""Nobody gives more than he holds, and nobody gives it to himself (T9)."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.contexts.organisation.tables import AT, SYSTEM, actor, post_of, unit_id

from answerable.contexts.ledger.models import JournalLine
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.contexts.organisation.errors import LastSetUp, NeedsSecond, OwnGrant
from answerable.contexts.organisation.events import PostEnded
from answerable.contexts.organisation.models import Account
from answerable.kernel import events
from answerable.kernel.actor import Actor
from answerable.kernel.errors import AnswerableError, Invalid, NotFound, NotPermitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bureau")]


def give(by: str, to: str, role: Role, unit: str) -> None:
    """Give a right, with Zhou as the second person; where it is Zhou who gives, with the one of the east."""
    second = actor("east" if by == "zhou" else "zhou")
    organisation.grant(
        actor=actor(by),
        second=second,
        post_id=post_of(to).id,
        role=role,
        unit_id=unit_id(unit),
        at=AT,
    )


def set_right(to: str, role: Role, unit: str) -> None:
    organisation.grant(actor=SYSTEM, post_id=post_of(to).id, role=role, unit_id=unit_id(unit), at=AT)


def take(by: str, of: str, role: Role, unit: str) -> None:
    organisation.revoke(actor=actor(by), post_id=post_of(of).id, role=role, unit_id=unit_id(unit), at=AT)


def units_of(username: str, role: Role) -> set[str]:
    return {organisation.units().get(unit).code for unit in actor(username).reach([role])}


def test_a_grant_is_given_and_taken_within_the_giver_s_reach() -> None:
    give("east", "lin", Role.LEADER, "east")
    give("east", "lin", Role.LEADER, "east")
    assert units_of("lin", Role.LEADER) == {"east", "east-1", "east-2"}
    take("east", "lin", Role.LEADER, "east")
    assert units_of("lin", Role.LEADER) == set()
    acts = [line.code for line in JournalLine.objects.order_by("id")][-2:]
    assert acts == ["organisation.grant.given", "organisation.grant.revoked"]


@pytest.mark.parametrize(
    ("by", "to", "unit", "refusal"),
    [
        ("east", "lin", "bureau", NotPermitted),  # beyond the giver's reach
        ("east", "lin", "traffic", NotPermitted),
        ("east", "wu", "east", NotPermitted),  # a post that is not his to set up
        ("wu", "lin", "east-1", NotPermitted),  # no set-up at all
        ("east", "east", "east-1", OwnGrant),
        ("zhou", "zhou", "east-1", OwnGrant),
    ],
)
def test_a_grant_beyond_the_giver_s_reach_or_to_himself_is_refused(
    by: str, to: str, unit: str, refusal: type[AnswerableError]
) -> None:
    with pytest.raises(refusal):
        give(by, to, Role.INSPECTOR, unit)
    assert units_of(to, Role.INSPECTOR) == set()


def test_one_person_alone_gives_no_right() -> None:
    set_right("wu", Role.SETUP, "bureau")
    organisation.appoint(
        actor=SYSTEM, unit_id=unit_id("east"), new=organisation.Appointment("zhou", "", "兼职"), at=AT
    )
    own_other_post = organisation.actor_for(
        organisation.posts_of(Account.objects.get(username="zhou"), at=AT)[1].id, at=AT
    )
    right = {"post_id": post_of("lin").id, "role": Role.LEADER, "unit_id": unit_id("east"), "at": AT}
    for second in (None, actor("zhou"), own_other_post, Actor.system("job"), Actor.resident()):
        with pytest.raises(NeedsSecond):
            organisation.grant(actor=actor("zhou"), second=second, **right)
    with pytest.raises(NotPermitted):  # the second person must be allowed to, too
        organisation.grant(actor=actor("zhou"), second=actor("zheng"), **right)
    assert units_of("lin", Role.LEADER) == set()
    organisation.grant(actor=actor("zhou"), second=actor("wu"), **right)
    assert units_of("lin", Role.LEADER) == {"east", "east-1", "east-2"}


def test_one_person_alone_opens_no_account_again() -> None:
    set_right("wu", Role.SETUP, "bureau")
    organisation.disable_account(actor=actor("zhou"), username="lin", at=AT)
    with pytest.raises(NeedsSecond):
        organisation.enable_account(actor=actor("zhou"), username="lin", at=AT)
    organisation.enable_account(actor=actor("zhou"), second=actor("wu"), username="lin", at=AT)
    assert Account.objects.get(username="lin").active


def test_whoever_sets_up_a_unit_may_take_a_role_for_it_from_anybody() -> None:
    set_right("wu", Role.LEADER, "east-1")
    take("east", "wu", Role.LEADER, "east-1")
    assert units_of("wu", Role.LEADER) == set()
    with pytest.raises(NotPermitted):
        take("east", "wu", Role.DISPATCHER, "bureau")


def test_two_who_put_each_other_out_at_once_leave_one_to_set_up_the_bureau() -> None:
    set_right("wu", Role.SETUP, "bureau")
    zhou, wu = actor("zhou"), actor("wu")
    organisation.disable_account(actor=zhou, username="wu", at=AT)
    with pytest.raises(LastSetUp):
        organisation.disable_account(actor=wu, username="zhou", at=AT)
    with pytest.raises(LastSetUp):
        organisation.end_post(actor=wu, post_id=post_of("zhou").id, at=AT)
    with pytest.raises(LastSetUp):
        organisation.revoke(
            actor=wu, post_id=post_of("zhou").id, role=Role.SETUP, unit_id=unit_id("bureau"), at=AT
        )
    assert "bureau" in units_of("zhou", Role.SETUP)


def test_a_new_person_gets_a_post_without_grants() -> None:
    new = organisation.Appointment("hua", "华示例", "民警", "Officer")
    post = organisation.appoint(actor=actor("east"), unit_id=unit_id("east-2"), new=new, at=AT)
    assert (post.code, post.person_name, post.title("en"), post.grants) == (
        "hua@east-2",
        "华示例",
        "Officer",
        (),
    )
    assert post_of("hua") == post


def test_a_person_who_is_there_gets_another_post() -> None:
    new = organisation.Appointment("LIN", "", "教官")
    post = organisation.appoint(actor=actor("zhou"), unit_id=unit_id("traffic"), new=new, at=AT)
    assert post.person_id == post_of("lin").person_id
    with pytest.raises(Invalid) as error:
        organisation.appoint(actor=actor("zhou"), unit_id=unit_id("traffic"), new=new, at=AT)
    assert [fault.where for fault in error.value.faults] == ["username"]


def test_an_appointment_outside_one_s_reach_or_of_oneself_is_refused() -> None:
    new = organisation.Appointment("hua", "华示例", "民警")
    with pytest.raises(NotPermitted):
        organisation.appoint(actor=actor("east"), unit_id=unit_id("traffic"), new=new, at=AT)
    own = organisation.Appointment("east", "", "局长")
    with pytest.raises(OwnGrant):
        organisation.appoint(actor=actor("east"), unit_id=unit_id("east-1"), new=own, at=AT)


def test_all_faults_of_an_appointment_are_told_at_their_fields() -> None:
    new = organisation.Appointment("h h", "", "", "x" * 61, "soon")
    with pytest.raises(Invalid) as error:
        organisation.appoint(actor=SYSTEM, unit_id=unit_id("east"), new=new, at=AT)
    found = sorted(fault.where for fault in error.value.faults)
    assert found == ["name", "starts_on", "title_en", "title_zh", "username"]


def test_nobody_acts_by_a_post_that_has_ended_and_what_it_held_stays_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[object] = []
    monkeypatch.setitem(events._at_once, PostEnded, [heard.extend])
    post = post_of("lin")
    organisation.end_post(actor=actor("east"), post_id=post.id, at=AT + timedelta(days=3))
    with pytest.raises(NotPermitted):
        organisation.actor_for(post.id, at=AT + timedelta(days=3))
    for role, unit in organisation.post_view(post.id).grants:
        assert post.id not in {
            one.id for one in organisation.posts_holding(role, unit, at=AT + timedelta(days=3))
        }
    assert organisation.post_view(post.id).grants == post.grants != ()
    assert heard == [PostEnded(post.id)]
    with pytest.raises(NotFound):
        organisation.end_post(actor=actor("zhou"), post_id=post.id, at=AT + timedelta(days=4))
    with pytest.raises(NotPermitted):
        organisation.end_post(actor=actor("east"), post_id=post_of("wu").id, at=AT)
    with pytest.raises(OwnGrant):
        organisation.end_post(actor=actor("east"), post_id=post_of("east").id, at=AT)


def test_a_post_and_its_holder_are_renamed_within_one_s_reach() -> None:
    facts = organisation.PostFacts("林甲示例", "副所长", "Deputy")
    organisation.change_post(actor=actor("east"), post_id=post_of("lin").id, facts=facts, at=AT)
    post = post_of("lin")
    assert (post.person_name, post.title("zh"), post.title("en")) == ("林甲示例", "副所长", "Deputy")
    wrong = organisation.PostFacts(" ", "", "x" * 61)
    with pytest.raises(Invalid) as error:
        organisation.change_post(actor=SYSTEM, post_id=post.id, facts=wrong, at=AT)
    assert sorted(fault.where for fault in error.value.faults) == ["name", "title_en", "title_zh"]
    with pytest.raises(NotPermitted):
        organisation.change_post(actor=actor("east"), post_id=post_of("wu").id, facts=facts, at=AT)
    with pytest.raises(OwnGrant):
        organisation.change_post(actor=actor("east"), post_id=post_of("east").id, facts=facts, at=AT)


PEOPLE = st.sampled_from(["zhou", "east", "lin", "zheng", "wu"])
PLACES = st.sampled_from(["bureau", "east", "east-1", "east-2", "traffic"])
ACTS = st.lists(st.tuples(st.sampled_from(["give", "take"]), PEOPLE, PEOPLE, PLACES), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_no_sequence_of_grants_lets_the_east_rise_above_the_east(
    acts: list[tuple[str, str, str, str]],
) -> None:
    """Without those of the bureau, whatever the others do among themselves, set-up stays within the east."""
    insiders = {"east", "lin", "zheng"}
    for act, by, other, place in acts:
        if by not in insiders:
            continue
        try:
            (give if act == "give" else take)(by, other, Role.SETUP, place)
        except AnswerableError:
            continue
    for username in ("east", "lin", "zheng"):
        assert units_of(username, Role.SETUP) <= {"east", "east-1", "east-2"}
    assert units_of("zhou", Role.SETUP) == {"bureau", "east", "east-1", "east-2", "traffic"}
