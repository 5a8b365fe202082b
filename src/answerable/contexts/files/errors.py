"""Why a file is not taken. Each sentence says what the person can do instead."""

from django.utils.translation import gettext_lazy as _

from answerable.kernel.errors import AnswerableError


class FileRefused(AnswerableError):
    """The base of all refusals; nothing of the file has been kept."""

    code = "file_refused"
    status = 422
    sentence = _("This file can't be taken. Send it as JPEG, PNG, PDF, DOCX, XLSX, MP3, M4A, WAV or MP4.")


class FileEmpty(FileRefused):
    code = "file_empty"
    sentence = _("This file is empty. Choose it again; perhaps it had not been saved yet.")


class FileTooLarge(FileRefused):
    code = "file_too_large"
    status = 413
    sentence = _("This file is larger than %(megabytes)s MB. Send a smaller one, or a part of it.")


class KindNotTaken(FileRefused):
    code = "file_kind_not_taken"
    status = 415


class WrongEnding(FileRefused):
    code = "file_wrong_ending"
    sentence = _("The name of this file does not fit what is in it. Save it again in its own format.")


class HeicNotTaken(FileRefused):
    code = "file_heic"
    status = 415
    sentence = _(
        "This picture is in HEIC format, which not every screen can show. On an iPhone choose Settings, Camera,"
        " Formats, Most Compatible; or send a screenshot of the picture."
    )


class MacrosNotTaken(FileRefused):
    code = "file_macros"
    sentence = _("This document contains macros. Save it without them, or as PDF.")


class FileDamaged(FileRefused):
    code = "file_damaged"
    sentence = _("This file is damaged or incomplete. Open it to see if it is whole, and send it again.")


class FileExpandsTooFar(FileRefused):
    """A bomb: small to send, enormous once opened."""

    code = "file_expands"
    status = 413
    sentence = _("This file would become far too large when opened. Send it in a smaller or simpler form.")


class StorageFull(AnswerableError):
    """The disk is full. Everything else of what was typed is kept by the caller."""

    code = "storage_full"
    status = 507
    sentence = _(
        "We can't store the file just now, because our disk is full. Send what you wrote without it; you can add the"
        " file later under the same number. The operator has been told."
    )


class FileUnreadable(AnswerableError):
    """The stored bytes are missing or were altered."""

    code = "file_unreadable"
    status = 500
    sentence = _("This file can't be read any more. The operator has been told.")


class FileHeld(AnswerableError):
    """In quarantine, or not scanned yet: nobody opens it, the original as little as the copy."""

    code = "file_held"
    status = 423
    sentence = _(
        "This file can't be opened now: it waits for the virus scanner, or the scanner found something in it. It stays"
        " as it came; ask whoever sent it for a screenshot or a photo of it."
    )


class NoCleanCopy(AnswerableError):
    code = "file_no_copy"
    status = 422
    sentence = _(
        "We can't make a safe copy of this document: it is broken, under a password, or far too long. It is kept as it"
        " came; ask whoever sent it for a picture of the page that matters."
    )


class NotAPicture(AnswerableError):
    code = "file_not_a_picture"
    status = 422
    sentence = _("Parts can only be covered in a picture.")
