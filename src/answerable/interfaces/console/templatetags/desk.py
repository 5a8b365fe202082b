"""What the desk's templates need beyond showing and hiding."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

# Drawn on a grid of 24, stroked.
ICONS = {
    "sun": "M12 4V2m0 20v-2m8-8h2M2 12h2m13.7-5.7 1.4-1.4M4.9 19.1l1.4-1.4m0-11.4L4.9 4.9m14.2 14.2-1.4-1.4"
    "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8z",
    "phone": "M4 13a8 8 0 0 1 16 0v4M4 14v3a2 2 0 0 0 2 2h1v-6H6a2 2 0 0 0-2 1zm16 0v3a2 2 0 0 1-2 2h-1v-6h1"
    "a2 2 0 0 1 2 1zm-3 5c0 2-2 2.5-4 2.5",
    "split": "M12 21v-7m0 0L6 8m6 6 6-6M6 8h4M6 8v4m12-4h-4m4 0v4",
    "list": "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
    "call": "M5 4h3l2 5-2.5 1.5a11 11 0 0 0 6"
    " 6L15 14l5 2v3a2 2 0 0 1-2 2A15 15 0 0 1 3 6a2 2 0 0 1 2-2zm10 1h5v5m0-5-6 6",
    "chart": "M4 20V4m0 16h16M8 16v-4m4 4V8m4 8v-6",
    "pulse": "M3 13h4l2.500-8 5 15 2.500-7h4",
    "upload": "M12 16V5m0 0L7 10m5-5 5 5M4 17v2a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-2",
    "send": "M21 4 3 11l7 3 3 7z",
    "box": "M3 4h18v5H3zM5 9v11h14V9M10 13h4",
    "gear": "M12 15.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM19.4 14l1.6 1-2 3.4-1.8-.7a7 7 0 0 1-2.2 1.3L14.6 21h-4"
    "l-.4-2a7 7 0 0 1-2.2-1.3l-1.8.7-2-3.4 1.5-1.2a7 7 0 0 1 0-2.6L4.2 10l2-3.4 1.8.7a7 7 0 0 1 2.2-1.3l.4-2h4l.4 2"
    "a7 7 0 0 1 2.2 1.3l1.8-.7 2 3.4-1.6 1.2a7 7 0 0 1 0 2.8z",
    "bell": "M6 16V11a6 6 0 0 1 12 0v5l2 2H4zm4 4a2 2 0 0 0 4 0",
    "more": "M5 12h.01M12 12h.01M19 12h.01",
    "person": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm-8 9a8 8 0 0 1 16 0",
    "keys": "M4 6h16a1 1 0 0 1 1 1v10a1 1 0"
    " 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1zm3 4h.01M11 10h.01M15 10h.01M8 14h8",
    "search": "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zm5-2 5 5",
    "eye": "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zm10 3a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
    "clip": "m20 11-8.5 8.5a5 5 0 0 1-7-7L13 4a3.5 3.5 0 0 1 5 5l-8.5 8.5a2 2 0 0 1-3-3L14 7",
    "wall": "M3 5h18v14H3zm0 5h18M3 14.500h18M9 5v5m6-5v5M"
    "6 10v4.500m6-4.500v4.500m6-4.500v4.500M9 14.500V19m6-4.500V19",
    "back": "M19 12H5m0 0 6-6m-6 6 6 6",
    "check": "m5 13 4 4L19 7",
    "flag": "M5 21V4h13l-2.500 4.500L18 13H5",
    "out": "M15 4h4a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1h-4M10 8l-4 4 4 4m-4-4h10",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a sign. It never stands alone: a word is beside it or hidden for those who see."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>', ICONS[name]
    )


@register.filter
def of(found: Mapping[object, object], key: object) -> object:
    """Return what is kept under a key; nothing where nothing is."""
    return found.get(key)


@register.filter
def starts(path: str, beginning: str) -> bool:
    return path.startswith(beginning)
