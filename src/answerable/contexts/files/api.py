"""The door of files."""

from answerable.contexts.files.domain.formats import ENDINGS, LIMITS
from answerable.contexts.files.enums import FileKind
from answerable.contexts.files.selectors import (
    FileView,
    OpenedFile,
    describe,
    open_file,
)
from answerable.contexts.files.services.erase_files import erase_files, remove_bytes
from answerable.contexts.files.services.keep_files import keep_files
from answerable.contexts.files.services.retire_orphans import retire_orphans
from answerable.contexts.files.services.seal_again import files_left, seal_files_again
from answerable.contexts.files.services.store_upload import store_upload

__all__ = [
    "ENDINGS",
    "LIMITS",
    "FileKind",
    "FileView",
    "OpenedFile",
    "describe",
    "erase_files",
    "files_left",
    "keep_files",
    "open_file",
    "remove_bytes",
    "retire_orphans",
    "seal_files_again",
    "store_upload",
]
