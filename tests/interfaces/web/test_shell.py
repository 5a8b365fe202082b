"""What every page has: languages, themes, a strict policy, errors that say what to do."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.db import OperationalError
from django.test import Client, RequestFactory

from answerable.interfaces.portal import drafts
from answerable.interfaces.web.source import source_of

pytestmark = pytest.mark.django_db


def test_a_page_speaks_the_chosen_language(client: Client) -> None:
    assert 'lang="zh-Hans"' in client.get("/").content.decode()
    answer = client.post("/language", {"language": "en", "next": "/track"})
    assert (answer.status_code, answer["Location"]) == (302, "/track")
    assert 'lang="en"' in client.get("/").content.decode()


def test_the_theme_is_chosen_without_a_script(client: Client) -> None:
    client.post("/theme", {"theme": "dark", "next": "/"})
    assert 'data-theme="dark"' in client.get("/").content.decode()
    client.post("/theme", {"theme": "<b>", "next": "/"})
    assert 'data-theme="dark"' in client.get("/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_a_switch_leads_nowhere_else(client: Client, elsewhere: str) -> None:
    assert client.post("/language", {"language": "en", "next": elsewhere})["Location"] == "/"


def test_no_page_allows_inline_code(client: Client) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    for page in ("/", "/track", "/rate"):
        body = client.get(page).content.decode()
        assert " style=" not in body
        assert "<style" not in body
        assert " onclick=" not in body


def test_a_missing_page_says_what_to_do(client: Client) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "这里没有这个页面" in answer.content.decode()


def test_a_form_without_its_token_is_told_so() -> None:
    answer = Client(enforce_csrf_checks=True).post("/language", {"language": "en"})
    assert answer.status_code == 403
    assert "您写的内容还在" in answer.content.decode()


def test_the_style_guide_is_for_the_demo_only(client: Client, settings: LazySettings) -> None:
    assert client.get("/styleguide").status_code == 404
    settings.DEMO = True
    assert client.get("/styleguide").status_code == 200
    assert client.get("/styleguide?desk=1").status_code == 200


@pytest.fixture
def database_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(drafts, "load", fail)


def test_while_the_database_is_gone_nothing_is_lost(client: Client, database_is_gone: None) -> None:
    client.raise_request_exception = False
    answer = client.post("/tell/", {"text": "工地又开工了 <b>"})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    body = answer.content.decode()
    assert "您的内容还没有收到" in body
    assert 'name="text" value="工地又开工了 &lt;b&gt;"' in body


def test_a_fault_of_ours_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("a secret 10000001234")

    monkeypatch.setattr(drafts, "load", fail)
    client.raise_request_exception = False
    answer = client.get("/tell/")
    assert answer.status_code == 500
    assert "10000001234" not in answer.content.decode()


HOSTILE = (
    '<script>alert(1)</script><img src=x onerror=alert(1)>" onfocus=alert(1) x="{{ 7*7 }}javascript:alert(1)'
)


def test_what_people_type_is_shown_as_text(client: Client) -> None:
    client.post("/tell/", {"text": HOSTILE})
    client.post("/tell/where", {"place": HOSTILE})
    client.post("/tell/police", {"about_police": "yes", "accused_words": HOSTILE})
    client.post("/tell/files", {"on": "yes"})
    client.post(
        "/tell/contact",
        {"mode": "contact", "name": HOSTILE[:100], "phone": "10000001234", "from_hour": "8", "to_hour": "9"},
    )
    for page in ("/tell/", "/tell/where", "/tell/police", "/tell/contact", "/tell/check"):
        body = client.get(page).content.decode()
        assert "alert(1)" in body
        assert "<script>alert" not in body
        assert "<img src=x" not in body
        assert '" onfocus' not in body
        assert "49javascript" not in body


def test_a_megabyte_is_refused_with_advice(client: Client) -> None:
    answer = client.post(
        "/tell/", "text=" + "%E9%95%BF" * 400_000, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 413
    assert "作为文件" in answer.content.decode()


def test_a_source_tells_networks_apart_and_nothing_else(rf: RequestFactory) -> None:
    def source(address: str) -> str:
        return source_of(rf.get("/", REMOTE_ADDR=address))

    assert source("8.8.8.8") == source("8.8.8.99")
    assert source("8.8.8.8") != source("8.8.9.8")
    assert source("2001:4860:4860::8888") == source("2001:4860:4860:1::1")
    assert "8.8.8" not in source("8.8.8.8")
    assert source("127.0.0.1") == source("10.0.0.1") == source("") == ""
