"""Reads computed values: totals, prices and what makes a record 'overdue'. Used by plan once fields are known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engines.kernel.spec import Computed, Entity, FieldType, Origin
from engines.spec.arithmetic import formula, may_compute
from engines.spec.conditions import condition
from engines.spec.context import Context
from engines.spec.model import ComputedClaim, Content
from engines.spec.patterns import pattern
from engines.spec.rules.spoken import loosely, speaking, spoken

_SAYS = pattern(
    r"(?:, (?:which|that) |\s+)(?:is calculated (?:as|from)|is computed (?:as|from)|equals|results from|is|are|being)\s+(?:simply |of course |always |then |the |just )*(?=\S)",
    re.IGNORECASE,
)
_FIGURE = pattern(
    r"\b(?:the |an? )?(?P<kind>average|total|number|count|sum|highest|lowest|maximum|minimum|how many)\s+(?:of )?(?:all )?(?:its |the |their )?(?P<said>[\w\- ]+?)(?:\s+(?:of|per|for|by|in) (?:an?|the|each|every|all)?\s*(?P<owner>[\w]+(?: [\w]+)?))?(?=$|[,.;)]|\s+(?:and|so|which|that|there|are|is|as|he|she|they|we|i)\b)",
    re.IGNORECASE,
)
_FORMED = pattern(
    r"\s*(?:the )?(?:sum|average|total|number|count|difference)\b|[^,;:.]*\w (?:minus|plus|times|divided by|multiplied by) \w",
    re.IGNORECASE,
)
_LAST_NAMED = pattern(r"(?:,|,? and)\s+(?:an?|the|its|their)\s+", re.IGNORECASE)
_COSTS = pattern(
    r"^(?:and |but )?(?:an?|the|each|every|all|any|our)? ?(?P<owner>[a-z]+(?: [a-z]+)?) costs? (?P<said>.*\d.*\b(?:per|each|every|times|plus)\b.+)$",
    re.IGNORECASE,
)
_LIMITS = frozenset({"maximum", "minimum"})
_KIND = {"how many": "number"}
_COMPARED = pattern(r"[<>]|\b(?:exceed|at most|at least|not|never|more|less|above|below|ranked|sorted)\b|n't\b")
_SHOWN = pattern(r"^.*\b(?:shows?|displays?|has|have|tells?|carries) (?=(?:the|its|their|an?)\b)")
_DETERMINED = pattern(r"^(?:the|its|their|an?)\s+")
_WHICH_ARE = pattern(
    r"^(?:all |any |the |an? |every )?(?P<entity>[\w ]+?)(?:,)? (?:that|which|who|whose) (?P<condition>.+?),? (?:are|is|counts? as|become|becomes|are considered|is considered|are marked(?: as)?|is marked(?: as)?|are shown as|are called|are flagged as)(?: automatically)? (?P<state>[a-z]+(?: [a-z]+)?)$",
    re.IGNORECASE,
)
_SHORT = pattern(
    r"^(?:all |any )?(?P<entity>[\w ]+?) (?:that are |which are )?(?P<how>below|under|above|over) (?:their|its|the) (?P<field>[\w ]+?) (?:are|is|count as|are marked(?: as)?|are shown as) (?P<state>[a-z]+)$",
    re.IGNORECASE,
)
_IS_WHEN = pattern(
    r"^(?:an?|the|each|every) (?P<entity>[\w ]+?) (?:is|counts as|becomes|is considered|is marked(?: as)?|is flagged as) (?P<state>[a-z]+(?: [a-z]+)?) (?:when|if|once|as soon as) (?P<condition>.+)$",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^(?:which is|where|and|so|of course|then)\s+", re.IGNORECASE)


def read_computed(clause: str, sentence: int, context: Context, last: str) -> list[Content]:
    """The computed values of one clause."""
    return (
        _flag(clause, sentence, context) or _short(clause, sentence, context) or _value(clause, sentence, context, last)
    )


def _flag(clause: str, sentence: int, context: Context) -> list[Content]:
    match = _WHICH_ARE.match(clause) or _IS_WHEN.match(clause)
    entity = context.entity(context.named(match["entity"])) if match else None
    if not match or not entity:
        return []
    state = context.english.snake(match["state"])
    said = re.sub(r"^(?:it|they|he|she|are|is|have been|has been)\s+", "", match["condition"].strip())
    expression = condition(said, entity, context)
    if not expression or (entity.lifecycle and state in entity.lifecycle.states):
        return []
    return [
        ComputedClaim(
            entity=entity.name,
            computed=Computed(
                name=state, type=FieldType.BOOLEAN, expression=expression, origin=Origin(sentences=(sentence,))
            ),
        )
    ]


def _short(clause: str, sentence: int, context: Context) -> list[Content]:
    """'Medicines below their minimum stock are low'."""
    match = _SHORT.match(clause)
    entity = context.entity(context.named(match["entity"])) if match else None
    bound = context.field(entity, match["field"]) if match and entity else None
    plain = (
        re.sub(r"\b(?:minimum|min|maximum|max|limit|reorder|level)\b", "", match["field"].lower()).strip()
        if match
        else ""
    )
    field = context.field(entity, plain) if entity and plain else None
    if not match or not entity or not bound or not field or field == bound:
        return []
    sign = "<" if match["how"].lower() in ("below", "under") else ">"
    expression = f"{field.name} {sign} {bound.name}"
    computed = Computed(
        name=context.english.snake(match["state"]),
        type=FieldType.BOOLEAN,
        expression=expression,
        origin=Origin(sentences=(sentence,)),
    )
    return [ComputedClaim(entity=entity.name, computed=computed)]


def _value(clause: str, sentence: int, context: Context, last: str) -> list[Content]:
    """'NAME = FORMULA', 'NAME of a THING is FORMULA', 'see the average rating of each film'."""
    priced = _COSTS.match(clause)
    if priced and (found := formula_claim(context.named(priced["owner"]), "cost", priced["said"], sentence, context)):
        return found
    for name, said in _splits(clause):
        if not may_compute(said, context):
            continue
        owner, plain = _owner(name, context)
        for entity in _homes(owner, plain, said, context, last):
            if found := formula_claim(entity.name, plain, said, sentence, context):
                return found
    return _shown(clause, sentence, context, last)


def _splits(clause: str) -> Iterator[tuple[str, str]]:
    """What may be a name and its formula, the surest first."""
    plain = _LEADING.sub("", clause)
    name, sign, said = plain.partition("=")
    if sign and name.strip() and said.strip() and name[-1] not in "<>=!" and said[0] not in "=>":
        yield name, said
        return
    for match in _SAYS.finditer(plain):
        yield plain[: match.start()], plain[match.end() :]
        if match[0].startswith(","):
            yield _LAST_NAMED.split(plain[: match.start()])[-1], plain[match.end() :]
    name, colon, said = plain.partition(":")
    if colon and _FORMED.match(said):
        yield name, said


def _owner(name: str, context: Context) -> tuple[str, str]:
    """The thing that a name is said of, and the name alone: 'invoice total', 'amount owed per student', 'its rating'."""
    low = re.sub(r"'s\b", "", name.lower().strip(" ,.;"))
    low = re.sub(r"^(?:(?:the|its|their|his|an?|every|each|simply|what is|what|how much) )+", "", low)
    match = re.match(r"(?P<name>.+?) (?:of|per|for|to|in) (?:an?|the|each|every|one)?\s*(?P<owner>[\w ]+)$", low)
    if match and (owner := context.named(match["owner"])):
        return owner, match["name"]
    words = low.split()
    for size in range(len(words) - 1, 0, -1):
        if owner := context.named(" ".join(words[:size])):
            return owner, " ".join(words[size:])
    return "", low


def _homes(owner: str, name: str, said: str, context: Context, last: str) -> list[Entity]:
    """The things a formula may belong to: what it is said of, what has the value already, what was spoken of, what fits."""
    snake = context.english.snake(name)
    named = set(context.mentioned(said))
    over = re.search(r"\bover (?:all )?(?:its |the |their )?(\w+)$", said.strip())

    lines = context.english.name(over[1]) if over else " "

    def rank(entity: Entity) -> tuple[bool, bool, bool, bool, int]:
        has = any(field.name == snake for field in entity.fields)
        own = len(spoken(entity, said, context))
        sums = any(child.name.endswith(lines) for child, _ in context.children_of(entity.name))
        return (entity.name == owner, sums, has, entity.name == last, own - 2 * (entity.name in named))

    able = [e for e in context.entities if e.name == owner] if owner else list(context.entities)
    if not loosely(said) and not over:
        likely = {*speaking(said, context), *named, owner, last}
        able = [e for e in able if e.name in likely or any(field.name == snake for field in e.fields)]
    ranked = sorted(((rank(entity), entity) for entity in able), key=lambda pair: pair[0], reverse=True)
    return [entity for found, entity in ranked if any(found[:4]) or found[4] > 0 or entity.name in named]


def _shown(clause: str, sentence: int, context: Context, last: str) -> list[Content]:
    """'See the average rating of each film', 'every volunteer shows the number of visits'."""
    if not _FIGURE.may_match(clause) or _COMPARED.search(clause):
        return []
    for match in _FIGURE.finditer(clause):
        said = match["said"].strip()
        named = [n for n in context.mentioned(clause[: match.start()]) if n] if not match["owner"] else []
        owner = context.named(match["owner"] or "") or (named[-1] if named else last)
        entity = context.entity(owner)
        child = next((c for c, _ in context.children_of(owner) if c.name in context.mentioned(said)), None)
        far = next((c for c, _ in context.children_of(owner) if spoken(c, said, context)), None) if not child else None
        kind = match["kind"].lower()
        limit = kind in _LIMITS and not (child or match["owner"])
        if entity is None or limit or not (child or far):
            continue
        prefix = {"number": "number_of", "count": "number_of", "how many": "number_of", "sum": "total"}.get(kind, kind)
        name = f"{prefix}_{context.english.snake(said)}"
        if found := formula_claim(owner, name, f"{_KIND.get(kind, kind)} of {said}", sentence, context):
            return found
    return []


def formula_claim(owner: str, name: str, said: str, sentence: int, context: Context) -> list[Content]:
    """The claim of a formula; none when it is a plain name or not understood."""
    entity = context.entity(owner)
    plain = _SHOWN.sub("", name.lower())
    snake = context.english.snake(_DETERMINED.sub("", plain))
    if entity is None or not snake or len(snake.split("_")) > 4:
        return []
    found = formula(said, entity, context)
    if found is None or not re.search(r"[*+/(]| - ", found.expression):
        return []
    kind = found.type
    if kind is FieldType.NUMBER and re.search(r"price|total|cost|amount|fee", snake):
        kind = FieldType.MONEY
    computed = Computed(name=snake, type=kind, expression=found.expression, origin=Origin(sentences=(sentence,)))
    return [ComputedClaim(entity=entity.name, computed=computed)]
