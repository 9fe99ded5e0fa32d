"""Reads the pages that an application offers out of one of them: the links of its navigation. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

_SILENT = frozenset({"svg", "script", "style"})


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of an application: its path and what it is called there."""

    path: str
    title: str


def pages_of(html: str, *, at: str = "/") -> tuple[Page, ...]:
    """The pages that a page's first navigation leads to, each once; a page without one is alone, by its title."""
    reader = _Reader()
    reader.feed(html)
    first = next((links for links in reader.navigations if links), [])
    found: dict[str, str] = {}
    for path, title in first:
        if path.startswith("/"):
            found.setdefault(path, " ".join(title.split()) or path)
    if not found:
        return (Page(path=at, title=" ".join(reader.title.split()) or at),)
    return tuple(Page(path=path, title=title) for path, title in found.items())


class _Reader(HTMLParser):
    """Collects the links of each `nav` with their texts, and the title of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.navigations: list[list[tuple[str, str]]] = []
        self.title = ""
        self._open: list[str] = []
        self._link: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("nav", "title", *_SILENT):
            self._open.append(tag)
        if tag == "nav":
            self.navigations.append([])
        if tag == "a" and "nav" in self._open:
            self._link, self._text = dict(attrs).get("href") or "", ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link is not None:
            self.navigations[-1].append((self._link, self._text))
            self._link = None
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        innermost = self._open[-1] if self._open else ""
        if innermost == "title":
            self.title += data
        elif innermost not in _SILENT and self._link is not None:
            self._text += data
