"""What the lines of a record come to: sums, taxes, totals, by what sentences say and by what members are called. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from engines.kernel.spec.service import (
    Change,
    Create,
    Find,
    ForEach,
    Match,
    Require,
    ServiceStep,
    Set,
    Stored,
)
from engines.spec.interface.drafts import Draft, Lines, Study, value_type
from engines.spec.interface.envelopes import body_members
from engines.spec.interface.formulas import formulas
from engines.spec.interface.lines import amount_of, snapshot
from engines.spec.interface.model import Call, Schema, snake
from engines.spec.interface.people import holder
from engines.spec.interface.referring import missing_reference, own_only
from engines.spec.interface.rules import rules
from engines.spec.interface.schemas import properties, required, types

_NET = frozenset(
    ("subtotal", "sub_total", "items_total", "net", "net_total", "goods", "lines_total", "sum_of_lines", "merchandise")
)
_PIECES = frozenset(
    ("item_count", "items_count", "quantity", "total_quantity", "total_items", "units", "pieces", "total_units")
)
_ALL = frozenset(
    (
        "total",
        "grand_total",
        "sum",
        "amount",
        "price",
        "total_price",
        "total_amount",
        "order_total",
        "gross",
        "amount_due",
        "value",
        "cost",
        "total_cost",
    )
)
_MORE, _LESS = (
    ("tax", "vat", "shipping", "delivery", "fee", "tip", "surcharge", "service"),
    ("discount", "rebate", "reduction", "credit"),
)
_STOCK = (
    "stock",
    "on_hand",
    "in_stock",
    "quantity",
    "stock_quantity",
    "available_quantity",
    "inventory",
    "stock_level",
)


def keep_totals(draft: Draft, study: Study) -> None:
    """Stores what the lines of a record come to."""
    lines = study.lines.get(draft.name)
    if lines is None or draft.create is None:
        return
    for name, schema in _numbers(draft).items():
        if name in totals(draft, draft.create, lines, study):
            draft.fields.pop(name, None)
            draft.store(Stored(name=name, type=value_type(schema), default=0))


def totals(draft: Draft, call: Call, lines: Lines, study: Study) -> dict[str, str]:
    """The members of a record that its lines decide, with their terms in an order in which each knows those that it needs."""
    numbers = _numbers(draft)
    own, inside = lines.draft.name, f"{lines.draft.link_to(draft)}={draft.name}"
    amount, base = amount_of(lines), ""
    if amount:
        base = f"total({own}, {amount}, {inside})"
    found = formulas(*_read(draft, call, lines, base, study)) if base else {}
    pieces = f"total({own}, {snake(lines.quantity)}, {inside})" if lines.quantity else f"count({own}, {inside})"
    later: list[str] = []
    for name in numbers:
        word = _bare(name, draft)
        if name in found:
            continue
        if word in _NET and base:
            found = {name: base, **found}
        elif name in _PIECES:
            found[name] = pieces
        elif word in (f"{lines.draft.name}_count", "line_count", "lines_count"):
            found[name] = f"count({own}, {inside})"
        elif word in _ALL and base:
            later.append(name)
    for name in later:
        net = next((n for n in found if _bare(n, draft) in _NET), "")
        parts = [f" + {n}" for n in found if n in numbers and set(n.split("_")) & set(_MORE)]
        parts += [f" - {n}" for n in found if n in numbers and set(n.split("_")) & set(_LESS)]
        found[name] = (net or base) + "".join(parts)
    return found


def _numbers(draft: Draft) -> dict[str, Schema]:
    return {
        snake(name): schema
        for shape in draft.shapes
        for name, schema in properties(shape).items()
        if types(schema) & {"integer", "number"} and snake(name) not in draft.given and snake(name) != draft.identity
    }


def _bare(name: str, draft: Draft) -> str:
    return "_".join(part for part in name.split("_") if part not in ("cents", "amount", "in", draft.name)) or name


def _read(
    draft: Draft, call: Call, lines: Lines, base: str, study: Study
) -> tuple[str, dict[str, str], dict[str, str], dict[str, str]]:
    """What sentences of the operation and of the members say, and the names that stand in them."""
    numbers = _numbers(draft)
    shown = [
        (n, s) for shape in draft.shapes for n, s in properties(shape).items() if isinstance(s.get("description"), str)
    ]
    told = [f"{name} is {schema['description']}" for name, schema in shown if snake(name) in numbers]
    text = ". ".join([call.words, study.prose.get(call.key, ""), *told]).replace("\n", " ")
    names = {
        word: f"{draft.name}.{name}"
        for name in draft.given
        if name in draft.fields
        for word in (name, name.replace("_", ""))
    }
    who = holder(call, study)
    for name in who.fields if who else ():
        names |= {name: f"caller.{name}", name.replace("_", ""): f"caller.{name}"}
    wanted = {word: name for name in numbers for word in (name, name.replace("_", ""), _bare(name, draft))}
    sums = dict.fromkeys(
        (
            lines.member,
            lines.draft.plural,
            "lines",
            "items",
            "line",
            amount_of(lines),
            amount_of(lines).replace("_", ""),
        ),
        base,
    )
    return text, names, wanted, sums


def made_of_lines(draft: Draft, call: Call, study: Study) -> list[ServiceStep]:
    """The steps that make the lines of a new record, take what they name from stock, and sum them up."""
    lines = study.lines.get(draft.name)
    if lines is None or draft.create is not call:
        return []
    term, _ = body_members(call)[lines.member]
    schema = call.body.json if call.body else None
    given = term if any(snake(name) == lines.member for name in required(schema)) else f"({term} or [])"
    to = lines.to
    named = f'get(item, "{lines.named}")'
    where = [Match(field=to.identity, value=named), *own_only(to, call, study)]
    steps: list[ServiceStep] = [
        Find(record=to.name, of=to.name, where=tuple(where), otherwise="nothing"),
        Require(
            that=f"{to.name} is not None",
            otherwise=missing_reference(call, study),
            says="There is no such thing.",
            field=lines.member,
        ),
        *rules(call, to.name, to, study),
        *_taken_from_stock(lines, call, study),
        Create(record=lines.draft.name, of=lines.draft.name, values=tuple(_values(lines, draft))),
    ]
    sums = totals(draft, call, lines, study)
    told: list[ServiceStep] = [Set(name=name, to=term) for name, term in sums.items()]
    kept = [Change(record=draft.name, values=tuple((name, name) for name in sums))] if sums else []
    return [ForEach(item="item", of=given, steps=tuple(steps)), *told, *kept]


def _values(lines: Lines, draft: Draft) -> list[tuple[str, str]]:
    own = lines.draft
    wire = {snake(n): n for n in _wire(lines, draft)}
    given = [(name, _got(wire.get(name, name), own)) for name in own.given if name in own.fields]
    return [(own.link_to(draft), draft.name), (lines.link, lines.to.name), *given, *snapshot(lines).items()]


def _got(wire: str, own: Draft) -> str:
    default = own.fields[snake(wire)].default
    return f'get(item, "{wire}", {default!r})' if default is not None else f'get(item, "{wire}")'


def _wire(lines: Lines, draft: Draft) -> Mapping[str, Schema]:
    inner = body_members(draft.create)[lines.member][1].get("items", {}) if draft.create else {}
    return properties(inner)


def _taken_from_stock(lines: Lines, call: Call, study: Study) -> list[ServiceStep]:
    """Less in stock, and a refusal where there is not enough."""
    numbers = [f.name for f in lines.to.fields.values() if f.type == "integer"]
    stock = next((name for name in _STOCK if name in numbers), "")
    if not stock or not lines.quantity or 409 not in call.statuses():
        return []
    quantity = f'get(item, "{lines.quantity}")'
    left = f"{lines.to.name}.{stock}"
    return [
        Require(
            that=f"{left} >= {quantity}", otherwise="conflict", says="There is not enough of it.", code="out_of_stock"
        ),
        Change(record=lines.to.name, values=((stock, f"{left} - {quantity}"),)),
    ]
