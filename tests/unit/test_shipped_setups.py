"""What is shipped as content is checked like code: complete, in both languages, and consistent."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import time
from functools import cache
from pathlib import Path

import pytest

from answerable.contexts.organisation.enums import Level, Role, UnitKind
from answerable.kernel.tables import Row, open_tables

ROOT = Path(__file__).parents[2]
POLICE = ROOT / "src/answerable/contexts/organisation/setups/china-police"
HOTLINE = ROOT / "examples/hotline-12345"

COLUMNS = {
    "topics": "code,parent,name_zh,name_en,description_zh,description_en,terms_zh,terms_en,kind,sensitive",
    "calendar": "date,kind,name_zh,name_en",
    "workweek": "weekday,start,end",
    "clocks": "kind,topic,clock,amount,unit,extension_max,why_zh,why_en",
    "templates": "code,purpose,kind,topic,channel,name_zh,name_en,body_zh,body_en",
    "units": "code,parent,level,kind,name_zh,name_en",
    "areas": "code,parent,name_zh,name_en,names",
    "catalogue": "priority,topic,area,kind,unit,note",
    "people": "username,name,post,unit,roles",
}
FILES = [
    *[(POLICE, name) for name in ("topics", "calendar", "workweek", "clocks", "templates")],
    *[(HOTLINE, name) for name in COLUMNS if name != "calendar"],
]
KINDS = {"complaint", "request", "consultation", "suggestion", "tip", "praise", "dispute"}
CLOCKS = {"acknowledge", "sign_for", "first_contact", "answer", "close", "return_visit", "contest"}
UNITS_OF_TIME = {"working_minutes", "working_hours", "working_days", "days", "hours"}
PURPOSES = {"answer", "acknowledgement", "rating_invitation", "reminder", "refusal"}
PLACEHOLDERS = {"reference", "unit", "due", "answer", "link"}
MAY_BE_EMPTY = {"parent", "sensitive", "note"}

both = pytest.mark.parametrize("folder", [POLICE, HOTLINE], ids=lambda folder: folder.name)
each_file = pytest.mark.parametrize(("folder", "name"), FILES, ids=lambda part: getattr(part, "name", part))


@cache
def rows(folder: Path, name: str) -> tuple[Row, ...]:
    table = open_tables(folder).get(name)
    assert table is not None, f"{folder.name}/{name}.csv is missing"
    assert table.columns == tuple(COLUMNS[name].split(","))
    assert not table.faults
    return tuple(table.rows)


def codes(folder: Path, name: str) -> set[str]:
    return {row["code"] for row in rows(folder, name)}


def leaves(folder: Path) -> list[Row]:
    return [row for row in rows(folder, "topics") if row["parent"]]


def repeated(values: Iterable[str], times: int = 1) -> list[str]:
    return [value for value, count in Counter(values).items() if count > times]


@each_file
def test_every_cell_is_filled_in_both_languages(folder: Path, name: str) -> None:
    empty = [
        (row.line, column)
        for row in rows(folder, name)
        for column in COLUMNS[name].split(",")
        if column not in MAY_BE_EMPTY and not row[column]
    ]
    assert empty == []


@each_file
def test_a_chinese_cell_is_chinese_and_an_english_one_is_not(folder: Path, name: str) -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    columns = COLUMNS[name].split(",")
    for row in rows(folder, name):
        assert all(chinese.search(row[column]) for column in columns if column.endswith("_zh")), row.line
        assert not any(chinese.search(row[column]) for column in columns if column.endswith("_en")), row.line


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        (POLICE, "topics"),
        (POLICE, "templates"),
        *[(HOTLINE, n) for n in ("topics", "templates", "units", "areas")],
    ],
    ids=lambda part: getattr(part, "name", part),
)
def test_codes_and_names_are_unique(folder: Path, name: str) -> None:
    for column in ("code", "name_zh", "name_en"):
        assert repeated(row[column] for row in rows(folder, name)) == []


@both
def test_topics_have_two_levels(folder: Path) -> None:
    first = {row["code"] for row in rows(folder, "topics") if not row["parent"]}
    for row in rows(folder, "topics"):
        assert re.fullmatch(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?", row["code"])
        assert row["parent"] == (row["code"].rpartition(".")[0])
        assert not row["parent"] or row["parent"] in first
        assert row["kind"] in KINDS
        assert row["sensitive"] in {"", "officer", "safe"}
    assert first == {row["parent"] for row in leaves(folder)}


@both
def test_a_topic_has_enough_terms_to_be_recognised_by(folder: Path) -> None:
    for row in leaves(folder):
        for column, least, most in (("terms_zh", 12, 30), ("terms_en", 8, 20)):
            terms = row[column].split("|")
            assert least <= len(terms) <= most, (row["code"], column, len(terms))
            assert all(term == term.strip() and term for term in terms), row["code"]
            assert repeated(terms) == [], row["code"]


@both
@pytest.mark.parametrize("column", ["terms_zh", "terms_en"])
def test_terms_tell_topics_apart(folder: Path, column: str) -> None:
    used = [term.casefold() for row in leaves(folder) for term in row[column].split("|")]
    assert repeated(used, times=2) == []


def test_the_police_tree_covers_the_field() -> None:
    first = len(rows(POLICE, "topics")) - len(leaves(POLICE))
    assert 12 <= first <= 14
    assert 70 <= len(leaves(POLICE)) <= 100


def test_complaints_about_officers_are_marked_and_so_is_who_needs_safe_contact() -> None:
    marks = {row["code"]: row["sensitive"] for row in rows(POLICE, "topics")}
    assert {mark for code, mark in marks.items() if code.partition(".")[0] == "conduct"} == {"officer"}
    for code in ("security.domestic-violence", "security.minors", "security.live-incident", "help.crisis"):
        assert marks[code] == "safe"


@both
def test_a_working_day_has_hours_that_do_not_overlap(folder: Path) -> None:
    week: dict[int, list[tuple[time, time]]] = {}
    for row in rows(folder, "workweek"):
        hours = (time.fromisoformat(row["start"]), time.fromisoformat(row["end"]))
        week.setdefault(int(row["weekday"]), []).append(hours)
    assert sorted(week) == [1, 2, 3, 4, 5]
    for hours in week.values():
        edges = [edge for pair in sorted(hours) for edge in pair]
        assert edges == sorted(set(edges))


@both
def test_clocks_are_known_and_no_two_are_for_the_same(folder: Path) -> None:
    table = rows(folder, "clocks")
    for row in table:
        assert row["kind"] in KINDS | {"*"}
        assert row["topic"] in codes(folder, "topics") | {"*"}
        assert row["clock"] in CLOCKS
        assert row["unit"] in UNITS_OF_TIME
        assert int(row["amount"]) > 0
        assert int(row["extension_max"]) >= 0
    assert repeated(f"{row['kind']} {row['topic']} {row['clock']}" for row in table) == []
    assert {row["clock"] for row in table if row["kind"] == row["topic"] == "*"} == CLOCKS


@both
def test_a_clock_that_is_in_no_norm_says_that_it_is_our_own_rule(folder: Path) -> None:
    for row in rows(folder, "clocks"):
        assert re.search(r"GB/T 33358-2016|信访|^本(局|热线)规定", row["why_zh"]), row.line


@both
def test_templates_ask_only_for_what_can_be_filled_in(folder: Path) -> None:
    for row in rows(folder, "templates"):
        assert row["purpose"] in PURPOSES
        assert row["kind"] in KINDS | {"*"}
        assert row["topic"] in codes(folder, "topics") | {"*"}
        used = [set(re.findall(r"{{ (\w+) }}", row[body])) for body in ("body_zh", "body_en")]
        assert used[0] == used[1], row["code"]
        assert used[0] <= PLACEHOLDERS, row["code"]
        for body in ("body_zh", "body_en"):
            assert not re.search(r"[{}%]", re.sub(r"{{ \w+ }}", "", row[body])), row["code"]
        assert ("answer" in used[0]) == (row["purpose"] in {"answer", "refusal"}), row["code"]


@both
def test_what_goes_out_unasked_says_nothing_about_the_case(folder: Path) -> None:
    for row in rows(folder, "templates"):
        if row["purpose"] in {"acknowledgement", "rating_invitation"}:
            words = row["body_zh"] + row["body_en"]
            if row["purpose"] == "rating_invitation":
                # The link of ADR 0501, which opens one rating and shows nothing of the case.
                assert words.count("{{ link }}") == 2, row["code"]
                words = words.replace("{{ link }}", "")
            assert "{{" not in words
            assert not re.search(r"https?:|www\.|公安|警|派出所|投诉|举报|police|complain", words), row[
                "code"
            ]


@both
def test_a_text_message_fits_into_one_segment(folder: Path) -> None:
    for row in rows(folder, "templates"):
        if row["channel"] == "sms":
            assert len(row["body_zh"]) <= 70 - len("【政务服务热线】")


def test_there_is_a_template_for_each_kind_and_purpose() -> None:
    table = rows(POLICE, "templates")
    assert 25 <= len(table) <= 40
    assert {row["purpose"] for row in table} == PURPOSES
    assert {row["kind"] for row in table if row["purpose"] == "answer" and row["topic"] == "*"} == KINDS


@pytest.mark.parametrize("name", ["units", "areas"])
def test_the_hotline_has_trees_with_one_root(name: str) -> None:
    seen: set[str] = set()
    for row in rows(HOTLINE, name):
        assert row["parent"] in seen or not seen, f"{row['code']} comes before its parent"
        seen.add(row["code"])
    assert [row["parent"] for row in rows(HOTLINE, name)].count("") == 1


def test_the_hotline_sends_each_of_the_seven_labels_to_its_own_department() -> None:
    labels = ["城乡建设", "环境保护", "交通运输", "教育文体", "劳动和社会保障", "商贸旅游", "卫生计生"]
    first = {row["code"]: row["name_zh"] for row in rows(HOTLINE, "topics") if not row["parent"]}
    departments = {row["code"] for row in rows(HOTLINE, "units") if row["kind"] == UnitKind.DEPARTMENT}
    sent = {row["topic"]: row["unit"] for row in rows(HOTLINE, "catalogue")}
    assert list(first.values()) == labels
    assert set(sent) == set(first)
    assert sorted(sent.values()) == sorted(departments)
    assert all((row["area"], row["kind"]) == ("*", "*") for row in rows(HOTLINE, "catalogue"))
    assert all(2 <= sum(leaf["parent"] == code for leaf in leaves(HOTLINE)) <= 4 for code in first)


def test_the_hotline_s_units_and_people_use_words_of_the_house() -> None:
    assert {row["level"] for row in rows(HOTLINE, "units")} <= set(Level.values)
    assert {row["kind"] for row in rows(HOTLINE, "units")} <= set(UnitKind.values)
    people = rows(HOTLINE, "people")
    assert repeated(row["username"] for row in people) == []
    for row in people:
        assert row["unit"] in codes(HOTLINE, "units")
        assert set(row["roles"].split("|")) <= set(Role.values)
        assert "示例" in row["name"], "a person of an example must be plainly fictional"


def test_an_area_is_found_by_its_own_name_and_no_name_means_two_areas() -> None:
    names = [name for row in rows(HOTLINE, "areas") for name in row["names"].split("|")]
    assert repeated(names) == []
    assert all(row["name_zh"] in row["names"].split("|") for row in rows(HOTLINE, "areas"))


def test_the_hotline_has_the_same_calendar() -> None:
    assert rows(HOTLINE, "calendar") == rows(POLICE, "calendar")
