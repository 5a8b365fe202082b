"""A running server and a browser. The same pages in both languages, on a phone and on a desk."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from given import signing_in

# The synchronous browser driver runs a loop of its own, which Django takes for an asynchronous caller.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ARGS = """--headless --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking
    --disable-component-update --disable-default-apps --disable-sync --no-first-run
    --disable-features=OptimizationHints,MediaRouter,Translate""".split()
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = next(
        (
            found
            for name in ("chromium", "chromium-browser", "google-chrome")
            if (found := shutil.which(name))
        ),
        None,
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGS)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """Somebody with a browser: goes to pages, and looks at each with a critical eye."""

    page: Page
    address: str
    problems: list[str]
    scripts: bool = True

    def goes_to(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def presses(self, name: str) -> None:
        """Press the button or link of this name in the main part of the page."""
        main = self.page.locator("main")
        button = main.get_by_role("button", name=name, exact=True)
        (button if button.count() else main.get_by_role("link", name=name, exact=True)).first.click()

    def at(self) -> str:
        return self.page.url.removeprefix(self.address)

    def finds_nothing_wrong(self) -> None:
        """Ask axe, and look for sideways scrolling and for errors of scripts or the policy.

        Axe waits for ever where scripts are turned off; the same page is asked with them.
        """
        width = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert width <= 0, f"{self.at()} scrolls sideways by {width} px"
        assert self.problems == []
        if not self.scripts:
            return
        if not self.page.evaluate("typeof axe !== 'undefined'"):
            self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
        told = [f"{v['id']}: {node['target']} {node['failureSummary']}" for v in found for node in v["nodes"]]
        assert told == [], f"{self.at()}: " + "\n".join(told)


def passes_the_door(visitor: Visitor, username: str, password: str = signing_in.PASSWORD) -> None:
    """Sign in with a password and the code of the app that `signing_in.may_enter` gave."""
    page = visitor.page
    visitor.goes_to("/console/sign-in")
    page.fill("#id_username", username)
    page.fill("#id_password", password)
    visitor.finds_nothing_wrong()
    page.locator("main form button.wide").first.click()
    page.wait_for_url("**/console/sign-in/second")
    visitor.finds_nothing_wrong()
    page.fill("#id_code", signing_in.code_now())
    page.locator("main form button.wide").first.click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


Visits = Callable[..., Visitor]


@pytest.fixture
def visits(browser: Browser, live_server: object) -> Iterator[Visits]:
    """Open a browser window: `visits("en", PHONE, theme="dark", scripts=False)`."""
    contexts: list[BrowserContext] = []
    address = str(live_server)

    def visit(
        language: str = "zh-hans", size: ViewportSize = DESK, *, theme: str = "light", scripts: bool = True
    ) -> Visitor:
        context = browser.new_context(
            viewport=size,
            java_script_enabled=scripts,
            color_scheme="dark" if theme == "dark" else "light",
            bypass_csp=False,
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.add_cookies([{"name": "language", "value": language, "url": address}])
        page = context.new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: _note(message.text, problems) if message.type == "error" else None)
        return Visitor(page, address, problems, scripts)

    yield visit
    for context in contexts:
        context.close()


def _note(text: str, problems: list[str]) -> None:
    # A form that comes back with its errors is a 422, which the browser counts as a failed resource.
    if "status of 4" not in text:
        problems.append(text)
