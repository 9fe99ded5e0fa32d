"""Reads what an application offers beside its records, and what kind it is. Used by plan."""

from __future__ import annotations

import re
from dataclasses import replace

from engines.kernel.spec import AppKind, Feature, FieldType, Origin
from engines.spec.additions.charting import charted
from engines.spec.additions.feeds import fed
from engines.spec.additions.limits import limited
from engines.spec.additions.markdown import in_markdown
from engines.spec.asked import asked
from engines.spec.context import Context
from engines.spec.lexicon import Lexicon
from engines.spec.lists import options
from engines.spec.model import Claim, FeatureClaim, Statement
from engines.spec.patterns import pattern
from engines.spec.reminding import when_reminded

_OWN_WORDS = {
    "report": "report",
    "reminders": "reminder",
    "auth": "account",
    "calendar": "calendar",
    "notifications": "notification",
    "payments": "payment",
    "charts": "chart",
    "map": "map",
    "email": "email",
    "rate_limit": "request",
}
_UNWANTED = pattern(
    r"\b(?:(?:is|are) not|isn't|aren't|not|never|hardly) (?:needed|required|necessary|wanted|in scope|planned|important)\b|\bout of scope\b|\bleave\b.*\bout\b"
    r"|\b(?:don't|do not|doesn't|does not|won't|needn't) (?:need|want|care|require)\b|\bno need (?:for|to|of)\b|\b(?:can|could) do without\b"
)
_NONE = pattern(
    r"\b(?:no|without|instead of|rather than|skip|forget|spare us|neither|nor)(?: (?:an?|the|any|fancy|extra))? (?:\w+ )?$"
)
_SPEAKER = pattern(r"^as (?:an?|the|one of the|our) [\w\- ]{1,40}?,? (?=(?:i|we)\b)")
_DATES = (FieldType.DATE, FieldType.DATETIME)
_BY = pattern(r"\b(?:by|for|on) (?P<fields>[\w\-, /]+?)(?: and (?:filter|sort|search|export)\b.*)?$")


def read_features(statement: Statement, context: Context) -> list[Claim]:
    """Every feature that the statement asks for."""
    if statement.kind in ("title", "row"):
        return []
    low = _SPEAKER.sub("", statement.text.lower().strip(" .!"))
    found: list[Claim] = []
    for words, match in asked(low, context.english.lexicon):
        if _denied(low, match) or _OWN_WORDS.get(words.name, "") in context.names or _is_thing(match[0], context):
            continue
        feature = Feature(name=words.name, built=words.built, origin=Origin(sentences=(statement.number,)))
        found.append(
            Claim(
                content=FeatureClaim(feature=_detailed(feature, low, low[match.start() :], statement.under, context)),
                sentence=statement.number,
                by="features",
            )
        )
    return found


def _is_thing(said: str, context: Context) -> bool:
    """Whether the very word is a thing that the brief describes: a gardener's plots are no charts."""
    words = re.findall(r"[a-z]+", said)
    entity = context.entity(context.english.singular(words[0])) if len(words) == 1 else None
    return entity is not None and len(entity.fields) > 1


def _denied(low: str, match: re.Match[str]) -> bool:
    """'Newsletter stuff: not needed', 'leave reports out of it', 'no calendar please': a clause that turns the wish down."""
    start = max(low.rfind(mark, 0, match.start()) for mark in (". ", "; ", ", but ", "! ")) + 1
    ends = [at for mark in (". ", "; ", ", but ", "! ") if (at := low.find(mark, match.end())) >= 0]
    said, before = low[start : min(ends, default=len(low))], low[start : match.start()]
    return bool(_UNWANTED.search(said) or _NONE.search(before))


def _detailed(feature: Feature, low: str, said: str, under: str, context: Context) -> Feature:
    """The entity and fields that a feature is about: 'search books by title or author'."""
    if feature.name == "calendar":
        dated = [n for n in context.mentioned(said) if (e := context.entity(n)) and context.of_type(e, *_DATES)]
        return replace(feature, entity=(dated or [""])[0])
    if feature.name == "charts":
        return charted(feature, low, context)
    if feature.name == "markdown":
        return in_markdown(feature, low, under, context)
    if feature.name == "rate_limit":
        return limited(feature, low, context.english)
    if feature.name == "rss":
        return fed(feature, low, said, context)
    if feature.name in ("kanban", "drag_and_drop"):
        return replace(feature, entity=_moving(said, context) or _moving(low, context))
    if feature.name not in ("search", "filter", "sort", "csv_export", "csv_import", "pdf", "report", "reminders"):
        return feature
    clause = re.split(r",| and (?:filter|sort|search|export|download|print)\b", said, maxsplit=1)[0]
    entities = context.mentioned(clause.split(" by ")[0])
    if not entities and feature.name not in ("filter", "sort"):
        entities = context.mentioned(clause)
    entity = context.entity(entities[0]) if entities else None
    if entity is None:
        return feature
    fields: tuple[str, ...] = ()
    if by := _BY.search(said):
        named = [context.field(entity, option) for option in options(by["fields"])]
        relations = [context.relation(entity, option) for option in options(by["fields"])]
        fields = tuple(dict.fromkeys(f.name for f in (*named, *relations) if f))
    told = when_reminded(low, entity, context) if feature.name == "reminders" else feature.expression
    return replace(feature, entity=entity.name, fields=fields, expression=told)


def _moving(said: str, context: Context) -> str:
    """What is dragged or stands on a board: the first thing named that has states or belongs to another."""
    named = [entity for name in context.mentioned(said) if (entity := context.entity(name))]
    moving = [e for e in named if e.lifecycle or any(not r.many and r.target in context.names for r in e.relations)]
    return moving[0].name if moving else ""


def merged_features(claims: list[Feature]) -> tuple[Feature, ...]:
    """One feature per name and entity, with the sentences of all."""
    found: dict[tuple[str, str], Feature] = {}
    for feature in claims:
        key = (feature.name, feature.entity)
        known = found.get(key)
        found[key] = feature if known is None else _joined(known, feature)
    return tuple(found.values())


def _joined(one: Feature, two: Feature) -> Feature:
    sentences = tuple(sorted({*one.origin.sentences, *two.origin.sentences}))
    fields = tuple(dict.fromkeys((*one.fields, *two.fields)))
    pairs = tuple(dict.fromkeys((*one.options, *two.options)))
    return replace(one, fields=fields, options=pairs, origin=replace(one.origin, sentences=sentences))


def kind_of(text: str, lexicon: Lexicon) -> AppKind:
    """web unless the words say otherwise."""
    low = text.lower()

    def says(kind: str) -> bool:
        return any(pattern.search(low) for pattern in lexicon.kinds[kind])

    if says("cli"):
        return "cli"
    if says("ml"):
        return "ml"
    return "api" if says("api") and not says("not_api") else "web"


def currency_of(text: str, lexicon: Lexicon) -> str:
    """The currency that is named; EUR otherwise."""
    words = set(re.findall(r"[a-z]+|[€$£]", text.lower()))
    return next((code for word, code in lexicon.currencies.items() if word in words), "EUR")


def is_context(statement: Statement, lexicon: Lexicon) -> bool:
    """Whether a statement only says what it is all about."""
    if statement.kind in ("title", "heading", "aside"):
        return True
    if statement.kind == "prose" and statement.number == 1:
        return True
    low = statement.text.lower().strip(" .!?:")
    if any(pattern.search(low) for pattern in lexicon.kinds["courtesy"]):
        return True
    return statement.number <= 4 and any(pattern.search(low) for pattern in lexicon.kinds["context"])
