"""Lists of lines in a request, each naming a record and how much of it: the lines of an order, as resources of their own.

What a line shows of the record it names (its name, its price) is kept as it was at that moment; amounts follow from it.
"""

from __future__ import annotations

from collections.abc import Mapping

from engines.kernel.spec.service import Stored, ValueType
from engines.spec.interface.drafts import Draft, Lines, Study, value_type
from engines.spec.interface.envelopes import body_members
from engines.spec.interface.model import Schema, snake
from engines.spec.interface.schemas import is_array, is_object, items, nullable, properties, required, types

_EACH = frozenset(("unit", "each", "single", "per", "item", "one", "current", "product", "list"))
_AMOUNT = frozenset(
    ("total", "amount", "subtotal", "sum", "line", "price", "cost", "value", "cents", "extended", "gross", "net")
)
_PRICES = (
    "price_cents",
    "unit_price_cents",
    "price",
    "unit_price",
    "cost_cents",
    "cost",
    "rate",
    "amount_cents",
    "amount",
    "fee",
)
QUANTITIES = ("quantity", "qty", "count", "amount", "units", "pieces", "number", "how_many")


def find_lines(study: Study) -> None:
    """Adds a resource for every list of lines that requests bring."""
    for draft in list(study.drafts):
        for name, (_, schema) in body_members(draft.create).items() if draft.create else ():
            inner = items(schema)
            if is_array(schema) and is_object(inner) and (found := _named(inner, draft, study)):
                wire, to = found
                study.lines[draft.name] = _lines(draft, name, inner, wire, to, study)
                break


def _named(inner: Schema, draft: Draft, study: Study) -> tuple[str, Draft] | None:
    for wire, schema in properties(inner).items():
        if not types(schema) & {"string", "integer"}:
            continue
        for other in study.drafts:
            known = {f"{other.name}_id", f"{other.name}_{snake(other.parameter) or 'id'}", snake(other.parameter)} - {
                "id",
                "",
                "name",
            }
            if other is not draft and other.parameter and snake(wire) in {*known, other.name}:
                return wire, other
    return None


def _lines(draft: Draft, member: str, inner: Schema, wire: str, to: Draft, study: Study) -> Lines:
    word = study.english.singular(member)
    name = word if word not in ("item", "line", "entry", "position", "row") else f"{draft.name}_{word}"
    name = f"{draft.name}_{word}" if study.named(name) else name
    lines = Draft(name=name, plural=study.english.plural_name(name), parent=draft)
    lines.link(_inside(draft), draft)
    link = lines.link(to.name, to)
    quantity = next((n for n in properties(inner) if snake(n) in QUANTITIES), "")
    shown = next((part for shape in draft.shapes for n, part in properties(shape).items() if snake(n) == member), {})
    if is_object(items(shown)):
        lines.shapes.append(items(shown))
    for given, schema in properties(inner).items():
        if given != wire:
            lines.given[snake(given)] = schema
    study.drafts.append(lines)
    return Lines(lines, member, wire, to, link, quantity)


def _inside(draft: Draft) -> str:
    """The name of a link to what contains a line; `order` itself is a word of the queries' own."""
    return f"in_{draft.name}" if draft.name in ("order", "limit") else draft.name


def keep_lines(draft: Draft, study: Study) -> None:
    """The fields of lines: what is given, and what is kept of the record that each names."""
    lines = study.lines.get(draft.name)
    if lines is None:
        return
    own = lines.draft
    brought = body_members(draft.create)[lines.member][1] if draft.create else {}
    needed = frozenset(snake(name) for name in required(items(brought)))
    for name, schema in own.given.items():
        default = schema.get("default")
        told = default if isinstance(default, str | int | float | bool) else None
        missing = name not in needed and told is None
        own.fields[name] = Stored(
            name=name, type=value_type(schema), nullable=nullable(schema) or missing, default=told
        )
    for name, term in snapshot(lines).items():
        own.store(Stored(name=name, type=_type(lines, term)))
    draft.fields.pop(lines.member, None)
    draft.given.pop(lines.member, None)


def snapshot(lines: Lines) -> Mapping[str, str]:
    """What a line keeps of the record it names, and what it comes to: member -> term, over that record and `item`."""
    found: dict[str, str] = {}
    record, price = lines.to.name, price_of(lines.to)
    shown = {snake(n): schema for shape in lines.draft.shapes for n, schema in properties(shape).items()}
    for name, schema in shown.items():
        if name in lines.draft.given or name == snake(lines.named) or name in (lines.to.identity, "id"):
            continue
        tokens = frozenset(name.split("_"))
        bare = tokens - _EACH - {record}
        same = next(
            (
                f
                for f in lines.to.fields
                if frozenset(f.split("_")) - _EACH - {record} == bare and not lines.to.fields[f].made
            ),
            "",
        )
        numeric = bool(types(schema) & {"integer", "number"})
        comes_to = (
            numeric
            and price
            and tokens <= _AMOUNT | {"line", record}
            and tokens & {"line", "total", "subtotal", "amount", "sum"}
        )
        if comes_to:
            quantity = f'get(item, "{lines.quantity}")' if lines.quantity else ""
            found[name] = f"{record}.{price} * {quantity}" if quantity else f"{record}.{price}"
        elif same:
            found[name] = f"{record}.{same}"
    return found


def price_of(to: Draft) -> str:
    """The field that says what one of a thing costs; empty where none does."""
    numbers = [f.name for f in to.fields.values() if f.type in ("integer", "number") and not f.made]
    return next(
        (n for n in _PRICES if n in numbers), next((n for n in numbers if {"price", "cost"} & set(n.split("_"))), "")
    )


def amount_of(lines: Lines) -> str:
    """The field of a line that says what it comes to; empty where it keeps none."""
    return next((name for name, term in snapshot(lines).items() if " * " in term), "")


def _type(lines: Lines, term: str) -> ValueType:
    field = lines.to.fields.get(term.rpartition(".")[2].partition(" ")[0]) or lines.to.fields.get(price_of(lines.to))
    return field.type if field else "text"
