"""Nobody writes in somebody else's name, nobody writes by looking, nobody is led away (SECURITY, T24, T29)."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern
from tests.interfaces.console.bureau import PASSWORD, build, may_enter, reference_of, sit_down
from tests.interfaces.every.addresses import every_address, patterns

import given

pytestmark = pytest.mark.django_db

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
# Machines that show a key with each request and have no cookie that could be used in their name.
BY_KEY = {"api_submit", "api_submit_batch"}
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "/console/\\..//evil.example",
    "/console/../../evil.example\r\nX-Evil: 1",
    "/console//evil.example@x",
    "\t//evil.example/",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
)
# What looking may leave behind: who looked, and the sitting's last moment.
BY_LOOKING = re.compile(r'"(ledger_access\w*|django_session|ledger_entry|ledger_line|ledger_head)"')


def strict(client: Client) -> Client:
    """Return the same browser, asked for its token as a real one is."""
    client.handler.enforce_csrf_checks = True
    return client


def test_nothing_is_written_without_the_token() -> None:
    """A form of another site has the cookies and not the token; and the token alone does not do with its origin."""
    build()
    browsers = [strict(sit_down("setup")), strict(Client())]
    let_in = {}
    for address in every_address():
        for browser in browsers:
            for method in UNSAFE:
                status = browser.generic(method, address.path).status_code
                if address.is_api:
                    assert status in (400, 401, 403, 404, 405, 415), address.path
                elif status != 403:
                    let_in[f"{method} {address.path}"] = status
    assert let_in == {}


def test_only_machines_with_a_key_need_no_token() -> None:
    free = {
        str(pattern.name)
        for pattern, _, route in patterns()
        if isinstance(pattern, URLPattern)
        and getattr(pattern.callback, "csrf_exempt", False)
        and not route.startswith("api/v1/")
    }
    assert free == set()
    at_the_road = {str(one.name) for one, _, _ in patterns() if getattr(one.callback, "csrf_exempt", False)}
    assert at_the_road >= BY_KEY


def token_of(browser: Client) -> str:
    found = re.search(r'hx-headers=\'\{"x-csrftoken": "(\w+)"\}\'', browser.get("/console/").content.decode())
    assert found is not None
    return found[1]


def test_a_part_of_a_page_brings_the_token_that_its_page_has() -> None:
    build()
    browser = strict(sit_down("agent"))
    token = token_of(browser)
    asked = {"HX-Request": "true"}
    find = ("/console/find", {"words": "工地"})
    assert browser.post(*find, headers=asked).status_code == 403
    assert browser.post(*find, headers={**asked, "X-CSRFToken": "a" * 64}).status_code == 403
    assert browser.post(*find, headers={**asked, "X-CSRFToken": token}).status_code != 403
    foreign = {**asked, "X-CSRFToken": token, "Origin": "https://evil.example"}
    assert browser.post(*find, headers=foreign).status_code == 403
    other = strict(sit_down("setup"))
    assert other.post(*find, headers={**asked, "X-CSRFToken": token}).status_code == 403


def test_looking_writes_nothing_but_that_somebody_looked() -> None:
    city = build()
    reference = reference_of(given.a_handled_case(city))
    written = {}
    for who in ("agent", "setup", "reviewer"):
        browser = sit_down(who)
        sitting = set(Session.objects.values_list("session_key", flat=True))
        for address in every_address():
            path = address.path.replace("2026-0000-0001", reference)
            for method in ("GET", "HEAD"):
                with CaptureQueriesContext(connection) as asked:
                    answer = browser.generic(method, path)
                    if answer.streaming:
                        list(answer.streaming_content)
                for close in answer._resource_closers:
                    close()
                found = [
                    row["sql"] for row in asked if row["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")
                ]
                if found := [sql for sql in found if not BY_LOOKING.search(sql)]:
                    written[f"{method} {path}"] = found
        assert sitting
    assert written == {}


def lands_at(location: str) -> str:
    """Return the host at which a browser ends up, which takes a backslash for a slash and drops tabs."""
    plain = location.replace("\\", "/").replace("\t", "").strip()
    parts = urlsplit(urljoin("http://testserver/here", plain))
    return f"{parts.scheme}://{parts.netloc}"


def test_no_way_back_leads_elsewhere() -> None:
    """Every address that goes on to where a field says: the switches, signing in, choosing a post, many at once."""
    reference = reference_of(given.a_handled_case(build()))
    may_enter("two")
    browser, outside, handler = sit_down("two"), Client(), sit_down("east-1-handler")
    for elsewhere in ELSEWHERE:
        signing_in = {"username": "two", "password": PASSWORD, "next": elsewhere}
        many = {"case": reference, "next": elsewhere, "back": elsewhere, "query": elsewhere}
        answers = [
            outside.post("/language", {"language": "en", "next": elsewhere}),
            outside.post("/theme", {"theme": "dark", "next": elsewhere}),
            Client().post("/console/sign-in", signing_in),
            browser.post("/console/post", {"post": "x", "next": elsewhere}),
            handler.post("/console/cases/bulk", many),
        ]
        for answer in answers:
            assert lands_at(answer.get("Location", "/")) == "http://testserver", answer["Location"]
            assert "X-Evil" not in answer.headers
        assert lands_at("https://evil.example/") != "http://testserver"
        page = outside.get("/console/sign-in", {"next": elsewhere}).content.decode()
        kept = re.search(r'name="next" value="([^"]*)"', page)
        assert kept is None or lands_at(kept[1] or "/") == "http://testserver"
