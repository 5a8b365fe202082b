"""The door of files."""

from answerable.contexts.files.domain.boxes import Box
from answerable.contexts.files.domain.formats import ENDINGS, LIMITS
from answerable.contexts.files.enums import FileKind, Scan
from answerable.contexts.files.scanner import answers as scanner_answers
from answerable.contexts.files.selectors import (
    FileView,
    OpenedFile,
    count_by_scan,
    describe,
    open_file,
)
from answerable.contexts.files.services.cover_picture import cover_picture
from answerable.contexts.files.services.erase_files import erase_files, remove_bytes
from answerable.contexts.files.services.keep_files import keep_files
from answerable.contexts.files.services.retire_orphans import retire_orphans
from answerable.contexts.files.services.scan_waiting import scan_waiting
from answerable.contexts.files.services.seal_again import files_left, seal_files_again
from answerable.contexts.files.services.store_upload import store_upload

__all__ = [
    "ENDINGS",
    "LIMITS",
    "Box",
    "FileKind",
    "FileView",
    "OpenedFile",
    "Scan",
    "count_by_scan",
    "cover_picture",
    "describe",
    "erase_files",
    "files_left",
    "keep_files",
    "open_file",
    "remove_bytes",
    "retire_orphans",
    "scan_waiting",
    "scanner_answers",
    "seal_files_again",
    "store_upload",
]
