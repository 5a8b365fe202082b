"""Anonymous stays anonymous, and looking changes nothing (SECURITY, T13, T29, T38)."""

import logging
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from answerable.contexts.cases import api as cases
from answerable.contexts.intake.models import Submission
from answerable.kernel.ids import new_access_code
from answerable.kernel.secrets import hash_code
from given import AT, Bureau, a_bureau, a_handled_case

pytestmark = pytest.mark.django_db
ADDRESS, AGENT, WORDS = "203.0.113.77", "canary-browser/7", "canary words of a resident"


@pytest.fixture
def bureau() -> Bureau:
    return a_bureau()


@pytest.fixture
def opened(client: Client, bureau: Bureau) -> Client:
    """A browser in which a matter was opened."""
    code = new_access_code()
    case_id = a_handled_case(bureau, at=AT, code_hash=hash_code(code))
    client.post("/track", {"reference": cases.facts_of([case_id])[case_id].reference, "code": code})
    return client


def stored() -> Iterator[str]:
    """Yield every row of every table as text."""
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            for (row,) in cursor.fetchall():
                yield f"{table}: {row}"


def test_neither_address_nor_browser_is_kept_anywhere(
    bureau: Bureau, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    resident = Client(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=AGENT, HTTP_X_FORWARDED_FOR=ADDRESS)
    resident.post("/tell/", {"text": WORDS})
    resident.post("/tell/keep", {"text": WORDS})
    resident.post("/tell/where", {"place": ""})
    resident.post("/tell/police", {"about_police": "no"})
    resident.post("/tell/files", {"on": "yes"})
    resident.post("/tell/contact", {"mode": "anonymous", "from_hour": "8", "to_hour": "21"})
    resident.post("/tell/check")
    page = resident.get("/tell/done").content.decode()
    reference = Submission.objects.get().reference
    code = page.split('<p class="code">')[1][:19]
    resident.post("/track", {"reference": reference, "code": "0000-0000-0000-0000"})
    resident.post("/track", {"reference": reference, "code": code})
    resident.get("/track/case")
    rows = list(stored())
    assert any(WORDS in row for row in rows)
    for canary in (ADDRESS, AGENT, code, code.replace("-", "")):
        assert [row for row in rows if canary in row] == []
        assert canary not in caplog.text
    assert WORDS not in caplog.text


PAGES = """/ /tell/ /tell/where /tell/police /tell/files /tell/contact /tell/topic /tell/check /tell/done /track
    /track/case /track/add /track/withdraw /track/contest /track/rate /rate /areas.geojson /about/data /about/deadlines
    /about/access""".split()


@pytest.mark.parametrize("page", PAGES)
def test_looking_changes_nothing(opened: Client, page: str) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert opened.get(page).status_code in (200, 302)
    writes = [q["sql"] for q in queries if q["sql"].split()[0].upper() in ("INSERT", "UPDATE", "DELETE")]
    assert writes == []


def test_a_page_takes_few_statements(opened: Client) -> None:
    opened.get("/track/case")
    with CaptureQueriesContext(connection) as queries:
        opened.get("/track/case")
    assert len(queries) <= 25


def test_pages_of_a_matter_are_kept_by_nobody(opened: Client) -> None:
    for page in ("/tell/", "/tell/check", "/track", "/track/case", "/track/add", "/rate"):
        assert "no-store" in opened.get(page)["Cache-Control"]
