"""Answers with files, and what the resident said of them, on the page of the case."""

import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.interfaces.console.bureau import reference_of, sit_down

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.models import Attachment, Case
from answerable.contexts.review import api as review
from answerable.contexts.review.enums import AttemptOutcome, Outcome, Resolved, Satisfaction
from answerable.contexts.review.models import Contest, ReturnVisit
from answerable.kernel.ids import new_access_code
from answerable.kernel.secrets import hash_code
from answerable.kernel.text import clean

pytestmark = pytest.mark.django_db
CODE = new_access_code()
SECRET = b"Lianhua Road 7"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.OPTIONS, "data_dir", tmp_path)


def photo(name: str = "scene.jpg") -> SimpleUploadedFile:
    """Return a picture that says where it was taken."""
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    Image.new("RGB", (40, 30), "white").save(target, "JPEG", exif=exif)
    assert SECRET in target.getvalue()
    return SimpleUploadedFile(name, target.getvalue(), "image/jpeg")


def answer(client: Client, reference: str, **typed: object) -> tuple[int, str]:
    told = {"outcome": "solved", "template": "none", "text": "已停工，见照片。", **typed}
    got = client.post(f"/console/cases/{reference}/act/answer", told)
    return got.status_code, got.content.decode()


def kept(page: str) -> str:
    found = re.search(r'name="attached_kept" value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_resident_gets_the_cleaned_copy_of_what_an_answer_carries(
    client: Client, city: given.Bureau
) -> None:
    case_id = given.a_handled_case(city, code_hash=hash_code(CODE))
    reference = reference_of(case_id)
    handler = sit_down("east-1-handler")
    assert answer(handler, reference, attached=[photo(), photo("second.jpg")])[0] == 302
    ids = [one.file_id for one in Attachment.objects.filter(case=case_id, from_resident=False)]
    assert len(ids) == 2
    assert "second.jpg" in handler.get(f"/console/cases/{reference}").content.decode()
    page = client.post("/track", {"reference": reference, "code": CODE}, follow=True).content.decode()
    assert page.index("已停工，见照片。") < page.index("scene.jpg") < page.index("second.jpg")
    assert page.count("scene.jpg") == 1
    got = client.get(f"/track/file/{ids[0]}")
    assert got.status_code == 200
    content = b"".join(got.streaming_content)  # type: ignore[attr-defined]
    assert content.startswith(b"\xff\xd8")
    assert SECRET not in content


def test_a_file_outlives_an_error_beside_it(city: given.Bureau) -> None:
    reference = reference_of(given.a_handled_case(city))
    client = sit_down("east-1-handler")
    status, page = answer(client, reference, outcome="", attached=[photo()])
    assert status == 422
    assert "scene.jpg" in page
    assert answer(client, reference, attached_kept=kept(page))[0] == 302
    assert Attachment.objects.count() == 1


def test_a_file_outlives_an_answer_that_came_too_late(city: given.Bureau) -> None:
    case_id = given.a_handled_case(city)
    reference, client = reference_of(case_id), sit_down("east-1-handler")
    read = Case.objects.get(pk=case_id).version
    cases.write_note(actor=city.actor("east-1-leader"), case_id=case_id, text="看一下", at=given.AT)
    status, page = answer(client, reference, version=read, attached=[photo()])
    assert (status, "scene.jpg" in page) == (409, True)
    assert answer(client, reference, version=read + 1, attached_kept=kept(page))[0] == 302
    assert Attachment.objects.count() == 1


def test_a_kept_file_can_be_left_out_and_belongs_to_its_case_alone(city: given.Bureau) -> None:
    first, second = (reference_of(given.a_handled_case(city)) for _ in range(2))
    client = sit_down("east-1-handler")
    token = kept(answer(client, first, outcome="", attached=[photo()])[1])
    file_id = re.search(
        r'name="attached_out" value="([^"]+)"', answer(client, first, outcome="", attached_kept=token)[1]
    )
    assert file_id
    assert answer(client, second, attached_kept=token)[0] == 302
    assert answer(client, first, attached_kept=token, attached_out=file_id[1])[0] == 302
    assert not Attachment.objects.exists()


def test_what_is_no_picture_is_refused_and_the_good_one_stays(city: given.Bureau) -> None:
    reference = reference_of(given.a_handled_case(city))
    bad = SimpleUploadedFile("run.jpg", b"MZ not a picture")
    status, page = answer(sit_down("east-1-handler"), reference, attached=[photo(), bad])
    assert status == 422
    assert "run.jpg：" in page
    assert "scene.jpg" in page
    assert "已停工，见照片。" in page


def test_a_case_shows_what_became_of_its_rating(city: given.Bureau) -> None:
    case_id = given.an_answered_case(city)
    reference, handler = reference_of(case_id), sit_down("east-1-leader")
    address = f"/console/cases/{reference}"
    assert "已邀请评价" in handler.get(address).content.decode()
    review.rate_round(
        case_id=case_id,
        satisfaction=Satisfaction.DISSATISFIED,
        resolved=Resolved.NO,
        comment="昨晚又吵，打13900001234",
        may_call=True,
        at=given.later(hours=2),
    )
    visit, reviewer = ReturnVisit.objects.get(), city.actor("reviewer")
    review.take_visit(actor=reviewer, visit_id=visit.public_id, at=given.later(hours=3))
    review.record_attempt(
        actor=reviewer,
        visit_id=visit.public_id,
        outcome=AttemptOutcome.REACHED,
        note="说明了情况",
        at=given.later(hours=3),
    )
    review.conclude_visit(
        actor=reviewer,
        visit_id=visit.public_id,
        outcome=Outcome.REFUSED,
        reason="已依法处理完毕。",
        at=given.later(hours=4),
    )
    review.contest_refusal(case_id=case_id, text="并没有处理。", at=given.later(hours=5))
    page = handler.get(address).content.decode()
    for said in ("不满意", "没有解决", "139****1234", "说明了情况", "已依法处理完毕。", "并没有处理。"):
        assert said in clean(page), said
    assert Contest.objects.get().state == "open"
