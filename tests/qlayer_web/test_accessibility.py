"""Pages of generated applications in a real browser: WCAG 2.1 AA by axe-core, and room on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import httpx
import pytest

from tests.qlayer.running import ADMIN, running, written
from tests.qlayer.specs import HOSTILE
from tests.qlayer_web.chromium import Chromium

pytestmark = pytest.mark.heavy

PAGES = {
    "workshop": ("/", "/repairs", "/repairs?q=nothing", "/repairs/10", "/repairs/new", "/repairs/board", "/bikes/new", "/more"),
    "invoices": ("/", "/invoices", "/invoices/1", "/invoices/board", "/clients/1", "/line-items", "/nowhere"),
    "library": ("/", "/loans", "/loans/3", "/loans/new", "/books", "/readers/1", "/users", "/users?q=nobody"),
}  # fmt: skip
FORMS = {"workshop": "/repairs/new", "invoices": "/invoices/new", "library": "/loans/new"}
WAYS = list(product(PAGES, ("light", "dark"), ("desk", "phone")))


@pytest.fixture
def visit(chromium: Chromium, request: pytest.FixtureRequest) -> Iterator[Chromium]:
    name, scheme, size = request.param
    client: httpx.Client = request.getfixturevalue(name)
    chromium.start(str(client.base_url), size=size, scheme=scheme)
    yield chromium
    assert chromium.complaints() == []


def sign_in(browser: Chromium) -> None:
    browser.go("/login")
    browser.do("await page.fill('#username', given.username); await page.fill('#password', given.password)", **ADMIN)
    browser.click("main button.primary")


def check(browser: Chromium, page: str) -> None:
    assert browser.violations() == [], page
    assert browser.overflow() <= 0, page


@pytest.mark.parametrize(
    ("name", "visit"), [(way[0], way) for way in WAYS], indirect=["visit"], ids=["-".join(way) for way in WAYS]
)
def test_pages_keep_to_wcag_and_fit(name: str, visit: Chromium) -> None:
    if name == "library":
        visit.go("/login")
        check(visit, "/login")
        sign_in(visit)
    for path in PAGES[name]:
        visit.go(path)
        check(visit, path)
    visit.go(FORMS[name])
    visit.click("main .actions button.primary")
    assert visit.count("[aria-invalid=true]") >= 2
    check(visit, f"{FORMS[name]} with errors")


@pytest.mark.parametrize("size", ["desk", "tablet", "phone"])
def test_every_page_is_reached_by_the_navigation(chromium: Chromium, workshop: httpx.Client, size: str) -> None:
    chromium.start(str(workshop.base_url), size=size)
    chromium.go("/")
    if size == "phone":
        chromium.click(".tabbar a[href='/more']")
    for path in ("/customers", "/bikes", "/repairs", "/repairs/board", "/parts"):
        links = f"a[href='{path}']"
        shown = chromium.do("return page.locator(given.links).locator('visible=true').count()", links=links)
        assert shown >= 1, path


def test_the_check_finds_what_is_wrong(chromium: Chromium, workshop: httpx.Client) -> None:
    chromium.start(str(workshop.base_url), size="phone")
    chromium.go("/repairs")
    chromium.do(
        """await page.evaluate(() => {
             document.querySelector("h1").style.color = "#bbb";
             document.querySelector("input[type=search]").removeAttribute("aria-label");
             document.querySelector("input[type=search]").removeAttribute("placeholder");
             document.querySelector("main").style.width = "600px";
           })"""
    )
    found = {violation.split(":")[0] for violation in chromium.violations()}
    assert {"color-contrast", "label"} <= found
    assert chromium.overflow() > 0


@pytest.mark.parametrize(("scheme", "size"), [("light", "phone"), ("dark", "desk")])
def test_empty_lists_forms_and_imports_keep_to_wcag_and_fit(
    chromium: Chromium, tmp_path: Path, scheme: str, size: str
) -> None:
    with running(written(HOSTILE, tmp_path)) as client:
        chromium.start(str(client.base_url), size=size, scheme=scheme)
        sign_in(chromium)
        chromium.go("/more")
        script = "return page.locator('main a.btn').evaluateAll((links) => links.map((link) => link.pathname))"
        lists = [str(path) for path in chromium.do(script) if path != "/users"]
        assert len(lists) > 5
        assert "yet" in " ".join(check_list(chromium, path) for path in lists)
        assert chromium.complaints() == []


def check_list(browser: Chromium, path: str) -> str:
    """Looks at an empty list, its form and its import; answers what the list says."""
    browser.go(path)
    check(browser, path)
    said = browser.text("main")
    for link in ("new", "import"):
        if browser.count(f"main a[href='{path}/{link}']"):
            browser.go(f"{path}/{link}")
            check(browser, f"{path}/{link}")
    return said
