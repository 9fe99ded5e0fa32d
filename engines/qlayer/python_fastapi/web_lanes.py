"""Boards whose lanes are records: cards of a board stand in its lists and are dragged between them. Called by the web view."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engines.kernel.spec import Feature, FieldType
from engines.qlayer.python_fastapi.features import feature_fact
from engines.qlayer.python_fastapi.names import reference_name
from engines.qlayer.python_fastapi.views import EntityShape, RelationView, Shapes
from engines.qlayer.python_fastapi.web_views import Pages, ShownColumn
from engines.qlayer.web import label

DRAGGED = ("kanban", "drag_and_drop")


@dataclass(frozen=True, kw_only=True)
class LanesView:
    """What is dragged (`pages`), what the lanes are (`lane`), and the record that they belong to, if any (`whole`).

    `reference` and `scope` are the JSON properties that lead from a tile to its lane and from a lane to its whole.
    """

    pages: Pages
    lane: Pages
    whole: Pages | None
    reference: str
    scope: str
    tile_order: str
    lane_order: str
    facts: tuple[str, ...]
    relation: str
    first: int
    link: str

    @property
    def ordered(self) -> bool:
        """Whether tiles have a position within their lane."""
        return self.tile_order == "position"

    @property
    def path(self) -> str:
        """Where the board is."""
        return f"{self.pages.path}/lanes"

    @property
    def module(self) -> str:
        """The module of its page."""
        return f"{self.pages.names.api_module}_lanes"

    @property
    def label(self) -> str:
        """What the navigation calls it."""
        return f"{self.whole.label} view" if self.whole else label(f"{self.pages.view.one} board")

    @property
    def used(self) -> list[Pages]:
        """The other collections that the page reads."""
        return [self.lane, *([self.whole] if self.whole else [])]

    @property
    def references(self) -> list[ShownColumn]:
        """What a tile refers to, beside its lane."""
        return [column for column in self.pages.tile_references if column.target != self.lane.view.name]


def lanes_views(shapes: Shapes, pages: Sequence[Pages]) -> Iterator[LanesView]:
    """One board for each entity that a feature says is dragged between records."""
    known = {page.view.name: page for page in pages}
    for name, features in _dragged(shapes).items():
        shape = shapes[name]
        relation = shape.relation(features[0].fields[0])
        if name in known and relation and relation.relation.target in known:
            yield _view(shapes, known, shape, relation, features)


def _dragged(shapes: Shapes) -> dict[str, list[Feature]]:
    found: dict[str, list[Feature]] = {}
    for feature in shapes.spec.features:
        if feature.name in DRAGGED and feature.built and feature.fields and feature.entity in shapes.entities:
            found.setdefault(feature.entity, []).append(feature)
    return found


def _view(
    shapes: Shapes, known: dict[str, Pages], shape: EntityShape, relation: RelationView, features: list[Feature]
) -> LanesView:
    lane = shapes[relation.relation.target]
    whole = next((r for r in lane.relations if r.required and not r.on_user and r.relation.target in known), None)
    place = shape.field("position")
    if place and place.type is not FieldType.INTEGER:
        place = None
    return LanesView(
        pages=known[shape.entity.name],
        lane=known[lane.entity.name],
        whole=known[whole.relation.target] if whole else None,
        reference=reference_name(relation.relation, relation.target),
        scope=reference_name(whole.relation, whole.target) if whole else "",
        tile_order="position" if place else "id",
        lane_order="position" if lane.field("position") else "id",
        facts=tuple(feature_fact(feature) for feature in features),
        relation=relation.relation.name,
        first=int(place.field.minimum or 0) if place else 0,
        link=relation.attr,
    )
