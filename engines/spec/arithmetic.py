"""Turns formulas in English into expressions: 'nights x price per night', 'sum of quantity times unit price over its lines'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from engines.kernel.spec import Entity, FieldType
from engines.spec.context import Context
from engines.spec.english import English
from engines.spec.figures import Figure, figure
from engines.spec.patterns import pattern

_SUM = pattern(
    r"^(?:the )?(?P<kind>sum|total|average|mean|highest|lowest|maximum|minimum|number|count) of (?:all )?(?:the |its |their )?(?P<inner>.+?)"
    r"(?: (?:over|of|in|from|across|on|for) (?:all )?(?:its |the |their |his |her |all |every |each |an? )*(?P<children>[\w ]+?))?$"
)
_LINES = re.compile(
    r"^(?:the )?(?:(?:sum|total) of (?:all )?(?:the |its |their )?)?(?P<inner>.*?)\s*\b(?:(?:over|of|from|across|on|for|in) )?(?:all )?(?:the |its |their |his |her )*(?P<children>[a-z_]+(?: [a-z_]+)?)$"
)
_OWNED = pattern(r"^(\w+(?: \w+)?)'s (.+)$")
_LAST = re.compile(r"[a-z]+$")
_PERCENT = pattern(
    r",?\s*(?P<sign>plus|minus|less|\+|-)\s*(?:an? )?(?P<number>\d+(?:\.\d+)?)\s*(?:%|percent)(?:\s*(?:of )?[\w ]*)?$"
)
_SIGNS = (
    (pattern(r"\s*[×*]\s*|\s+x\s+|\s+times\s+(?:the\s+)?|\s+multipl\w+ (?:by|with)\s+(?:the\s+)?"), " * "),
    (pattern(r"\s+plus\s+|\s\+\s"), " + "),
    (pattern(r"\s+minus\s+|\s+less\s+|\s[-–−]\s"), " - "),
    (pattern(r"\s+divided by\s+|\s[/÷]\s"), " / "),
)
_KINDS = {
    "sum": "sum",
    "total": "sum",
    "average": "average",
    "mean": "average",
    "highest": "maximum",
    "maximum": "maximum",
    "lowest": "minimum",
    "minimum": "minimum",
    "number": "count",
    "count": "count",
}


_COMPUTES = re.compile(
    r"[×*+/÷()%–−-]|\b(?:difference|larger|greater|bigger|higher|smaller|lesser|lower|per|each|x|times|multipl\w*|plus|minus|less|divided|percent|sum|total|average|mean|highest|lowest|maximum|minimum|number|count|nights|days|hours|minutes|duration|length)\b",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")
_DEEPEST = 3
_LIGHT = frozenset({"amount", "total", "value", "price", "cost", "sum"})
_COUNTING = {
    "person": ("people", "guests"),
    "guest": ("persons", "people"),
    "head": ("persons", "people", "guests"),
    "kilometre": ("kilometers", "km", "distance"),
    "km": ("kilometres", "kilometers", "distance"),
    "mile": ("mileage", "distance"),
    "kilo": ("weight",),
    "kg": ("weight",),
}
_DUE = frozenset({"due", "deadline", "planned", "agreed", "until"})
_BACK = frozenset({"returned", "return", "back", "actual", "came"})
_POINTING = re.compile(r"^(?:the|its|their|all|a|an|of|his|her)\s+")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_NIGHTS = re.compile(r"(?:the )?number of (?:nights|days)|nights|days|duration in days|length of (?:the )?stay")


@dataclass(frozen=True, kw_only=True)
class Formula:
    """An expression and the type of its value."""

    expression: str
    type: FieldType


def may_compute(text: str, context: Context) -> bool:
    """Whether a text can be more than the name of a value: it has a sign, a word for a figure or a span, or names lines at its end."""
    if _COMPUTES.search(text):
        return True
    words = re.findall(r"[a-z0-9]+", text.lower())
    return bool(words) and context.english.singular(words[-1]) in context.once(_last_words)


def _last_words(context: Context) -> frozenset[str]:
    return frozenset(name.rpartition("_")[2] for name in context.names)


def formula(text: str, entity: Entity, context: Context) -> Formula | None:
    """The formula over an entity; None when a part is not understood."""
    low = _SPACE.sub(" ", text.lower().strip(" .,"))
    itself = entity.name.replace("_", " ")
    if low.endswith(itself):
        low = re.sub(rf" (?:of|in|for) (?:the|an?|each|every|that|this) {itself}$", "", low)
    if percent := _PERCENT.search(low):
        inner = formula(low[: percent.start()], entity, context)
        share = float(percent["number"]) / 100
        factor = 1 + share if percent["sign"] in ("plus", "+") else 1 - share
        return Formula(expression=f"{_wrapped(inner.expression)} * {factor:.6g}", type=inner.type) if inner else None
    return _aggregate(low, entity, context) or _chain(low, entity, context) or _over(low, entity, context)


def _over(text: str, entity: Entity, context: Context) -> Formula | None:
    """'Quantity x price over its lines', 'the sum of its lines': the value of each child, summed."""
    last = _LAST.search(text)
    named = context.english.singular(last[0]) if last else ""
    children = [row for row in context.children_of(entity.name) if row[0].name.rpartition("_")[2] == named]
    match = _LINES.match(text) if children else None
    for child, relation in children if match else ():
        said = match["children"] if match else ""
        if context.named(said) != child.name and not child.name.endswith("_" + context.english.name(said)):
            continue
        inner = _chain(match["inner"], child, context) if match and match["inner"] else worth(child)
        if inner:
            return Formula(expression=f"sum({relation.children}, {inner.expression})", type=inner.type)
    return None


def worth(entity: Entity) -> Formula | None:
    """What a record is worth when nobody says: its computed amount, else its only amount, else its only number."""
    for kinds in ((FieldType.MONEY,), (FieldType.NUMBER, FieldType.INTEGER)):
        computed = [Formula(expression=c.name, type=c.type) for c in entity.computed if c.type in kinds]
        plain = [Formula(expression=f.name, type=f.type) for f in entity.fields if f.type in kinds]
        if computed or len(plain) == 1:
            return (computed or plain)[0]
    return None


def _wrapped(expression: str) -> str:
    return f"({expression})" if re.search(r" [+-] ", re.sub(r"\([^()]*\)", "", expression)) else expression


def _aggregate(text: str, entity: Entity, context: Context) -> Formula | None:
    match = _SUM.match(text)
    if not match or len(re.findall(r"\b(?:sum|total|average|mean|number|count) of\b", text)) > _DEEPEST:
        return None
    kind, inner, group = _KINDS[match["kind"]], match["inner"], match["children"] or ""
    whole = re.sub(rf"^.*?{re.escape(inner)}", inner, text, count=1)
    return _over_children(kind, inner, group, entity, context) or (
        _over_children(kind, whole, "", entity, context) if group else None
    )


def _over_children(kind: str, inner: str, group: str, entity: Entity, context: Context) -> Formula | None:
    """A sum, average or count over the records that refer to the entity; `group` names them when the text does."""
    for child, relation in context.children_of(entity.name):
        names = {child.name, child.name.split("_")[0], child.name.split("_")[-1], relation.children}
        named = any(context.english.name(g) in names or context.english.snake(g) in names for g in (group, inner) if g)
        if group and not named:
            continue
        if kind == "count":
            if named:
                return Formula(expression=f"count({relation.children})", type=FieldType.INTEGER)
            continue
        itself = context.english.name(inner) in names
        value = worth(child) if itself and not group else _chain(inner, child, context)
        if value and not re.search(rf"\b{relation.name}\.", value.expression):
            kind_type = FieldType.NUMBER if kind == "average" and value.type is FieldType.INTEGER else value.type
            return Formula(expression=f"{kind}({relation.children}, {value.expression})", type=kind_type)
    return None


def _chain(text: str, entity: Entity, context: Context) -> Formula | None:
    parts = _signed(text)
    if len(parts) == 3 and parts[1] == "-" and (days := _days_between(parts[2], parts[0], entity, context)):
        return days
    types: list[FieldType] = []
    found: list[str] = []
    for position, part in enumerate(parts):
        if position % 2:
            found.append(part)
            continue
        operand = _operand(part.strip(" ()"), entity, context)
        if operand is None:
            return None
        found.append(
            ("(" * part.count("(")) + operand.expression + (")" * part.count(")"))
            if part.count("(") != part.count(")")
            else operand.expression
        )
        types.append(operand.type)
    return Formula(expression=" ".join(found), type=result_type(types, found))


@lru_cache(maxsize=512)
def _signed(text: str) -> tuple[str, ...]:
    """The operands of a chain with the signs between them."""
    for said, sign in _SIGNS:
        text = said.sub(sign, text)
    return tuple(re.split(r" ([*+/-]) ", text.strip()))


def result_type(types: list[FieldType], parts: list[str]) -> FieldType:
    """The type of a formula with operands of these types."""
    if FieldType.MONEY in types:
        return FieldType.NUMBER if "/" in parts and types.count(FieldType.MONEY) > 1 else FieldType.MONEY
    return FieldType.INTEGER if set(types) <= {FieldType.INTEGER} and "/" not in parts else FieldType.NUMBER


def _operand(text: str, entity: Entity, context: Context) -> Formula | None:
    text = _POINTING.sub("", text)
    if said := figure(text):
        return _figured(said, entity, context)
    text = _OWNED.sub(r"\2 of \1", text)
    if _FIGURE.fullmatch(text):
        return Formula(expression=text, type=FieldType.NUMBER if "." in text else FieldType.INTEGER)
    if _NIGHTS.fullmatch(text):
        return _span("days", entity, context)
    own = any(field.name == context.english.snake(text) for field in entity.fields)
    for unit in ("hours", "minutes") if not own else ():
        if text in (unit, f"number of {unit}", f"duration in {unit}") and (lasts := _span(unit, entity, context)):
            return lasts
    if path := value_path(entity, text, context):
        return path
    if text == "duration":
        return _span("hours", entity, context)
    return _aggregate(text, entity, context) or _all_of(text, entity, context)


def _figured(said: Figure, entity: Entity, context: Context) -> Formula | None:
    """The expression of a figure of speech over an entity; None when one of its parts is not understood."""
    if said.kind == "rate":
        return _rate(said, entity, context)
    if said.kind == "difference":
        return _difference(said.parts, entity, context)
    found = [f for part in said.parts if (f := _chain(part, entity, context))]
    if not found or len(found) < len(said.parts):
        return None
    inner, types = ", ".join(f.expression for f in found), [f.type for f in found]
    if said.kind in ("greatest", "least"):
        return (
            Formula(expression=f"{said.kind}({inner})", type=result_type(types, []))
            if len({f.expression for f in found}) > 1
            else None
        )
    factor = "100" if said.kind == "percent" else f"{said.number:g}"
    kind = FieldType.NUMBER if said.kind == "percent" else found[0].type
    return Formula(expression=f"{_wrapped(inner)} * {factor}", type=kind)


def _rate(said: Figure, entity: Entity, context: Context) -> Formula | None:
    """'2.50 per person and night': so much for each of what a record counts, or for each day that it lasts."""
    found = [_counted(part, entity, context, late=said.late) for part in said.parts]
    if not all(found):
        return None
    expressions = " * ".join(f.expression for f in found if f)
    whole = said.number == int(said.number) and all(f.type is FieldType.INTEGER for f in found if f)
    kind = FieldType.MONEY if said.coined else FieldType.INTEGER if whole else FieldType.NUMBER
    return Formula(expression=f"{said.number:g} * {expressions}", type=kind)


def _counted(unit: str, entity: Entity, context: Context, *, late: bool = False) -> Formula | None:
    """How many there are of what a price is told for: nights, kilometres, guests."""
    spans = {"night": "days", "day": "days", "hour": "hours", "minute": "minutes"}
    one = context.english.singular(unit.split()[-1]) if unit else ""
    own = _numbered(one, entity, context)
    if late and (pair := _due_pair(entity)):
        return Formula(expression=f"greatest(days({pair[0]}, {pair[1]}), 0)", type=FieldType.INTEGER)
    if own or late:
        return own if not late else None
    if one in spans:
        return _span(spans[one], entity, context)
    return _all_of(context.english.plural_name(one).replace("_", " "), entity, context)


def _numbered(one: str, entity: Entity, context: Context) -> Formula | None:
    """The number of an entity that counts such things: 'number of guests', 'kilometres driven', 'persons'."""
    kinds = (FieldType.INTEGER, FieldType.NUMBER)
    for word in (context.english.plural_name(one), one, *_COUNTING.get(one, ())):
        for field in context.of_type(entity, *kinds):
            if (
                word in field.name.split("_")
                or one == field.unit
                or one in map(context.english.singular, field.name.split("_"))
            ):
                return Formula(expression=field.name, type=field.type)
    return None


def _due_pair(entity: Entity) -> tuple[str, str] | None:
    """When something was due, and when it came back."""
    times = [f.name for f in entity.fields if f.type in (FieldType.DATE, FieldType.DATETIME)]
    due = next((n for n in times if not _DUE.isdisjoint(n.split("_"))), "")
    back = next((n for n in times if n != due and not _BACK.isdisjoint(n.split("_"))), "")
    return (due, back) if due and back else None


def _difference(parts: tuple[str, ...], entity: Entity, context: Context) -> Formula | None:
    """'The difference between start and end', 'the difference of both': the later value less the earlier one."""
    if len(parts) == 2 and (days := _days_between(parts[0], parts[1], entity, context)):
        return days
    if len(parts) == 2:
        found = [f for part in parts if (f := _operand(part, entity, context))]
    else:
        numbers = context.of_type(entity, FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY)
        found = [Formula(expression=f.name, type=f.type) for f in numbers] if not parts else []
        if len(found) != 2 and (pair := _end_pair([f.expression for f in found], context)):
            found = [f for name in pair for f in found if f.expression == name]
    if len(found) != 2:
        return None
    names = [f.expression for f in found]
    first, last = _end_pair(names, context) or (names[1], names[0])
    return Formula(expression=f"{last} - {first}", type=result_type([f.type for f in found], []))


def _end_pair(names: list[str], context: Context) -> tuple[str, str] | None:
    """The two of some names that mean a beginning and an end."""
    for early, late in context.english.lexicon.orders:
        for one in names:
            for two in names:
                if one != two and _has(one, early) and _has(two, late):
                    return one, two
    return None


def _days_between(first: str, last: str, entity: Entity, context: Context) -> Formula | None:
    """'Departure - arrival' of two dates is a number of days, of two times one of hours."""
    kinds = (FieldType.DATE, FieldType.DATETIME, FieldType.TIME)
    ends = [context.field(entity, re.sub(r"^(?:the|its|their) ", "", each.strip(" ()"))) for each in (first, last)]
    if not all(end and end.type in kinds for end in ends) or not ends[0] or not ends[1] or ends[0] == ends[1]:
        return None
    if ends[0].type is not ends[1].type:
        return None
    unit = "days" if ends[0].type is FieldType.DATE else "hours"
    kind = FieldType.INTEGER if unit == "days" else FieldType.NUMBER
    return Formula(expression=f"{unit}({ends[0].name}, {ends[1].name})", type=kind)


def _all_of(text: str, entity: Entity, context: Context) -> Formula | None:
    """'Chairs minus sign-ups', 'sum minus all repayments': how many records there are, or what they come to."""
    named = context.english.name(text) if text and context.english.is_plural(text.split()[-1]) else ""
    for child, relation in context.children_of(entity.name):
        if named in (child.name, child.name.rpartition("_")[2]) and relation.children:
            value = worth(child)
            if value and value.type is not FieldType.INTEGER:
                return Formula(expression=f"sum({relation.children}, {value.expression})", type=value.type)
            return Formula(expression=f"count({relation.children})", type=FieldType.INTEGER)
    return None


def _span(unit: str, entity: Entity, context: Context) -> Formula | None:
    if pair := ordered_pair(entity, context):
        return Formula(
            expression=f"{unit}({pair[0]}, {pair[1]})", type=FieldType.INTEGER if unit == "days" else FieldType.NUMBER
        )
    own = context.field(entity, unit)
    return Formula(expression=own.name, type=own.type) if own else None


def ordered_pair(entity: Entity, context: Context) -> tuple[str, str] | None:
    """The two fields between which an entity lasts."""
    return context.of(entity, _ordered_pair)


def _ordered_pair(entity: Entity, context: Context) -> tuple[str, str] | None:
    times = [f.name for f in entity.fields if f.type in (FieldType.DATE, FieldType.DATETIME, FieldType.TIME)]
    if len(times) < 2:
        return None
    for early, late in context.english.lexicon.orders:
        for one in times:
            for two in times:
                if one != two and _has(one, early) and _has(two, late):
                    return one, two
    return _based_pair(times, context.english)


def _based_pair(times: list[str], english: English) -> tuple[str, str] | None:
    """'starting time' and 'finishing time': pairs by the infinitives of their words."""
    based = {name: "_".join(english.lexicon.grammar.lemma(word, "verb") for word in name.split("_")) for name in times}
    for early, late in english.lexicon.orders:
        one = next((name for name in times if _has(based[name], early)), "")
        two = next((name for name in times if name != one and _has(based[name], late)), "")
        if one and two:
            return one, two
    return None


def _has(name: str, words: str) -> bool:
    return f"_{words.replace(' ', '_')}_" in f"_{name}_"


def value_path(entity: Entity, phrase: str, context: Context) -> Formula | None:
    """A field of the entity or of what it refers to, over at most two steps, as a path with its type."""
    words = phrase.split(" of ")
    owner = context.named(words[-1]) if len(words) > 1 else ""
    if owner and owner != entity.name:
        phrase = words[0]
    elif (found := _own(entity, phrase, context)) and not _elsewhere(entity, phrase, found, context):
        return found
    for relation in entity.relations:
        target = context.entity(relation.target)
        if target is None or relation.many or (owner and owner != target.name):
            continue
        if found := _own(target, phrase, context):
            return Formula(expression=f"{relation.name}.{found.expression}", type=found.type)
    for relation in entity.relations:
        middle = context.entity(relation.target)
        for further in middle.relations if middle and not relation.many else ():
            target = context.entity(further.target)
            if target and target != entity and not further.many and (found := _own(target, phrase, context)):
                return Formula(expression=f"{relation.name}.{further.name}.{found.expression}", type=found.type)
    return None


def _elsewhere(entity: Entity, phrase: str, found: Formula, context: Context) -> bool:
    """'Cabin price' is that of the ship, though a booking has cabins: the whole name stands there."""
    name = context.english.snake(phrase)
    targets = (context.entity(r.target) for r in entity.relations if not r.many)
    return found.expression != name and any(t is not None and any(f.name == name for f in t.fields) for t in targets)


def _own(entity: Entity, phrase: str, context: Context) -> Formula | None:
    name = context.english.snake(phrase)
    exact = any(field.name == name for field in entity.fields)
    for computed in entity.computed:
        have, goal = {*computed.name.split("_")}, {*name.split("_")}
        shorter = not exact and goal < have and have - goal <= _LIGHT
        if computed.name == name or context.english.name(phrase) == computed.name or shorter:
            return Formula(expression=computed.name, type=computed.type)
    field = context.field(entity, phrase)
    numeric = (FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY)
    return Formula(expression=field.name, type=field.type) if field and field.type in numeric else None
