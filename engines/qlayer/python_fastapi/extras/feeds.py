"""RSS and Atom feeds: the newest records of an entity for feed readers. Called by the extras.

Options of the feature: `format` (`rss` or `atom`) and `status` (the state in which records are shown).
"""

from __future__ import annotations

from dataclasses import dataclass

from engines.kernel.spec import Feature, FieldType
from engines.qlayer.python_fastapi.access import visitor_actions
from engines.qlayer.python_fastapi.extras.model import Extra, asked
from engines.qlayer.python_fastapi.features import feature_fact
from engines.qlayer.python_fastapi.names import Names
from engines.qlayer.python_fastapi.views import EntityShape, Shapes
from engines.qlayer.python_fastapi.web_titles import python_title
from engines.qlayer.python_fastapi.web_views import web_path

_TEXTS = ("summary", "abstract", "teaser", "description", "body", "text", "content")


@dataclass(frozen=True, kw_only=True)
class FeedView:
    """The feed of one entity. `title` is Python source; `text` and `made` are attributes, empty when there are none."""

    facts: tuple[str, ...]
    names: Names
    atom: bool
    open: bool
    title: str
    text: str
    made: str
    changed: str
    state: str
    page: str

    @property
    def path(self) -> str:
        """Where it is."""
        return f"/api/{self.names.kebab}/feed.xml"

    @property
    def media_type(self) -> str:
        """What it is."""
        return f"application/{'atom' if self.atom else 'rss'}+xml"


@dataclass(frozen=True, kw_only=True)
class FeedsView:
    """All feeds of an application."""

    extra: Extra
    feeds: tuple[FeedView, ...]

    def of(self, entity: str) -> FeedView | None:
        """The feed of an entity."""
        return next((feed for feed in self.feeds if feed.names.name == entity), None)

    @property
    def atom(self) -> bool:
        """Whether any is Atom."""
        return any(feed.atom for feed in self.feeds)

    @property
    def rss(self) -> bool:
        """Whether any is RSS."""
        return any(not feed.atom for feed in self.feeds)


def feeds_view(shapes: Shapes) -> FeedsView | None:
    """The feeds of a specification, if it asks for any."""
    found: dict[str, FeedView] = {}
    for feature in asked(shapes.spec, "rss"):
        shape = shapes.entities.get(feature.entity)
        if shape and not (shapes.spec.accounts and feature.entity == "user"):
            found.setdefault(feature.entity, _feed(shapes, shape, feature))
    if not found:
        return None
    facts = tuple(fact for feed in found.values() for fact in feed.facts)
    extra = Extra(condition="rss", facts=facts, api=("feeds",), icons=frozenset({"feed"}))
    return FeedsView(extra=extra, feeds=tuple(found.values()))


def _feed(shapes: Shapes, shape: EntityShape, feature: Feature) -> FeedView:
    long = {f.field.name: f.attr for f in shape.fields if f.type is FieldType.LONG_TEXT}
    known = shape.lifecycle.states if shape.lifecycle else ()
    options = dict(feature.options)
    return FeedView(
        facts=(feature_fact(feature),),
        names=shape.names,
        atom=options.get("format") == "atom",
        open="read" in visitor_actions(shapes.spec, shape.entity.name),
        title=python_title(shapes, shape.entity.name, shape.names.var),
        text=next((long[name] for name in _TEXTS if name in long), next(iter(long.values()), "")),
        made="created_at" if "created_at" in shape.stamps else "",
        changed="updated_at" if "updated_at" in shape.stamps else "",
        state=options.get("status", "") if options.get("status") in known else "",
        page=web_path(shape.names) if shapes.spec.kind == "web" else f"/api/{shape.names.kebab}",
    )
