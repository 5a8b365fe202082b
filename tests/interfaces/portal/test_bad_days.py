"""What goes wrong on our side while somebody tells us something: it is said, and what they wrote is kept."""

import errno
import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from answerable.contexts.files.models import StoredFile
from answerable.contexts.intake.models import Submission

pytestmark = pytest.mark.django_db
WORDS = "小区旁边工地连续三晚施工到凌晨两点，希望民警去看看。"


def test_a_full_disk_is_told_and_the_words_can_be_sent_without_the_file(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    client.post("/tell/", {"text": WORDS})
    client.post("/tell/where", {"place": ""})
    client.post("/tell/police", {"about_police": "no"})
    with monkeypatch.context() as during:
        during.setattr(os, "fsync", full)
        answer = client.post(
            "/tell/files", {"files": SimpleUploadedFile("notes.pdf", b"%PDF-1.4\n%%EOF"), "on": "yes"}
        )
    assert answer.status_code == 422
    assert "存储空间满了" in answer.content.decode()
    assert not StoredFile.objects.exists()
    client.post("/tell/files", {"on": "yes"})
    client.post("/tell/contact", {"mode": "anonymous", "from_hour": "8", "to_hour": "21"})
    assert WORDS in client.get("/tell/check").content.decode()
    assert client.post("/tell/check")["Location"] == "/tell/done"
    assert Submission.objects.get().text == WORDS


def test_an_area_that_there_is_not_is_refused_and_a_place_that_nobody_knows_is_kept(client: Client) -> None:
    client.post("/tell/", {"text": WORDS})
    answer = client.post("/tell/where", {"place": "月亮上的环形山", "area": "nowhere"})
    assert answer.status_code == 422
    assert "月亮上的环形山" in answer.content.decode()
    assert client.post("/tell/where", {"place": "月亮上的环形山"}).status_code == 302
