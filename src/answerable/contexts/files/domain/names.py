"""What becomes of the name that a file came with."""

import re

from answerable.kernel.text import clean

LONGEST = 100
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


def clean_name(name: str) -> str:
    """Return a name that is safe to show and to save under: no path, no control or invisible characters.

    The ending stays, the rest is shortened if need be; `C:\\photos\\夜间.jpg` becomes `夜间.jpg`.
    """
    base = re.split(r"[/\\]", clean(name))[-1]
    stem, dot, ending = _FORBIDDEN.sub("_", base.replace("\n", " ")).rstrip(" .").rpartition(".")
    if not dot:
        stem, ending = ending, ""
    stem = stem.strip(" .")[: LONGEST - len(ending) - 1] or "file"
    return f"{stem}.{ending}" if ending else stem
