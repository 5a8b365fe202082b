"""The public page of figures: shares with what they are shares of, versions, downloads."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.test import Client

import given
from answerable.contexts.review import api as review
from answerable.contexts.review.models import PublishedMonth

pytestmark = pytest.mark.django_db
AFTER = given.AT + timedelta(days=60)


def kept(month: date, version: int = 1, why: str = "", **counts: int) -> None:
    """Publish a month with these counts for the bureau, and a unit with a tenth of them."""
    steps = {step: counts.get(step, 0) for step in review.STEPS}
    part = {"by": "bureau", "code": "bureau", "name_zh": "示例市公安局", "name_en": "Example City", **steps}
    unit = {"by": "unit", "code": "east", "name_zh": "东区分局", "name_en": "East Branch"}
    tenth = {step: count // 10 for step, count in steps.items()}
    PublishedMonth.objects.create(
        month=month,
        version=version,
        counts=[part, {**unit, **tenth}],
        sha256="ab" * 32,
        made_at=AFTER,
        why_zh=why and f"{why}（中文）",
        why_en=why,
    )


WHOLE = {
    "due": 200,
    "in_time": 190,
    "invited": 180,
    "delivered": 170,
    "answered": 100,
    "silent": 80,
    "satisfied": 80,
    "basically": 10,
    "dissatisfied": 10,
    "solved": 85,
}


def page(address: str = "/figures/", language: str = "en") -> str:
    answer = Client().get(address, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_the_first_month_the_page_says_when_there_will_be_one() -> None:
    assert "Nothing is published yet" in page()
    assert "尚未发布" in page(language="zh")


def test_a_share_stands_with_its_interval_its_number_and_the_bounds_for_the_silent() -> None:
    kept(date(2026, 4, 1), **WHOLE)
    shown = page()
    # 90 of 100: Wilson's interval, and all 200 that were due for the bounds.
    for said in ("90<small> %</small>", "83 to 94, n = 100", "45.0% to 95.0%", "<strong>200</strong>"):
        assert said in shown, said
    # The unit has ten answers.
    assert "too few answers to say" in shown
    assert "东区分局" in page(language="zh")


def test_a_change_is_said_with_its_interval_and_whether_it_is_one() -> None:
    kept(date(2026, 4, 1), **WHOLE)
    kept(date(2026, 5, 1), **{**WHOLE, "satisfied": 60, "solved": 86})
    shown = page()
    assert "-30.6 to -9.0 points" in shown
    assert "can't be told from chance" in shown
    assert "Against" not in page("/figures/2026-4")


def test_a_correction_is_shown_and_the_first_version_stays() -> None:
    kept(date(2026, 4, 1), **WHOLE)
    kept(date(2026, 4, 1), 2, "Orders were missing", **{**WHOLE, "due": 210})
    assert "<strong>210</strong>" in page()
    assert "Orders were missing" in page()
    earlier = page("/figures/2026-4?version=1")
    assert "<strong>200</strong>" in earlier
    assert "before it was corrected" in earlier
    assert Client().get("/figures/2026-13").status_code == 404
    assert Client().get("/figures/2020-1").status_code == 404


def test_what_is_downloaded_says_the_same_and_hides_what_is_hidden() -> None:
    kept(date(2026, 4, 1), **WHOLE)
    kept(date(2026, 4, 1), 2, "Orders were missing", **{**WHOLE, "due": 210})
    answer = Client().get("/figures/all.csv")
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["by"], row["version"], row["superseded"], row["due"]) for row in rows] == [
        ("bureau", "1", "True", "200"),
        ("unit", "1", "True", "20"),
        ("bureau", "2", "False", "210"),
        ("unit", "2", "False", "21"),
    ]
    assert rows[0]["satisfied_share"] == "0.9"
    assert [rows[1][name] for name in ("satisfied", "satisfied_share", "solved")] == ["", "", ""]
    told = json.loads(Client().get("/figures/all.json").content)
    assert [row["satisfied_share"] for row in told] == [0.9, None, 0.9, None]
