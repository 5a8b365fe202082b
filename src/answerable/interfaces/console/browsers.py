"""A word for a browser, so that somebody knows his own devices again. Nothing finer is looked at or kept."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The first that fits: many browsers name others as well.
FAMILIES = (
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Chromium", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
UNKNOWN: Promise = _("A browser")


def word_for(agent: str) -> str:
    """Return such a word as «Firefox · Windows»; empty for a browser that says nothing we know."""
    family = next((word for mark, word in FAMILIES if mark in agent), "")
    system = next((word for mark, word in SYSTEMS if mark in agent), "")
    return " · ".join(word for word in (family, system) if word)
