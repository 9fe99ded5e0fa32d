"""What the page templates see: navigation, pages of every entity, dashboard, look. Called by the context builder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from engines.kernel.spec import Spec
from engines.qlayer.python_fastapi.extras import Extras, extras_view
from engines.qlayer.python_fastapi.shapes import shapes
from engines.qlayer.python_fastapi.web_calendar import CalendarView, calendar_views
from engines.qlayer.python_fastapi.web_dashboard import DashboardView, dashboard_view
from engines.qlayer.python_fastapi.web_lanes import LanesView, lanes_views
from engines.qlayer.python_fastapi.web_pages import currency_sign, pages_of
from engines.qlayer.python_fastapi.web_views import Pages
from engines.qlayer.web import Look, look

_INTERFACE = (
    "alert", "arrow-down", "arrow-up", "board", "calendar", "check", "chevron-left", "chevron-right", "dashboard", "dots", "key",
    "download", "lock", "menu", "moon", "pencil", "plus", "printer", "screen", "search", "sign-out", "sun", "trash", "upload", "user",
)  # fmt: skip
_FILTERS: dict[str, frozenset[str]] = {
    "ago": frozenset({"stamps"}),
    "amount": frozenset({"money"}),
    "caption": frozenset(),
    "clock": frozenset({"time"}),
    "day": frozenset({"date", "datetime", "stamps"}),
    "days_late": frozenset({"due"}),
    "initials": frozenset({"person", "accounts"}),
    "moment": frozenset({"datetime", "stamps"}),
    "number": frozenset({"number"}),
    "price": frozenset({"money"}),
    "stars": frozenset({"stars"}),
    "text": frozenset(),
    "words": frozenset(),
    "yes_or_no": frozenset({"boolean"}),
}
_MARKUP = re.compile(r"<svg[^>]*>(?P<inside>.*)</svg>", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Icon:
    """A symbol of the sprite: its name and what it is drawn of."""

    name: str
    inside: str


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One of the tabs at the foot of a phone."""

    entity: str
    path: str
    label: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class WebView:
    """The web interface of an application."""

    look: Look
    currency: str
    pages: tuple[Pages, ...]
    tabs: tuple[Tab, ...]
    icons: tuple[Icon, ...]
    dashboard: DashboardView
    slogan: str
    contents: str
    kinds: frozenset[str]
    brand: Icon
    extras: Extras
    lanes: tuple[LanesView, ...]
    calendars: tuple[CalendarView, ...]

    @property
    def readers(self) -> set[str]:
        """The functions that read forms."""
        return {reader for page in self.pages for reader in page.readers}

    @property
    def filters(self) -> tuple[str, ...]:
        """The filters of the templates."""
        wanted = self.extras.filters
        return tuple(name for name, kinds in _FILTERS.items() if not kinds or self.kinds & kinds or name in wanted)

    def calendar_of(self, entity: str) -> CalendarView | None:
        """The calendar in which records of an entity stand."""
        return next((calendar for calendar in self.calendars if calendar.pages.view.name == entity), None)

    def lanes_of(self, entity: str) -> LanesView | None:
        """The board on which records of an entity are dragged."""
        return next((lanes for lanes in self.lanes if lanes.pages.view.name == entity), None)

    def lanes_within(self, entity: str) -> LanesView | None:
        """The board that a record of an entity opens as."""
        return next((lanes for lanes in self.lanes if lanes.whole and lanes.whole.view.name == entity), None)

    def of(self, entity: str) -> Pages | None:
        """The pages of an entity; none for accounts, which have their own."""
        return next((pages for pages in self.pages if pages.view.name == entity), None)


def web_view(spec: Spec) -> WebView:
    """Everything the templates of the web interface need; the same for the same specification."""
    known = shapes(spec)
    pages = tuple(pages_of(known, e) for e in spec.entities if not (spec.accounts and e.name == "user"))
    chosen = look(spec)
    nouns = [page.view.many for page in pages]
    extras = extras_view(known)
    return WebView(
        look=chosen,
        currency=currency_sign(spec.currency),
        pages=pages,
        tabs=tuple(_tabs(pages)),
        icons=tuple(_icon(name) for name in sorted({chosen.icon, *_INTERFACE, *_used(pages), *extras.icons})),
        dashboard=dashboard_view(known, pages),
        slogan=", ".join(f"every {page.view.one}" for page in pages[:3]).capitalize() + ".",
        contents=_listed(nouns[:3]).capitalize() + ".",
        kinds=frozenset(_kinds(pages)) | ({"accounts"} if spec.accounts else set()),
        brand=_icon(chosen.icon),
        extras=extras,
        lanes=tuple(lanes_views(known, pages)),
        calendars=tuple(calendar_views(known, pages)),
    )


def _tabs(pages: Sequence[Pages]) -> Iterator[Tab]:
    moving = next((page for page in pages if page.view.states), None)
    first = moving or next(iter(pages), None)
    if first:
        yield Tab(entity=first.view.name, path=first.path, label=first.labels, icon=first.view.icon)
    if moving:
        yield Tab(entity=moving.view.name, path=f"{moving.path}/board", label="Board", icon="board")
        return
    for page in pages[1:2]:
        yield Tab(entity=page.view.name, path=page.path, label=page.labels, icon=page.view.icon)


def _used(pages: Sequence[Pages]) -> Iterator[str]:
    for page in pages:
        yield page.view.icon
        yield from (column.icon for column in page.columns if column.icon)


def _kinds(pages: Sequence[Pages]) -> Iterator[str]:
    for page in pages:
        yield from (column.kind for column in page.columns)
        yield from (fact.kind for fact in (*page.facts, *page.money))
        yield from (fact.kind for reference in page.references for fact in reference.facts)
        if page.view.due:
            yield "due"
            if not page.view.late_flag:
                yield "late"
        if any(column.person for column in page.columns):
            yield "person"
        if page.stamps:
            yield "stamps"


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


@lru_cache(maxsize=256)
def _icon(name: str) -> Icon:
    text = files("resources").joinpath("icons", f"{name}.svg").read_text("utf-8")
    found = _MARKUP.search(text)
    return Icon(name=name, inside=found["inside"].strip() if found else "")
