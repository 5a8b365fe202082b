"""The copy of a PDF that people open: its pages drawn as pictures, so no script, form, link, layer or author stays.

It is drawn by PDFium in a process of its own with little memory and little time, because it is a large program that
reads what strangers made.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from answerable.contexts.files.errors import NoCleanCopy

TIMEOUT_SECONDS = 30
LARGEST = 100 * 1024 * 1024
_PROGRAM = Path(__file__).with_name("draw_pdf.py")


def flattened(content: Iterable[bytes]) -> bytes:
    """Return the drawn copy.

    Raises:
        NoCleanCopy: it can't be drawn: broken, under a password, too many or too large pages, or it took too long.
    """
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        for piece in content:
            source.write(piece)
        source.seek(0)
        try:
            # Nothing of our environment goes along: it holds the keys.
            done = subprocess.run(
                [sys.executable, "-I", "-W", "ignore", str(_PROGRAM)],
                stdin=source,
                stdout=target,
                stderr=subprocess.DEVNULL,
                env={},
                timeout=TIMEOUT_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise NoCleanCopy from error
        size = target.seek(0, 2)
        if done.returncode != 0 or not 0 < size <= LARGEST:
            raise NoCleanCopy
        target.seek(0)
        return target.read()
