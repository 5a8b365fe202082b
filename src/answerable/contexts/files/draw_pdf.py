"""Draw a PDF from standard input as pictures, and write them as a PDF to standard output. It runs alone.

Ends with 1 when it can't; what went wrong is nobody's business, since a message may quote the document.
"""

import io
import resource
import sys
from contextlib import suppress

import pypdfium2
from PIL import Image

MAX_PAGES = 100
# Dots to the inch: an A4 page is 1,240 x 1,754.
RESOLUTION = 150
MAX_EDGE = 2600
MEMORY = 1536 * 1024 * 1024
SECONDS = 25
WRITTEN = 120 * 1024 * 1024


def confine() -> None:
    """Take from this process what it does not need; not every system knows every limit."""
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))


def drawn(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    page = document[number]
    width, height = page.get_size()
    scale = min(RESOLUTION / 72, MAX_EDGE / max(width, height, 1))
    picture: Image.Image = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
    page.close()
    # Through JPEG, one page at a time, so that a long document does not stand in memory whole.
    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=80)
    return Image.open(packed)


def main() -> int:
    confine()
    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    document.init_forms()
    if not 0 < len(document) <= MAX_PAGES:
        return 1
    pages = (drawn(document, number) for number in range(len(document)))
    first = next(pages)
    first.save(
        sys.stdout.buffer, "PDF", save_all=True, append_images=list(pages), resolution=RESOLUTION,
        title="", author="", producer="", creator="", creationDate=None, modDate=None,
    )  # fmt: skip
    return 0


if __name__ == "__main__":
    try:
        ended = main()
    except Exception:
        ended = 1
    sys.exit(ended)
