"""Nothing of the workshop is served: no source, no settings, no listing, no second door (ASVS 13.4)."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

WORKSHOP = (
    "/.git/config",
    "/.git/HEAD",
    "/.env",
    "/.ci/run",
    "/pyproject.toml",
    "/requirements.lock",
    "/Makefile",
    "/src/answerable/config/settings.py",
    "/static/",
    "/static/dist/",
    "/static/dist/manifest.json.map",
    "/static/../pyproject.toml",
    "/static/%2e%2e/pyproject.toml",
    "/var/",
    "/media/",
    "/admin/",
    "/debug/",
    "/__debug__/",
    "/api/v1/../../pyproject.toml",
    "/server-status",
)


@pytest.mark.parametrize("address", WORKSHOP)
def test_there_is_nothing(address: str) -> None:
    assert Client().get(address).status_code == 404


def test_no_script_brings_the_source_it_was_made_of() -> None:
    from django.conf import settings  # noqa: PLC0415

    built = [one for one in settings.BUILT_ASSETS.iterdir() if one.suffix in (".js", ".css")]
    assert built
    for one in built:
        assert b"sourceMappingURL" not in one.read_bytes()[-300:], one.name
    assert not list(settings.BUILT_ASSETS.glob("*.map"))


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND"])
def test_methods_that_nobody_needs_are_refused(method: str) -> None:
    answer = Client().generic(method, "/track", headers={"Authorization": "canary"})
    assert answer.status_code in (403, 405)
    assert b"canary" not in answer.content
