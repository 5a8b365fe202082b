"""People come with their posts and grants, and never with a password."""

from datetime import date, timedelta

import pytest
from tests.contexts.organisation.tables import AT, PEOPLE, SYSTEM, UNITS, faults, places, table

from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.contexts.organisation.events import PostEnded
from answerable.contexts.organisation.models import Account
from answerable.contexts.proposals import api as proposals
from answerable.kernel import events
from answerable.kernel.tables import LoadResult

pytestmark = pytest.mark.django_db
HEADER = "username,name,post,unit,roles\n"


@pytest.fixture(autouse=True)
def _units() -> None:
    organisation.load_units(actor=SYSTEM, table=table(UNITS), at=AT)


def load(text: str, **how: object) -> tuple[LoadResult, list[str]]:
    given = table(text, "people.csv")
    at = how.get("at", AT)
    return organisation.load_people(actor=SYSTEM, table=given, at=at), places(given)  # type: ignore[arg-type]


def account(username: str) -> Account:
    return Account.objects.get(username=username)


def posts(username: str) -> list[organisation.PostView]:
    return organisation.posts_of(account(username), at=AT)


def reach(username: str, role: Role) -> set[str]:
    actor = organisation.actor_for(account(username), at=AT)
    return {organisation.units().get(unit).code for unit in actor.reach([role])}


def test_people_are_taken_and_taking_them_again_changes_nothing() -> None:
    assert load(PEOPLE) == (LoadResult(3, 0, 0), [])
    assert load(PEOPLE) == (LoadResult(0, 0, 3), [])
    assert [post.code for post in posts("zheng")] == ["zheng@east-1"]
    assert posts("zheng")[0].starts_on == date(2026, 5, 11)


def test_a_role_reaches_the_post_s_unit_or_the_one_it_names() -> None:
    load(PEOPLE)
    assert reach("zheng", Role.HANDLER) == {"east-1"}
    assert reach("zheng", Role.LEADER) == {"east", "east-1", "east-2"}
    assert reach("zheng", Role.SETUP) == set()


def test_a_new_account_can_t_be_signed_in_to() -> None:
    load(PEOPLE)
    assert not account("zhou").has_usable_password()


def test_for_a_person_whom_it_names_the_file_says_everything() -> None:
    load(PEOPLE)
    assert load(HEADER + "zheng,郑示例,民警,east-2,handler\n") == (LoadResult(1, 1, 0), [])
    assert [post.code for post in posts("zheng")] == ["zheng@east-2"]
    assert reach("zheng", Role.LEADER) == set()
    assert posts("zhou")


def test_a_post_that_a_file_ends_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[object] = []
    monkeypatch.setitem(events._at_once, PostEnded, [heard.extend])
    load(PEOPLE)
    [post] = posts("zheng")
    load(HEADER + "zheng,郑示例,民警,east-2,handler\n")
    assert heard == [PostEnded(post.id)]


def test_changes_of_name_title_and_grants_are_one_change_of_one_post() -> None:
    load(PEOPLE)
    assert load(HEADER + "zheng,郑甲示例,所长,east-1,leader\n") == (LoadResult(0, 1, 0), [])
    [post] = posts("zheng")
    assert (post.person_name, post.title("zh"), reach("zheng", Role.HANDLER)) == ("郑甲示例", "所长", set())


def test_a_person_may_hold_several_posts_and_come_back_to_one() -> None:
    two = HEADER + "li,李示例,民警,east-1,handler\nli,李示例,教官,traffic,analyst\n"
    one = HEADER + "li,李示例,教官,traffic,analyst\n"
    assert load(two)[0] == LoadResult(2, 0, 0)
    assert len(posts("li")) == 2
    load(one)
    assert [post.code for post in posts("li")] == ["li@traffic"]
    load(two, at=AT + timedelta(days=1))
    later = organisation.posts_of(account("li"), at=AT + timedelta(days=2))
    assert {post.code for post in later} == {"li@traffic", "li@east-1-2"}


def test_user_names_are_small_letters() -> None:
    load(HEADER + "Sun,孙示例,民警,east-1,handler\n")
    assert load(HEADER + "ＳＵＮ,孙示例,民警,east-1,handler\n")[0] == LoadResult(0, 0, 1)


def test_titles_in_english_and_first_days_are_taken_where_given() -> None:
    text = "username,name,post,title_en,unit,roles,starts_on\nsun,孙示例,民警,Officer,east-1,handler,2026-01-05\n"
    load(text)
    [post] = posts("sun")
    assert (post.title("en"), post.starts_on) == ("Officer", date(2026, 1, 5))


def test_every_fault_is_told_at_once_and_nothing_is_written() -> None:
    text = """username,name,post,unit,roles,starts_on
a,甲,民警,nowhere,handler,
b,乙,民警,east,king|handler,
c,丙,民警,east,leader@nowhere,
d,丁,民警,east,handler,
d,戊,民警,bureau,handler,
d,丁,民警,east,handler,
 ,己,,east,handler,soon
"""
    result, found = load(text)
    assert result == LoadResult(0, 0, 0)
    assert sorted(found) == sorted(
        ["2:unit", "3:roles", "4:roles", "6:name", "7:unit", "8:username", "8:post", "8:starts_on"]
    )
    assert not Account.objects.exists()


def test_nobody_gives_himself_grants_by_a_file() -> None:
    load(PEOPLE)
    actor = organisation.actor_for(account("zhou"), at=AT)
    own = table(HEADER + "zhou,周示例,局长,bureau,leader|setup|inspector\n")
    organisation.load_people(actor=actor, table=own, at=AT)
    assert places(own) == ["2:username"]
    assert reach("zhou", Role.INSPECTOR) == set()
    others = table(HEADER + "wu,吴示例,督察,bureau,inspector\n")
    assert organisation.load_people(actor=actor, table=others, at=AT) == LoadResult(0, 1, 0), faults(others)


def test_the_rights_in_a_file_of_one_person_wait_for_a_second() -> None:
    load(PEOPLE)
    zhou = organisation.actor_for(account("zhou"), at=AT)
    organisation.load_people(actor=zhou, table=table(HEADER + "wu,吴示例,派单员,bureau,inspector\n"), at=AT)
    # What it takes away is gone at once, what it gives is not there yet.
    assert (reach("wu", Role.DISPATCHER), reach("wu", Role.INSPECTOR)) == (set(), set())
    load(HEADER + "sun,孙示例,副局长,bureau,setup\n")
    sun = organisation.actor_for(account("sun"), at=AT)
    (waiting,) = proposals.open_proposals(sun, at=AT)
    proposals.confirm(actor=sun, public_id=waiting.public_id, at=AT)
    assert "bureau" in reach("wu", Role.INSPECTOR)


def test_nobody_is_posted_to_a_closed_unit() -> None:
    closed = (
        "code,parent,level,kind,name_zh,name_en,active\neast-2,east,team,territorial,东二派出所,East 2,no\n"
    )
    organisation.load_units(actor=SYSTEM, table=table(closed), at=AT)
    assert load(HEADER + "sun,孙示例,民警,east-2,handler\n")[1] == ["2:unit"]
