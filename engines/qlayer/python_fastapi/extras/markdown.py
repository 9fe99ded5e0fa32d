"""Long texts in Markdown, shown as HTML on pages; the API answers them as they were written. Called by the extras."""

from __future__ import annotations

from dataclasses import dataclass

from engines.kernel.spec import FieldType
from engines.qlayer.python_fastapi.extras.model import Extra, asked
from engines.qlayer.python_fastapi.features import feature_fact
from engines.qlayer.python_fastapi.views import FieldView, Shapes


@dataclass(frozen=True, kw_only=True)
class Marked:
    """The texts of one entity that are written in Markdown."""

    entity: str
    facts: tuple[str, ...]
    fields: tuple[FieldView, ...]

    @property
    def attrs(self) -> tuple[str, ...]:
        """Their attributes."""
        return tuple(field.attr for field in self.fields)


@dataclass(frozen=True, kw_only=True)
class MarkdownView:
    """All texts in Markdown."""

    extra: Extra
    marked: tuple[Marked, ...]

    def attrs(self, entity: str) -> tuple[str, ...]:
        """The attributes of an entity that are written in Markdown."""
        return next((marked.attrs for marked in self.marked if marked.entity == entity), ())


def markdown_view(shapes: Shapes) -> MarkdownView | None:
    """The texts in Markdown of a specification with pages, if there are any."""
    found: dict[str, Marked] = {}
    for feature in asked(shapes.spec, "markdown") if shapes.spec.kind == "web" else ():
        shape = shapes.entities.get(feature.entity)
        long = [field for field in shape.fields if field.type is FieldType.LONG_TEXT] if shape else []
        named = [field for field in long if field.field.name in feature.fields]
        if long and not (shapes.spec.accounts and feature.entity == "user"):
            fields = tuple(named or long)
            found.setdefault(
                feature.entity, Marked(entity=feature.entity, facts=(feature_fact(feature),), fields=fields)
            )
    if not found:
        return None
    facts = tuple(fact for marked in found.values() for fact in marked.facts)
    return MarkdownView(extra=Extra(condition="markdown", facts=facts), marked=tuple(found.values()))
