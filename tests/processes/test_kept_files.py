"""What people attach stays as long as what they attached it to."""

import io
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.files import api as files
from answerable.kernel.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.OPTIONS, "data_dir", tmp_path)


def an_upload() -> UUID:
    return files.store_upload(name="a.pdf", content=io.BytesIO(b"%PDF-1.7"), at=given.AT).public_id


def test_files_that_a_case_has_are_kept_and_others_go() -> None:
    bureau = given.a_bureau()
    first, added, forgotten = an_upload(), an_upload(), an_upload()
    case_id = given.a_case(bureau, attachment_ids=(first,))
    cases.add_to_case(
        actor=Actor.resident(case_id), case_id=case_id, text="补充", attachment_ids=[added], at=given.AT
    )
    files.retire_orphans(at=given.AT + timedelta(days=2))
    assert list(files.describe([first, added, forgotten])) == [first, added]
