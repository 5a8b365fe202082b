"""What the parts need beyond showing and hiding."""

import json
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@cache
def _manifest(changed: float) -> dict[str, str]:
    return dict(json.loads((settings.BUILT_ASSETS / "manifest.json").read_text()))


@register.simple_tag
def asset(name: str) -> str:
    """Return the address of a built asset, e.g. `portal.css`; it changes when the content does."""
    path: Path = settings.BUILT_ASSETS / "manifest.json"
    known = _manifest(path.stat().st_mtime) if path.exists() else {}
    return static(f"dist/{known.get(name, name)}")


def asset_text(name: str) -> str:
    """Return what a built asset holds, for a page that has to carry it along."""
    path: Path = settings.BUILT_ASSETS / "manifest.json"
    return (settings.BUILT_ASSETS / _manifest(path.stat().st_mtime)[name]).read_text(encoding="utf-8")


_WEEKDAYS_ZH = "一二三四五六日"


@register.filter
def moment(at: datetime | None) -> str | SafeString:
    """Show an instant as people say it, with the exact one for machines, hovering and print."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    exact = local.isoformat(timespec="minutes")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', exact, f"{local:%Y-%m-%d %H:%M}", said(local)
    )


def said(local: datetime) -> str:
    """Return e.g. `5月15日（周五）17:30` or `Fri 15 May, 17:30`; with the year if it is not this one."""
    this_year = local.year == timezone.localtime().year
    if (get_language() or "zh").startswith("zh"):
        year = "" if this_year else f"{local.year}年"
        return f"{year}{local.month}月{local.day}日（周{_WEEKDAYS_ZH[local.weekday()]}）{local:%H:%M}"
    year = "" if this_year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%b}{year}, {local:%H:%M}"


@register.filter
def day_said(day: date) -> str:
    """Return e.g. `5月1日（周五）` or `Fri 1 May`."""
    if (get_language() or "zh").startswith("zh"):
        return f"{day.month}月{day.day}日（周{_WEEKDAYS_ZH[day.weekday()]}）"
    return f"{day:%a} {day.day} {day:%b}"


@register.filter
def percent(fraction: float) -> str:
    """Return a fraction as SVG lengths want it, whatever the language: `62.5%`."""
    return f"{fraction * 100:.1f}%"
