"""What every page knows: whose it is, in which language and theme, and whom to call."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

THEMES = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page."""

    bureau: str
    hotline: str
    demo: bool
    theme: str
    language: str
    other_language: str

    @property
    def hotline_link(self) -> str:
        """The number as a telephone dials it."""
        return "".join(symbol for symbol in self.hotline if symbol.isdigit() or symbol == "+")


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Give templates `shell`. Reads no database, so that error pages can be shown without one."""
    chinese = (translation.get_language() or "zh").startswith("zh")
    theme = request.COOKIES.get("theme", "auto")
    options = settings.OPTIONS
    return {
        "shell": Shell(
            bureau=options.bureau_name_zh if chinese else options.bureau_name_en,
            hotline=options.hotline,
            demo=settings.DEMO,
            theme=theme if theme in THEMES else "auto",
            language="zh" if chinese else "en",
            other_language="en" if chinese else "zh-hans",
        )
    }
