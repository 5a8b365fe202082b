"""A title for a voice that came without one."""

import re

LONGEST = 40
_END = re.compile(r"[。！？!?\n；;]|[.](?=\s|$)")
# Greetings say nothing of the matter.
_GREETING = re.compile(
    r"^(?:(?:尊敬的)?[^，,。！!：:\n]{0,12}?"
    r"(?:您好|你好|领导|hello|dear sirs?|good (?:morning|afternoon))[，,。！!：:\s]*){1,3}",
    re.IGNORECASE,
)


def headline(text: str) -> str:
    """Return the first sentence that says something, cut to what a list shows."""
    rest = _GREETING.sub("", text.strip(), count=1) or text.strip()
    first = _END.split(rest, maxsplit=1)[0].strip() or rest
    return first if len(first) <= LONGEST else first[: LONGEST - 1].rstrip() + "…"
