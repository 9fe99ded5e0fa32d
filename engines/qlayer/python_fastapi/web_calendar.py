"""Calendars: records with a date or a span by month and week, and as a feed for calendar programs. Called by the web view."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engines.kernel.spec import FieldType
from engines.qlayer.python_fastapi.features import feature_fact
from engines.qlayer.python_fastapi.views import FieldView, Shapes
from engines.qlayer.python_fastapi.web_views import Pages
from engines.qlayer.web import label


@dataclass(frozen=True, kw_only=True)
class CalendarView:
    """The calendar of an entity: when its records `start` and, if they span, `end`; JSON properties and attributes."""

    pages: Pages
    start: FieldView
    end: FieldView | None
    facts: tuple[str, ...]

    @property
    def path(self) -> str:
        """Where it is."""
        return f"{self.pages.path}/calendar"

    @property
    def module(self) -> str:
        """The module of its page."""
        return f"{self.pages.names.api_module}_calendar"

    @property
    def label(self) -> str:
        """What the navigation calls it."""
        return label(f"{self.pages.view.one} calendar")

    @property
    def moment(self) -> bool:
        """Whether records start at a time of day."""
        return self.start.type is FieldType.DATETIME


def calendar_views(shapes: Shapes, pages: Sequence[Pages]) -> Iterator[CalendarView]:
    """One per entity that a calendar is asked for."""
    known = {page.view.name: page for page in pages}
    for name in dict.fromkeys(f.entity for f in shapes.spec.features if f.name == "calendar" and f.built):
        asked = [f for f in shapes.spec.features if f.name == "calendar" and f.entity == name and f.fields]
        if not asked or name not in known:
            continue
        fields = [found for field in asked[0].fields if (found := shapes[name].field(field))]
        if fields:
            end = fields[1] if len(fields) > 1 and fields[1].type is fields[0].type else None
            facts = tuple(feature_fact(feature) for feature in asked)
            yield CalendarView(pages=known[name], start=fields[0], end=end, facts=facts)
