"""The page of the channels: setting a gateway up, testing it, pausing it, and whether a day adds up."""

from collections.abc import Iterator

import pytest
from tests.interfaces.console.bureau import sit_down

import given
from answerable.contexts.intake import api as intake
from answerable.contexts.intake.models import Submission
from answerable.contexts.messaging.models import Gateway
from answerable.kernel.clock import now
from given.gateways import HEADERS, HOOK_SECRET, SECRET, Vendor, a_gateway, a_vendor

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def vendor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vendor]:
    with a_vendor(tmp_path_factory.mktemp("vendor")) as running:
        yield running


def typed(port: int) -> dict[str, str]:
    return {
        "name": "短信一",
        "per_second": "20",
        "rank": "1",
        "url": f"https://localhost:{port}/send",
        "body": '{"to": "{{to}}", "text": "{{text}}", "id": "{{id}}"}',
        "headers": HEADERS,
        "ok_field": "code",
        "ok_value": "0",
        "delivered": "delivered",
        "secret": SECRET,
        "hook_secret": HOOK_SECRET,
    }


def test_a_gateway_is_set_up_tested_and_let_go(city: given.Bureau, vendor: Vendor) -> None:
    client = sit_down("setup")
    assert "还没有网关" in client.get("/console/setup/channels").content.decode()
    assert client.post("/console/setup/channels/new/sms_http", typed(vendor.port)).status_code == 302
    row = Gateway.objects.get()
    page = client.get("/console/setup/channels").content.decode()
    assert "已暂停" in page
    assert f"/api/v1/gateways/{row.public_id}/calls" in page
    answer = client.post(f"/console/setup/channels/{row.public_id}/test", {"to": "10000001234"}, follow=True)
    assert "已交付网关" in answer.content.decode()
    assert vendor.taken[-1]["to"] == "10000001234"
    client.post(f"/console/setup/channels/{row.public_id}/pause", {"paused": "0"})
    assert "正常" in client.get("/console/setup/channels").content.decode()


def test_secrets_are_not_shown_again(city: given.Bureau, vendor: Vendor) -> None:
    gateway_id = a_gateway(vendor.port, now())
    client = sit_down("setup")
    page = client.get(f"/console/setup/channels/{gateway_id}/").content.decode()
    assert "已设置。留空则保持不变。" in page
    assert SECRET not in page
    assert HOOK_SECRET not in page
    answer = client.post(
        f"/console/setup/channels/{gateway_id}/", {**typed(1), "url": "http://x/", "secret": SECRET}
    )
    assert answer.status_code == 422
    assert SECRET not in answer.content.decode()


def test_a_gateway_in_trouble_is_seen(city: given.Bureau) -> None:
    a_gateway(1, now())
    Gateway.objects.update(failures=3, failed_at=now(), error="unreachable", refused=7)
    page = sit_down("setup").get("/console/setup/channels").content.decode()
    for words in ("异常", "无法连接网关。", "7"):
        assert words in page


def test_a_day_that_does_not_add_up_is_an_alarm(city: given.Bureau) -> None:
    intake.receive(intake.NewSubmission(channel="sms", text="路灯坏了"), given.AT)
    client = sit_down("setup")
    assert "对不上" not in client.get("/console/setup/channels").content.decode()
    Submission.objects.get().delete()
    assert "短信" in client.get("/console/setup/channels").content.decode()
    assert "对不上" in client.get("/console/setup/channels").content.decode()


def test_who_sets_up_a_station_does_not_touch_the_bureaus_gateways(city: given.Bureau) -> None:
    gateway_id = a_gateway(1, now())
    client = sit_down("agent")
    assert client.post(f"/console/setup/channels/{gateway_id}/pause", {"paused": "1"}).status_code == 403
    assert Gateway.objects.get().paused_at is None
