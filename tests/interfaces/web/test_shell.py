"""What every page has: languages, themes, a strict policy, errors that say what to do."""

import pytest
from django.test import Client

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


def test_the_style_guide_is_for_the_demo_only(client: Client, settings: pytest.FixtureRequest) -> None:
    assert client.get("/styleguide").status_code == 404
    settings.DEMO = True  # type: ignore[attr-defined]
    assert client.get("/styleguide").status_code == 200
    assert client.get("/styleguide?desk=1").status_code == 200
