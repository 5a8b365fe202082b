"""Messages about the same matter in the same place are one issue."""

from datetime import datetime, timedelta

from answerable.contexts.insight.domain.linkage import cluster
from answerable.contexts.insight.domain.places import places
from answerable.contexts.insight.grouping import Message, find_issues

NOISE = (
    ("青棠新苑旁搅拌站噪音扰民", "青棠新苑小区旁边的搅拌站彻夜施工，噪音和粉尘让人无法入睡。"),
    ("投诉青棠新苑附近搅拌站粉尘污染", "搅拌站离青棠新苑不到一百米，粉尘污染严重，夜里噪音很大。"),
    ("搅拌站何时搬走", "住在青棠新苑，楼下搅拌站粉尘、噪音不断，请尽快搬走。"),
    ("青棠新苑业主反映搅拌站", "搅拌站的噪音和粉尘已经三个月了。"),
)
NOISE_ELSEWHERE = (
    ("柳渡花园广场舞噪音扰民", "柳渡花园楼下天天跳广场舞，噪音让人无法入睡。"),
    ("柳渡花园的广场舞", "柳渡花园门口的广场舞音响开到夜里十点，柳渡花园业主不得安宁。"),
)
METRO = (
    ("地铁9号线何时开通", "地铁9号线原定去年开通，现在还在延期。"),
    ("9号线延期", "地铁9号线延期多久，什么时候开通？"),
)
START = datetime(2026, 3, 1)


def messages(*groups: tuple[tuple[str, str], ...]) -> list[Message]:
    told = [text for group in groups for text in group]
    return [
        Message(f"m{at}", title, detail, START + timedelta(days=10 * at), likes=at)
        for at, (title, detail) in enumerate(told)
    ]


def test_an_issue_is_one_matter_in_one_place() -> None:
    found = find_issues(messages(NOISE, NOISE_ELSEWHERE, METRO))
    members = {tuple(issue.members) for issue in found}
    assert ("m0", "m1", "m2", "m3") in members
    assert ("m4", "m5") in members
    assert ("m6", "m7") in members


def test_an_issue_tells_its_place_period_and_terms() -> None:
    issue = next(issue for issue in find_issues(messages(NOISE, METRO)) if issue.size == 4)
    assert issue.place == "青棠新苑"
    assert (issue.first, issue.last) == ("2026-03-01", "2026-03-31")
    assert any("搅拌站" in term for term in issue.terms)


def test_the_hottest_comes_first_and_age_cools() -> None:
    young = [Message(f"y{at}", *text, START, 0) for at, text in enumerate(METRO)]
    old = [Message(f"o{at}", *text, START - timedelta(days=60), 0) for at, text in enumerate(NOISE_ELSEWHERE)]
    found = find_issues(old + young)
    assert [(issue.members[0], issue.heat) for issue in found] == [("y0", 2.0), ("o0", 1.0)]


def test_a_date_that_cannot_be_read_keeps_the_message() -> None:
    told = [Message(f"u{at}", *text, None, 3) for at, text in enumerate(METRO)]
    issue = find_issues(told)[0]
    assert (issue.size, issue.first, issue.heat) == (2, None, 0.0)
    assert find_issues([]) == []
    assert find_issues([Message("e", "", "", None, 0)] * 2) == []


def test_one_text_that_is_like_two_groups_does_not_chain_them() -> None:
    near: list[dict[int, float]] = [{} for _ in range(7)]
    for one, other, value in ((0, 1, 0.9), (1, 2, 0.9), (0, 2, 0.9), (4, 5, 0.9), (5, 6, 0.9), (4, 6, 0.9)):
        near[one][other] = near[other][one] = value
    for other in (2, 4):
        near[3][other] = near[other][3] = 0.35
    assert [len(group) for group in cluster(near)] == [4, 3]


def test_places_are_named_without_what_leads_up_to_them() -> None:
    named = places("我住在青棠市柳渡花园小区3栋，位于望湖路附近，地铁9号线的噪音很大，请问学校管不管？")
    assert "柳渡花园小区" in named
    assert "望湖路" in named
    assert {"地铁9号线", "3栋"} <= set(named)
    assert "学校" not in named
