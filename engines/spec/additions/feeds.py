"""What a feed shows: the newest of something, once it is out. Used by the reader of features and by realised."""

from __future__ import annotations

from dataclasses import replace

from engines.kernel.spec import Entity, Feature, FieldType, Spec
from engines.spec.context import Context

_NEWS = ("post", "article", "news", "entry", "story", "announcement", "episode", "release", "bulletin", "notice", "event")  # fmt: skip
_OUT = ("published", "public", "live", "released", "approved", "posted", "online")


def fed(feature: Feature, low: str, said: str, context: Context) -> Feature:
    """The feature with the thing that it is about and its format, as far as the words tell."""
    before = context.mentioned(low[: len(low) - len(said)])
    named = [name for name in (*context.mentioned(said), *reversed(before)) if name not in context.roles]
    format_ = (("format", "atom"),) if "atom" in said and "rss" not in low else ()
    return replace(feature, entity=next(iter(named), ""), options=format_)


def in_a_feed(feature: Feature, spec: Spec) -> Feature:
    """The feature with its thing and the state in which it is shown; not built where there is nothing to tell of."""
    known = [entity for entity in spec.entities if not entity.account_role and entity.name != "user"]
    named = [entity for entity in known if entity.name == feature.entity]
    found = next(iter((*named, *sorted(known, key=_rank))), None)
    if found is None:
        return replace(feature, entity="", built=False)
    states = found.lifecycle.states if found.lifecycle else ()
    shown = [("status", state) for state in _OUT if state in states][:1]
    return replace(feature, entity=found.name, options=(*feature.options, *shown))


def _rank(entity: Entity) -> tuple[bool, bool]:
    """News before what has a long text, that before anything else."""
    last = entity.name.split("_")[-1]
    return (last not in _NEWS, not any(field.type is FieldType.LONG_TEXT for field in entity.fields))
