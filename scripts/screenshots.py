"""Photograph a running demo city into docs/screenshots: `answerable up --demo`, then `make screenshots`.

python scripts/screenshots.py [--address http://127.0.0.1:8000] [--only home] [--folder docs/screenshots]
"""

import argparse
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from answerable.interfaces.web.demo_logins import PASSWORD

ARGS = """--headless --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking
    --disable-component-update --disable-default-apps --disable-sync --no-first-run
    --disable-features=OptimizationHints,MediaRouter,Translate""".split()
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}
WORDS = {
    "zh-hans": "小区旁边的工地连续三个晚上施工到凌晨两点，吵得老人孩子睡不着。希望民警去看看，让他们按规定时间停工。",
    "en": "The building site next to our estate has worked until two in the morning three nights in a row.",
}


@dataclass(frozen=True)
class Room:
    """A page of the desk and who photographs it."""

    name: str
    login: str
    path: str


ROOMS = (
    Room("today", "handler", "/console/"),
    Room("cases", "branch-leader", "/console/cases/?view=open"),
    Room("hotline", "agent", "/console/hotline"),
    Room("triage", "dispatcher", "/console/triage"),
    Room("calls", "reviewer", "/console/calls/"),
    Room("overview", "bureau-leader", "/console/overview"),
    Room("warnings", "bureau-leader", "/console/warnings/"),
    Room("setup", "setup", "/console/setup/"),
    Room("keeping", "inspector", "/console/keeping/"),
    Room("elevations", "setup", "/console/elevations"),
    Room("account", "handler", "/console/account"),
)


# Rooms from which one more page is opened: what to click, and what the page is called.
INSIDE = (("cases", "main table tbody a", "case"), ("warnings", "main [data-row] a", "warning"))


class Studio:
    """A browser, an address and a folder."""

    def __init__(self, browser: Browser, address: str, folder: Path, only: str) -> None:
        self.browser, self.address, self.folder, self.only = browser, address, folder, only

    @contextmanager
    def page(self, language: str, theme: Any, size: ViewportSize) -> Iterator[Page]:
        context = self.browser.new_context(viewport=size, color_scheme=theme, device_scale_factor=1)
        context.add_cookies([{"name": "language", "value": language, "url": self.address}])
        yield context.new_page()
        context.close()

    def takes(self, page: Page, name: str, *, whole: bool = False) -> None:
        if self.only in name:
            page.wait_for_load_state("networkidle")
            path = self.folder / f"{name}.png"
            page.screenshot(path=path, full_page=whole)
            # A page has few colours; a palette makes the file a third as large.
            with Image.open(path) as picture:
                smaller = picture.convert("RGB").quantize(colors=256, dither=Image.Dither.NONE)
            smaller.save(path, optimize=True)

    def portal(self, language: str, theme: str, size: ViewportSize, tag: str) -> None:
        """Walk a resident's road, from the first page to where it stands."""
        with self.page(language, theme, size) as page:
            page.goto(f"{self.address}/figures/")
            self.takes(page, f"portal-figures-{tag}", whole=True)
            page.goto(f"{self.address}/")
            self.takes(page, f"portal-home-{tag}")
            page.fill("#id_text", WORDS[language])
            page.locator(".hero-form button").click()
            page.locator("[data-map-open]").click()
            page.locator(".map-label").first.wait_for()
            box = page.locator(".map-card .canvas").bounding_box()
            if box:
                page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.45)
            self.takes(page, f"portal-where-{tag}", whole=True)
            self._on(page)
            page.check("[name=about_police][value=no]")
            self._on(page)
            self._on(page)
            page.check("[name=mode][value=anonymous]")
            self._on(page)
            self.takes(page, f"portal-check-{tag}", whole=True)
            self._on(page)
            self.takes(page, f"portal-receipt-{tag}", whole=True)
            reference = page.locator(".receipt .reference").inner_text()
            code = page.locator(".receipt .code").inner_text()
            # The sweep needs a moment to make a case of it.
            page.wait_for_timeout(5_000)
            page.goto(f"{self.address}/track")
            page.fill("#id_reference", reference)
            page.fill("#id_code", code)
            self._on(page)
            self.takes(page, f"portal-track-{tag}", whole=True)

    def _on(self, page: Page) -> None:
        page.locator("main form .actions .button").first.click()
        page.wait_for_load_state("domcontentloaded")

    def console(self, language: str, theme: str, size: ViewportSize, tag: str) -> None:
        """Look into every room of the desk with somebody who works there."""
        for room in ROOMS:
            if self.only not in f"console-{room.name}-{tag}":
                continue
            with self.page(language, theme, size) as page:
                page.goto(f"{self.address}/console/sign-in")
                page.fill("[name=username]", room.login)
                page.fill("[name=password]", PASSWORD)
                page.locator("main form button").first.click()
                # In the demo the page itself knows the code of the app.
                page.locator("main form .actions button").first.click()
                page.wait_for_load_state("networkidle")
                answer = page.goto(f"{self.address}{room.path}")
                if answer is None or answer.status != 200:
                    sys.stderr.write(f"{room.path}: {answer.status if answer else 0}\n")
                    continue
                self.takes(page, f"console-{room.name}-{tag}")
                for name, within, inside in INSIDE:
                    if room.name == name:
                        page.locator(within).first.click()
                        page.wait_for_load_state("networkidle")
                        self.takes(page, f"console-{inside}-{tag}", whole=inside == "warning")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--folder", type=Path, default=Path("docs/screenshots"))
    parser.add_argument("--only", default="", help="only pictures with this in their name")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGS)
        studio = Studio(browser, asked.address.rstrip("/"), asked.folder, asked.only)
        studio.portal("zh-hans", "light", PHONE, "zh-phone")
        studio.portal("en", "dark", DESK, "en-dark")
        studio.console("zh-hans", "light", DESK, "zh")
        studio.console("en", "dark", DESK, "en-dark")
        studio.console("zh-hans", "light", PHONE, "zh-phone")
        browser.close()


if __name__ == "__main__":
    main()
