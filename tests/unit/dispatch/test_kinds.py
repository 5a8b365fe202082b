import pytest

from answerable.contexts.cases.enums import Kind
from answerable.contexts.dispatch.domain.kinds import kind_of


@pytest.mark.parametrize(
    ("text", "usual", "kind"),
    [
        ("我要投诉楼下烧烤摊", Kind.REQUEST, Kind.COMPLAINT),
        ("请问身份证丢了怎么补办？", Kind.COMPLAINT, Kind.CONSULTATION),
        ("举报有人聚众赌博", Kind.COMPLAINT, Kind.TIP),
        ("建议在路口增设红绿灯", Kind.COMPLAINT, Kind.SUGGESTION),
        ("民警热情帮忙，特送锦旗表扬", Kind.CONSULTATION, Kind.PRAISE),
        ("与邻居因漏水发生纠纷，请民警调解", Kind.COMPLAINT, Kind.DISPUTE),
        ("How do I renew my passport?", Kind.REQUEST, Kind.CONSULTATION),
        ("I suggest a crossing near the school", Kind.COMPLAINT, Kind.SUGGESTION),
    ],
)
def test_the_words_say_what_is_wanted(text: str, usual: Kind, kind: Kind) -> None:
    assert kind_of(text, usual) is kind


@pytest.mark.parametrize("usual", list(Kind))
def test_where_the_words_do_not_say_the_topic_does(usual: Kind) -> None:
    assert kind_of("松树街路灯下", usual) is usual


def test_without_words_and_topic_it_is_a_request() -> None:
    assert kind_of("", None) is Kind.REQUEST
