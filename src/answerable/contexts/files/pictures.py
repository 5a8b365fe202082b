"""The copy of a picture that people look at: drawn anew, without place, device, author or anything hidden behind it."""

import io
from collections.abc import Sequence
from typing import BinaryIO

from PIL import Image, ImageDraw, ImageOps

from answerable.contexts.files.domain.boxes import Box
from answerable.contexts.files.errors import FileDamaged, FileExpandsTooFar

MAX_PIXELS = 50_000_000
VIEW_EDGE = 2560
_FORMATS = ("JPEG", "PNG", "WEBP")
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def drawn_anew(content: BinaryIO) -> tuple[str, bytes]:
    """Return media type and bytes of the copy: JPEG, or PNG for a PNG; at most 2560 pixels at the longer edge.

    Raises:
        FileExpandsTooFar: the picture says of itself that it has more than 50 million pixels. Nothing was expanded.
        FileDamaged: it can't be decoded to its end.
    """
    content.seek(0)
    try:
        with Image.open(content, formats=_FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise FileExpandsTooFar
            is_png = image.format == "PNG"
            # A JPEG is decoded at a fraction of its size where that is enough.
            image.draft("RGB", (VIEW_EDGE, VIEW_EDGE))
            image.load()
            return _encoded(image, is_png=is_png)
    except _BOMBS as error:
        raise FileExpandsTooFar from error
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError) as error:
        # Pillow raises all of these for broken pictures.
        raise FileDamaged from error


def _encoded(image: Image.Image, *, is_png: bool) -> tuple[str, bytes]:
    upright = ImageOps.exif_transpose(image)
    plain = upright.convert("RGBA" if is_png and upright.has_transparency_data else "RGB")
    plain.thumbnail((VIEW_EDGE, VIEW_EDGE))
    # Comments, profiles and text would otherwise be carried over.
    plain.info = {}
    return _written(plain, is_png=is_png)


def _written(plain: Image.Image, *, is_png: bool) -> tuple[str, bytes]:
    out = io.BytesIO()
    if is_png:
        plain.save(out, format="PNG")
    else:
        plain.save(out, format="JPEG", quality=85)
    return ("image/png" if is_png else "image/jpeg"), out.getvalue()


def with_boxes(content: BinaryIO, boxes: Sequence[Box]) -> bytes:
    """Return one of our copies with black where the boxes are; what was there is in no pixel any more."""
    with Image.open(content, formats=_FORMATS) as image:
        image.load()
        draw = ImageDraw.Draw(image)
        black = (0, 0, 0, 255)[: len(image.getbands())]
        for box in boxes:
            draw.rectangle(box.pixels(image.width, image.height), fill=black)
        return _written(image, is_png=image.format == "PNG")[1]
