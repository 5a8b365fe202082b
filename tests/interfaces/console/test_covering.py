"""Parts of a picture are covered at the desk; the file as it came is opened for a reason."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.http.response import HttpResponseBase
from django.test import Client, TestCase
from PIL import Image
from tests.interfaces.console.bureau import reference_of, sit_down

import given
from answerable.contexts.cases.models import Attachment, Case
from answerable.contexts.files import api as files
from answerable.contexts.ledger import api as ledger
from answerable.contexts.parties.api import Contact, register_parties
from answerable.kernel.secrets import hash_code

pytestmark = pytest.mark.django_db
CODE = "7K3M9QWA2BCD4EFG"
ONE = {"form-TOTAL_FORMS": "8", "form-INITIAL_FORMS": "0"} | {
    f"form-0-{name}": value
    for name, value in {"left": "0", "top": "0", "width": "50", "height": "100"}.items()
}


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.OPTIONS, "data_dir", tmp_path)


@pytest.fixture
def address(city: given.Bureau) -> str:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), (200, 30, 30)).save(out, "PNG")
    picture = files.store_upload(name="a.png", content=out, at=given.AT)
    case_id = given.a_handled_case(city, attachment_ids=(picture.public_id,), code_hash=hash_code(CODE))
    return f"/console/cases/{reference_of(case_id)}/files/{picture.public_id}"


def pixels(answer: HttpResponseBase) -> tuple[object, object]:
    with Image.open(io.BytesIO(b"".join(answer.streaming_content))) as image:  # type: ignore[attr-defined]
        return image.getpixel((2, 10)), image.getpixel((18, 10))


def test_who_works_on_the_case_covers_and_everybody_sees_it_covered(address: str) -> None:
    handler = sit_down("east-1-handler")
    assert handler.get(f"{address}/cover").status_code == 200
    shown = handler.post(f"{address}/cover", ONE | {"do": "show"})
    assert '<rect x="0.000000"' in shown.content.decode()
    assert pixels(handler.get(address)) == ((200, 30, 30), (200, 30, 30))
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert handler.post(f"{address}/cover", ONE | {"do": "cover"}).status_code == 302
    for username in ("east-1-handler", "inspector"):
        assert pixels(sit_down(username).get(address)) == ((0, 0, 0), (200, 30, 30))
    reference = address.split("/")[3]
    assert ledger.lines_of(reference)[-1].code == "cases.attachment.covered"
    at_the_portal = Client()
    at_the_portal.post("/track", {"reference": reference, "code": CODE})
    own = at_the_portal.get(f"/track/file/{address.rsplit('/', 1)[1]}")
    assert pixels(own) == ((0, 0, 0), (200, 30, 30))


@pytest.mark.parametrize("wrong", [{}, {"form-0-width": ""}, {"form-0-left": "-3"}, {"form-0-height": "nan"}])
def test_no_box_and_half_a_box_change_nothing(address: str, wrong: dict[str, str]) -> None:
    sent = ONE | wrong if wrong else {"form-TOTAL_FORMS": "8", "form-INITIAL_FORMS": "0"}
    handler = sit_down("east-1-handler")
    assert handler.post(f"{address}/cover", sent | {"do": "cover"}).status_code == 422
    assert pixels(handler.get(address))[0] == (200, 30, 30)


def test_who_does_not_work_on_the_case_covers_nothing(address: str) -> None:
    answer = sit_down("inspector").post(f"{address}/cover", ONE | {"do": "cover"})
    assert answer.status_code == 403


def test_the_file_as_it_came_is_saved_for_a_reason_that_the_resident_reads(address: str) -> None:
    client, reference = sit_down("inspector"), address.split("/")[3]
    assert client.post(f"{address}/original", {"reason": "  "}).status_code == 422
    answer = client.post(f"{address}/original", {"reason": "核对原件"})
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert pixels(answer)[0] == (200, 30, 30)
    [look] = [one for one in ledger.accesses_of(reference) if one.kind == ledger.AccessKind.ORIGINAL]
    assert "核对原件" in look.reason


def test_of_what_was_told_in_confidence_the_handler_gets_no_original(address: str) -> None:
    case = Attachment.objects.get(file_id=address.rsplit("/", 1)[1]).case
    (party,) = register_parties([Contact(name="白示例", phone="10000001234", channel="sms")])
    Case.objects.filter(pk=case.pk).update(confidential=True, party=party)
    answer = sit_down("east-1-handler").post(f"{address}/original", {"reason": "核对"})
    assert answer.status_code == 403
