"""Cover parts of a picture: faces, plates, papers. The covered copy takes the place of the last one for everybody."""

import io
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from answerable.contexts.files.domain.boxes import Box
from answerable.contexts.files.enums import FileKind
from answerable.contexts.files.errors import FileHeld, NotAPicture
from answerable.contexts.files.models import StoredFile
from answerable.contexts.files.pictures import with_boxes
from answerable.contexts.files.sealing import read_sealed, remove_part, view_part, write_sealed
from answerable.contexts.files.selectors import HELD
from answerable.kernel.errors import NotFound


@transaction.atomic
def cover_picture(public_id: UUID, boxes: Sequence[Box]) -> None:
    """Paint the boxes over the copy that people see, for good; the sealed original stays as it came.

    What was covered before stays covered, whoever covers more. The copy of before is deleted once this is committed.

    Raises:
        NotFound: there is no such file.
        NotAPicture: it is none.
        FileHeld: it waits for the scanner, or the scanner found something in it.
    """
    row = StoredFile.objects.select_for_update().filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    if row.kind != FileKind.IMAGE or not row.view_type:
        raise NotAPicture
    if row.scan in HELD:
        raise FileHeld
    before = view_part(row.covered)
    drawn = with_boxes(io.BytesIO(b"".join(read_sealed(public_id, before))), boxes)
    row.covered += 1
    after = view_part(row.covered)
    write_sealed(public_id, after, [drawn])
    row.save(update_fields=["covered"])
    transaction.on_commit(lambda: remove_part(public_id, before))
