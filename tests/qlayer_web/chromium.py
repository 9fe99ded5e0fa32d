"""A real browser for tests of pages: Chromium, driven over a pipe. Skips where `make setup-browser` has not run."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / "build" / "browser"
SIZES = {"desk": (1440, 900), "tablet": (768, 1024), "phone": (390, 844)}


class BrowserError(AssertionError):
    """What the browser could not do, as it says it."""


class Chromium:
    """One browser with one page at a time."""

    def __init__(self, folder: Path) -> None:
        if not (TOOLS / ".ready").is_file() or not shutil.which("node"):
            pytest.skip("needs a browser: run `make setup-browser`; `make test-all` does")
        driver = Path(__file__).with_name("driver.mjs")
        command = ["node", str(driver), str(TOOLS), str(folder)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Chromium:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()

    def do(self, script: str, **given: Any) -> Any:
        """The value of the body of an async function that sees `page` and `given`."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"script": script, "given": given}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline() or '{"error": "the browser is gone"}')
        if "error" in answer:
            raise BrowserError(f"{answer['error']}\nin: {script}")
        return answer["value"]

    def start(self, address: str, *, size: str = "desk", scheme: str = "light", script: bool = True) -> None:
        """A fresh page of a person with that screen; nobody is signed in."""
        width, height = SIZES[size]
        options = {
            "baseURL": address,
            "viewport": {"width": width, "height": height},
            "colorScheme": scheme,
            "javaScriptEnabled": script,
            "reducedMotion": "reduce",
            "hasTouch": size == "phone",
        }
        self.do("await open(given.options)", options=options)

    def go(self, path: str) -> str:
        """Opens a path; answers the heading of the page."""
        heading = self.do("await page.goto(given.path); return page.textContent('h1')", path=path)
        return str(heading).strip()

    def violations(self) -> list[str]:
        """What of WCAG 2.1 AA the page breaks, and targets under 24 pixels."""
        return list(self.do("return axe()"))

    def complaints(self) -> list[str]:
        """What the console said of errors, among them breaches of the content security policy."""
        return list(self.do("return complaints"))

    def overflow(self) -> int:
        """How many pixels the page is wider than the screen, or a list wider than its card."""
        script = """return page.evaluate(() => Math.max(
            document.scrollingElement.scrollWidth - innerWidth,
            ...[...document.querySelectorAll("[data-live=rows]")].map((rows) => rows.scrollWidth - rows.clientWidth)))"""
        return int(self.do(script))

    def click(self, selector: str) -> None:
        """Clicks and waits until the page that follows has loaded."""
        self.do("await page.click(given.selector); await page.waitForLoadState('load')", selector=selector)

    def text(self, selector: str) -> str:
        """The text of the first element that matches, as it is read."""
        found = self.do("return page.locator(given.selector).first().innerText()", selector=selector)
        return " ".join(str(found).split())

    def count(self, selector: str) -> int:
        """How many elements match."""
        return int(self.do("return page.locator(given.selector).count()", selector=selector))

    def path(self) -> str:
        """Where the page is, with its query."""
        return str(self.do("const url = new URL(page.url()); return url.pathname + url.search"))

    def shoot(self, file: Path, *, whole: bool = False) -> None:
        """Takes a picture."""
        self.do("await page.screenshot({path: given.file, fullPage: given.whole})", file=str(file), whole=whole)
