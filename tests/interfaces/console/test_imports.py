"""Importing at the desk, and the room of the operator: what went out, what waits, what was set aside."""

import errno
import re
import shutil
from pathlib import Path
from typing import BinaryIO
from unittest.mock import Mock

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.interfaces.console.bureau import sit_down

import given
from answerable.contexts.cases.models import Case
from answerable.contexts.intake.rejected_file import RejectedFile
from answerable.contexts.organisation.models import Post
from answerable.processes.run_import import run_import

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
ROWS = "内容,编号,来电\n松树街夜里施工太吵,1,10000000001\n,2,\n橡树街违停堵路,3,10000000003\n"


def upload(client: Client, text: str | bytes, name: str = "五月.csv") -> str:
    raw = text if isinstance(text, bytes) else text.encode()
    answer = client.post("/console/imports/", {"file": SimpleUploadedFile(name, raw)})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def form_of(page: str) -> dict[str, str]:
    """Return the mapping as it was guessed."""
    fields = {}
    for name, body in re.findall(r'<select name="(field_[^"]+)".*?>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        fields[name] = chosen[1] if chosen else ""
    return {**fields, "profile": "五月", "channel": "import"}


def test_a_file_is_tried_then_taken_and_its_bad_rows_come_back(city: given.Bureau) -> None:
    client = sit_down("setup")
    address = upload(client, ROWS)
    key = address.rpartition("/")[2]
    mapping = {
        **form_of(client.get(address).content.decode()),
        "field_text": "内容",
        "field_source_id": "编号",
    }
    client.post(address, {**mapping, "try": "yes"})
    assert "hx-get" in client.get(f"{address}/progress").content.decode()
    run_import(upload=key, post_id=city_post())
    page = client.get(address).content.decode()
    assert "已试读" in page
    assert Case.objects.count() == 0
    client.post(address, {**mapping, "take": "yes"})
    run_import(upload=key, post_id=city_post())
    assert Case.objects.count() == 2
    rejected = b"".join(client.get(f"{address}/rejected").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert len(rejected.strip().splitlines()) == 2


def city_post() -> int:
    return Post.objects.get(person__account__username="setup").pk


def test_another_post_does_not_see_the_upload() -> None:
    address = upload(sit_down("setup"), ROWS)
    assert sit_down("chief").get(address).status_code == 404


@pytest.mark.parametrize("raw", [b"", "内容,内容\na,b\n".encode()])
def test_a_file_that_is_no_table_is_told_so_beside_the_field(raw: bytes) -> None:
    answer = sit_down("setup").post("/console/imports/", {"file": SimpleUploadedFile("x.csv", raw)})
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


def test_a_file_for_which_there_is_no_room_is_told_so_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def half_of_it(source: BinaryIO, target: BinaryIO, _: int) -> None:
        target.write(source.read(10))
        raise OSError(errno.ENOSPC, "No space left on device")

    client, folder = sit_down("setup"), Path(settings.OPTIONS.data_dir) / "imports"
    before = sorted(folder.glob("*"))
    with monkeypatch.context() as during:
        during.setattr(shutil, "copyfileobj", half_of_it)
        answer = client.post("/console/imports/", {"file": SimpleUploadedFile("x.csv", ROWS.encode())})
    assert answer.status_code == 422
    assert "磁盘已满" in answer.content.decode()
    assert sorted(folder.glob("*")) == before


def test_when_the_disk_fills_up_on_the_way_the_page_says_so_and_it_goes_on_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = sit_down("setup")
    address = upload(client, ROWS)
    mapping = {
        **form_of(client.get(address).content.decode()),
        "field_text": "内容",
        "field_source_id": "编号",
    }
    client.post(address, {**mapping, "take": "yes"})
    full = OSError(errno.ENOSPC, "No space left on device")
    with monkeypatch.context() as during:
        during.setattr(RejectedFile, "_write", Mock(side_effect=full))
        run_import(upload=address.rpartition("/")[2], post_id=city_post())
    assert "磁盘已满" in client.get(address).content.decode()
    assert Case.objects.count() == 0
    client.post(address, {**mapping, "take": "yes"})
    run_import(upload=address.rpartition("/")[2], post_id=city_post())
    assert Case.objects.count() == 2


def test_the_operator_sees_counts_and_no_names(city: given.Bureau) -> None:
    given.an_answered_case(city)
    page = sit_down("setup").get("/console/outbox").content.decode()
    assert "评价邀请" in page
    assert sit_down("setup").post("/console/outbox/requeue").status_code == 302
