"""Lists: who finds what in them, how they are narrowed, searched, paged and kept."""

import json
import re
from datetime import datetime

import pytest
from tests.interfaces.console.bureau import reference_of, sit_down, statements

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.models import Case
from answerable.contexts.organisation import api as organisation

pytestmark = pytest.mark.django_db


def rows(page: str) -> list[str]:
    return re.findall(r'href="/console/cases/(20\d\d-[0-9A-Z]{4}-[0-9A-Z]{4})', page.split("</thead>")[-1])


def test_a_handler_s_first_list_is_what_is_assigned_to_them(city: given.Bureau) -> None:
    mine = given.a_handled_case(city)
    given.a_dispatched_case(city, title="别人的事")
    page = sit_down("east-1-handler").get("/console/cases/").content.decode()
    assert rows(page) == [reference_of(mine)]


def test_a_list_ends_at_the_wall_and_at_the_subtree(city: given.Bureau) -> None:
    given.a_dispatched_case(city, unit="east-1", title="东区的事")
    given.a_case(city, title="告局里的事", accused=["east-1-leader"])
    page = sit_down("west-leader").get("/console/cases/?view=all").content.decode()
    assert rows(page) == []
    page = sit_down("east-1-leader").get("/console/cases/?view=all").content.decode()
    assert len(rows(page)) == 1
    assert "告局里的事" not in page


def test_words_are_found_and_stand_in_no_address(city: given.Bureau) -> None:
    wanted = given.a_dispatched_case(city, title="张示例家楼上漏水")
    given.a_dispatched_case(city)
    client = sit_down("east-1-handler")
    answer = client.post("/console/find", {"words": "楼上漏水"})
    assert "find=" in answer["Location"]
    assert "%E6" not in answer["Location"]
    page = client.get(answer["Location"]).content.decode()
    assert rows(page) == [reference_of(wanted)]
    assert 'value="楼上漏水"' in page


def test_a_reference_leads_to_its_case(city: given.Bureau) -> None:
    reference = reference_of(given.a_dispatched_case(city))
    answer = sit_down("east-1-handler").post("/console/find", {"words": reference.lower().replace("-", " ")})
    assert answer["Location"] == f"/console/cases/{reference}"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=complaint", 2),
        ("kind=praise", 0),
        ("topic=traffic", 1),
        ("unit=east-1", 1),
        ("unit=nowhere&state=nothing&from=yesterday&area=&handler=x&sort=sideways", 2),
        ("state=handling", 1),
        ("from=2026-05-11&until=2026-05-11", 2),
        ("until=2026-05-10", 0),
        ("area=pine", 1),
        ("urgent=1", 1),
    ],
)
def test_a_list_is_narrowed(city: given.Bureau, query: str, found: int) -> None:
    given.a_handled_case(city, area="pine")
    given.a_dispatched_case(city, unit="east-2", topic_code="traffic.parking", urgent=True)
    page = sit_down("chief").get(f"/console/cases/?view=all&{query}").content.decode()
    assert len(rows(page)) == found


def test_pages_of_fifty_follow_one_another_without_gap_or_repetition(city: given.Bureau) -> None:
    for _ in range(53):
        given.a_dispatched_case(city)
    client = sit_down("east-1-handler")
    first = client.get("/console/cases/?view=unit").content.decode()
    assert len(rows(first)) == 50
    following = re.search(r'href="(\?[^"]*cursor=[^"]*)"', first)
    assert following
    second = client.get("/console/cases/" + following[1].replace("&amp;", "&")).content.decode()
    assert len(rows(second)) == 3
    assert len({*rows(first), *rows(second)}) == 53


def test_a_page_of_a_list_asks_as_much_for_fifty_rows_as_for_five(city: given.Bureau) -> None:
    client, address = sit_down("chief"), "/console/cases/?view=open"
    found = []
    client.get(address)
    for more in (5, 45):
        for _ in range(more):
            given.a_dispatched_case(city)
        asked = statements(client, address)
        assert all(sql.lstrip("(").startswith("SELECT") for sql in asked)
        found.append(len(asked))
    assert found[0] == found[1] <= 9


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "jsonl"])
def test_a_list_is_exported_without_formulas(city: given.Bureau, form: str) -> None:
    given.a_dispatched_case(city, title="=1+1")
    answer = sit_down("east-1-handler").post("/console/cases/export", {"form": form, "query": "view=unit"})
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert f"unit-2026-05-11.{form}" in answer["Content-Disposition"]
    assert {"csv": b"'=1+1", "xlsx": b"PK", "parquet": b"PAR1", "jsonl": b'"=1+1"'}[form] in content
    assert sit_down("east-1-handler").post("/console/cases/export", {"form": "pdf"}).status_code == 404


def test_a_machine_gets_codes_and_instants_whatever_the_language(city: given.Bureau) -> None:
    given.a_dispatched_case(city)
    lines = []
    for language in ("zh-hans", "en"):
        client = sit_down("east-1-handler", language)
        answer = client.post("/console/cases/export", {"form": "jsonl", "query": "view=unit"})
        lines.append(json.loads(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    for line in lines:
        assert (line["kind"], line["state"], line["channel"]) == ("complaint", "dispatched", "web")
        assert datetime.fromisoformat(line["received_at"]) == given.AT
    assert lines[0]["unit_name"] != lines[1]["unit_name"]


def test_nobody_exports_what_is_behind_a_wall(city: given.Bureau) -> None:
    given.a_case(city, title="告所长", accused=["east-1-leader"])
    answer = sit_down("east-1-leader").post("/console/cases/export", {"form": "csv", "query": "view=all"})
    assert "告所长" not in b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_a_list_can_be_kept_and_forgotten(city: given.Bureau) -> None:
    client = sit_down("east-1-handler")
    kept = client.post(
        "/console/views/save", {"name": "噪音", "query": "view=unit&topic=nuisance"}, follow=True
    )
    page = kept.content.decode()
    assert "★ 噪音" in page
    assert sit_down("east-2-handler").get("/console/cases/").content.decode().count("★ 噪音") == 0
    view = re.search(r"/console/views/([0-9a-f-]+)/delete", page)
    assert view
    assert sit_down("east-2-handler").post(f"/console/views/{view[1]}/delete").status_code == 404
    assert "★ 噪音" not in client.post(f"/console/views/{view[1]}/delete", follow=True).content.decode()


def test_an_empty_list_says_what_to_do(city: given.Bureau) -> None:
    page = sit_down("east-1-handler").get("/console/cases/").content.decode()
    assert "?view=unit" in page.split('class="empty"')[1]


def test_new_rows_are_announced_not_pushed_in(city: given.Bureau) -> None:
    first = reference_of(given.a_dispatched_case(city))
    client = sit_down("east-1-handler")
    assert "newer-bar" not in client.get(f"/console/cases/newer?view=unit&shown={first}").content.decode()
    given.a_dispatched_case(city)
    assert "newer-bar" in client.get(f"/console/cases/newer?view=unit&shown={first}").content.decode()


def test_many_cases_are_signed_for_at_once_or_none_is(city: given.Bureau) -> None:
    first, second = given.a_dispatched_case(city), given.a_dispatched_case(city)
    client = sit_down("east-1-handler")
    both = [reference_of(first), reference_of(second)]
    client.post("/console/cases/bulk", {"act": "sign_for", "case": both})
    assert set(Case.objects.values_list("state", flat=True)) == {"handling"}
    third = given.a_dispatched_case(city)
    answer = client.post("/console/cases/bulk", {"act": "sign_for", "case": [reference_of(third), both[0]]})
    assert answer.status_code == 409
    assert Case.objects.get(pk=third).state == "dispatched"


def test_many_cases_go_to_one_handler(city: given.Bureau) -> None:
    ids = [given.a_handled_case(city), given.a_handled_case(city)]
    client = sit_down("east-1-leader")
    form = {"act": "assign", "case": [reference_of(one) for one in ids]}
    assert "韩示例" in client.post("/console/cases/bulk", form).content.decode()
    post = organisation.post_view(city.post("east-1-handler-2"))
    client.post("/console/cases/bulk", {**form, "go": "yes", "handler": str(post.public_id)})
    assert set(Case.objects.values_list("handler_post_id", flat=True)) == {post.id}


def test_the_first_page_counts_what_waits(city: given.Bureau) -> None:
    given.a_handled_case(city)
    page = sit_down("east-1-handler").get("/console/").content.decode()
    assert re.search(r"<strong>1</strong><span>[^<]+</span>", page)
    assert cases.topics()
