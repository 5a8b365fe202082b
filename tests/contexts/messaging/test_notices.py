from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override

from answerable.contexts.deadlines.api import ClockKind
from answerable.contexts.messaging import api as messaging
from answerable.contexts.messaging.api import NewNotice
from answerable.contexts.messaging.sentences import CLOCKS, SENTENCES, sentence_of
from answerable.contexts.messaging.services.forget import forget_notices
from answerable.contexts.organisation.models import Person, Post, Unit
from answerable.kernel.actor import Actor, ActorKind

AT = datetime(2026, 5, 11, 2, tzinfo=UTC)
CHAIN, OTHER = "2026-AAAA-AAAA", "2026-BBBB-BBBB"

pytestmark = pytest.mark.django_db


def everything(chains: AbstractSet[str]) -> AbstractSet[str]:
    return chains


@pytest.fixture
def posts() -> list[Post]:
    unit = Unit.objects.create(
        code="u", level="team", kind="territorial", name_zh="莲花所", name_en="Lianhua"
    )
    return [
        Post.objects.create(
            code=name,
            person=Person.objects.create(name=name),
            unit=unit,
            title_zh="民警",
            title_en="Officer",
            starts_on=date(2020, 1, 1),
        )
        for name in ("one", "two")
    ]


def actor(post: Post) -> Actor:
    return Actor(kind=ActorKind.STAFF, name=post.code, post_id=post.pk)


def notice(post: Post, key: str = "a", chain: str = CHAIN) -> NewNotice:
    return NewNotice(post_id=post.pk, code="round.dispatched", key=key, chain=chain)


def test_a_post_reads_its_own_notices_newest_first(posts: list[Post]) -> None:
    one, two = posts
    messaging.notify_posts([notice(one), notice(two)], at=AT)
    messaging.notify_posts([notice(one, "b", "")], at=AT + timedelta(hours=1))
    assert [seen.chain for seen in messaging.notices(actor(one), visible=everything)] == ["", CHAIN]
    assert messaging.unread_count(actor(two), visible=everything) == 1
    assert messaging.notices(Actor.resident(1), visible=everything) == []
    assert messaging.unread_count(Actor.system("x"), visible=everything) == 0


def test_a_thing_is_told_once(posts: list[Post]) -> None:
    messaging.notify_posts([notice(posts[0]), notice(posts[0])], at=AT)
    messaging.notify_posts([notice(posts[0])], at=AT)
    assert messaging.unread_count(actor(posts[0]), visible=everything) == 1


def test_a_wall_that_came_later_hides_what_was_told_before(posts: list[Post]) -> None:
    messaging.notify_posts([notice(posts[0]), notice(posts[0], "b", OTHER)], at=AT)

    def without_first(chains: AbstractSet[str]) -> AbstractSet[str]:
        return chains - {CHAIN}

    assert [n.chain for n in messaging.notices(actor(posts[0]), visible=without_first)] == [OTHER]
    assert messaging.unread_count(actor(posts[0]), visible=without_first) == 1


def test_reading_marks_only_ones_own(posts: list[Post]) -> None:
    one, two = posts
    messaging.notify_posts([notice(one), notice(one, "b"), notice(two)], at=AT)
    [newest, _] = messaging.notices(actor(one), visible=everything)
    assert messaging.mark_read(actor=actor(two), public_ids=[newest.public_id], at=AT) == 0
    assert messaging.mark_read(actor=actor(one), public_ids=[newest.public_id], at=AT) == 1
    assert messaging.unread_count(actor(one), visible=everything) == 1
    assert messaging.mark_read(actor=actor(one), at=AT) == 1
    assert messaging.unread_count(actor(two), visible=everything) == 1
    assert messaging.mark_read(actor=Actor.resident(1), at=AT) == 0


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("code", SENTENCES)
def test_every_notice_has_its_sentence(code: str, language: str) -> None:
    with override(language):
        sentence = sentence_of(code, {"due": AT.isoformat(), "clock": "answer"})
        assert "%" not in sentence
        assert str(SENTENCES[code])


def test_every_clock_has_a_word() -> None:
    assert set(CLOCKS) == set(ClockKind.values)


def test_a_notice_without_a_sentence_is_refused_when_it_is_written(posts: list[Post]) -> None:
    with pytest.raises(KeyError):
        messaging.notify_posts([NewNotice(post_id=posts[0].pk, code="nonsense", key="x")], at=AT)


def test_notices_are_forgotten_after_half_a_year(posts: list[Post]) -> None:
    messaging.notify_posts([notice(posts[0])], at=AT)
    messaging.notify_posts([notice(posts[0], "b")], at=AT + timedelta(days=100))
    assert forget_notices(at=AT + timedelta(days=181)) == 1
    assert len(messaging.notices(actor(posts[0]), visible=everything)) == 1
