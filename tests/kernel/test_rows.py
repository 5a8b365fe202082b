"""Rows that are written together are what they would be one by one."""

import uuid
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.contexts.cases.models import Topic
from answerable.contexts.intake.models import Submission
from answerable.contexts.ledger.models import JournalLine
from answerable.contexts.organisation.models import Person, Post, Unit
from answerable.kernel.rows import insert_rows, next_ids, update_rows

pytestmark = [pytest.mark.django_db, pytest.mark.near_db]
AT = datetime(2026, 5, 11, 2, 3, 4, 567891, tzinfo=UTC)
# What PostgreSQL can't hold, `kernel.text.clean` takes out of everything that comes in.
TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40)


def submission(number: int, text: str) -> Submission:
    return Submission(
        reference=f"2026-{number:04}-0000",
        channel="web",
        same_key=bytes([number]) * 32,
        content_digest=bytes(range(32)),
        received_at=AT,
        language="zh",
        text=text,
        lat=31.8206 + number,
        accused_units=[1, 2, number],
        attachment_ids=[uuid.UUID(int=number)],
    )


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_every_kind_of_value_comes_back_as_it_was(texts: list[str]) -> None:
    Submission.objects.all().delete()
    rows = [submission(number, text) for number, text in enumerate(texts)]
    insert_rows(rows)
    for row, stored in zip(rows, Submission.objects.order_by("reference"), strict=True):
        assert stored.pk is not None
        for field in Submission._meta.concrete_fields:
            if field.primary_key:
                continue
            wanted, found = getattr(row, field.attname), getattr(stored, field.attname)
            assert bytes(found) == wanted if isinstance(found, memoryview) else found == wanted, field.name


def test_only_the_named_fields_are_written() -> None:
    keys = next_ids(Topic, 3)
    rows = [
        Topic(pk=key, code=f"t{number}", name_zh="甲", name_en="A", kind="tip", terms_zh=["一", "二"])
        for number, key in enumerate(keys)
    ]
    insert_rows(rows)
    for row in rows:
        row.name_zh, row.name_en, row.terms_zh, row.parent_id = (
            "b'\"\\",
            "not written",
            ["{三,四}", ""],
            keys[2],
        )
    update_rows(rows[:2], ["name_zh", "terms_zh", "parent"])
    fields = ("name_zh", "name_en", "terms_zh", "parent_id")
    assert list(Topic.objects.order_by("code").values_list(*fields)) == [
        ("b'\"\\", "A", ["{三,四}", ""], keys[2]),
        ("b'\"\\", "A", ["{三,四}", ""], keys[2]),
        ("甲", "A", ["一", "二"], None),
    ]


def test_foreign_keys_and_dates_too() -> None:
    unit = Unit.objects.create(code="u", level="bureau", kind="territorial", name_zh="甲", name_en="A")
    person = Person.objects.create(name="示例")
    (key,) = next_ids(Post, 1)
    insert_rows([Post(pk=key, code="p", person=person, unit=unit, starts_on=date(2026, 1, 1))])
    post = Post.objects.get(pk=key)
    assert (post.unit, post.person, post.starts_on, post.ends_on) == (unit, person, date(2026, 1, 1), None)


def test_what_is_there_already_can_be_left_alone() -> None:
    insert_rows([submission(1, "first")])
    insert_rows([submission(1, "second"), submission(2, "other")], ignore_conflicts=True)
    assert list(Submission.objects.order_by("reference").values_list("text", flat=True)) == ["first", "other"]


def test_nothing_is_written_for_no_rows() -> None:
    insert_rows([])
    update_rows([], ["text"])
    assert next_ids(JournalLine, 0) == []
