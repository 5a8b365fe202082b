"""Files in a form of the desk: kept as soon as they arrive, so that an error elsewhere does not lose them.

What is kept comes back with the form as a sealed list, so that nobody can name the files of another case.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from answerable.contexts.files import api as files
from answerable.interfaces.console import sealed
from answerable.kernel import clock, row_security
from answerable.kernel.errors import AnswerableError

MOST = 10
# Uploads that nothing has taken are removed after a day; a token lives shorter.
_SECONDS = 20 * 3600
_ACCEPT = ",".join(f".{ending}" for ending in files.ENDINGS)


class FilesInput(forms.FileInput):
    """A control for several files, with those that are kept already."""

    template_name = "console/parts/files.html"
    allow_multiple_selected = True
    needs_multipart_form = True

    def __init__(self) -> None:
        super().__init__(attrs={"accept": _ACCEPT})
        self.kept: Sequence[files.FileView] = ()
        self.token = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, Any]:
        return {
            "new": files.getlist(name) if hasattr(files, "getlist") else [],
            "kept": data.get(f"{name}_kept", ""),
            "out": data.getlist(f"{name}_out") if hasattr(data, "getlist") else [],
        }

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        context["widget"] |= {"kept": self.kept, "token": self.token}
        return context


class FilesField(forms.Field):
    """Takes files for one purpose (a case and an act) and gives their ids."""

    widget = FilesInput
    purpose = ""

    def clean(self, value: dict[str, Any]) -> tuple[UUID, ...]:
        """Store what came and give all ids; what can't be taken is an error, and the others stay kept.

        Raises:
            ValidationError: one of the files can't be taken.
        """
        kept = [one for one in _ids(self.purpose, value["kept"]) if str(one) not in value["out"]]
        refused = []
        for upload in value["new"]:
            try:
                kept.append(_store(upload, room=MOST - len(kept)))
            except AnswerableError as error:
                refused.append(_("%(name)s: %(why)s") % {"name": upload.name, "why": error})
        # Not yet of any case, so no scope shows them; their ids came sealed for this purpose.
        with row_security.system("console.uploads"):
            found = files.describe(kept)
        self.widget.kept = tuple(found.values())
        self.widget.token = sealed.seal(self.purpose, ",".join(str(one) for one in found)) if found else ""
        if refused:
            raise forms.ValidationError(refused)
        return tuple(found)


class TooMany(AnswerableError):
    """There are as many files as one answer may have."""


def _store(upload: "UploadedFile[bytes]", *, room: int) -> UUID:
    if room <= 0:
        raise TooMany(_("There are %(limit)d files already.") % {"limit": MOST})
    return files.store_upload(name=upload.name or "", content=upload, at=clock.now()).public_id  # type: ignore[arg-type]


def _ids(purpose: str, token: str) -> list[UUID]:
    text = sealed.unseal(purpose, token, seconds=_SECONDS) if token else None
    return [UUID(one) for one in text.split(",")] if text else []
