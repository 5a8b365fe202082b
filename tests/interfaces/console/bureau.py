"""The tests' bureau with a few more people, and a way to sit down as each of them."""

import re
from datetime import timedelta

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

import given
from answerable.contexts.cases.models import Case
from answerable.contexts.organisation import api as organisation
from answerable.kernel.tables import read_csv
from given import signing_in

AT = given.AT
SYSTEM = given.SYSTEM
PASSWORD = signing_in.PASSWORD

# Roles that the common bureau has nobody for, and somebody with two posts.
PEOPLE = """username,name,post,unit,roles
spokesperson,斯示例,发言人,bureau,spokesperson
setup,余示例,管理员,bureau,setup
stranger,史示例,民警,west,handler|leader|dispatcher
two,尔示例,民警,east-1,handler
two,尔示例,教官,west,analyst
"""


def build() -> given.Bureau:
    bureau = given.a_bureau()
    since = AT - timedelta(days=1)
    organisation.load_people(actor=SYSTEM, table=read_csv(PEOPLE.encode(), "people.csv"), at=since)
    return bureau


def may_enter(username: str) -> None:
    signing_in.may_enter(username, AT)


def sit_down(username: str, language: str = "zh-hans") -> Client:
    """Return a browser in which somebody has signed in."""
    may_enter(username)
    client = Client()
    client.cookies["language"] = language
    answer = signing_in.signs_in(client, username)
    assert answer.status_code == 302, answer.content.decode()
    return client


def reference_of(case_id: int) -> str:
    """Return how a case is called outside."""
    return Case.objects.get(pk=case_id).reference


def statements(client: Client, address: str) -> list[str]:
    """Return the statements of a page. Tests change the organisation, so each look at it asks whether it is still
    the same; a server asks once a second, so these are left out. A page's transaction is a savepoint here."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    left_out = ("organisation_organisationversion", "cases_topicversion", "SAVEPOINT")
    return [row["sql"] for row in captured if not any(word in row["sql"] for word in left_out)]


def without_tokens(answer: HttpResponse) -> str:
    """Return a page without what is new on every page."""
    return re.sub(r'(csrfmiddlewaretoken" value=|csrftoken": |nonce=)"[^"]+"', "", answer.content.decode())
