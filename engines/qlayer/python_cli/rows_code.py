"""The source of what happens to rows: conditions, orders, groups. Written for one tool, with its columns and options."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from json import dumps

from engines.kernel.spec.tool import Command, Condition, Distinct, Group, Option, Order, Where, step_id
from engines.qlayer.python_cli.arguments import is_condition, variable
from engines.qlayer.python_cli.commands import TIMES, is_log, is_table, row_steps, steps
from engines.qlayer.python_cli.names import AGGREGATES, group_title, snake
from engines.qlayer.python_cli.vocabulary import UNITS

_FIELDS = {"sum": "total", "mean": "average", "median": "median", "min": "minimum", "max": "maximum"}


@dataclass(frozen=True, kw_only=True)
class Items:
    """What rows are called in a command's code."""

    plural: str
    one: str
    type: str


def items(command: Command) -> Items:
    """Rows, entries or files."""
    if is_table(command):
        return Items(plural="rows", one="row", type="Row")
    if is_log(command):
        return Items(plural="entries", one="entry", type="Entry")
    return Items(plural="files", one="file", type="File")


def typed(command: Command, option: Option) -> str:
    """The Python type of an option's value."""
    if option.type == "flag":
        return "bool"
    if is_condition(command, option):
        return "Sequence[Condition]"
    known = {"integer": "int", "number": "Decimal", "date": "datetime", "names": "Sequence[str]"}.get(
        option.type, "str"
    )
    return known if option.required or option.default is not None else f"{known} | None"


def parameters(command: Command, used: Sequence[str]) -> tuple[str, ...]:
    """The parameters for some options."""
    options = [option for option in command.options if option.name in used]
    return tuple(f"{variable(option.name)}: {typed(command, option)}" for option in options)


def passed(command: Command, used: Sequence[str]) -> str:
    """The same as arguments in a call."""
    names = [variable(option.name) for option in command.options if option.name in used]
    return "".join(f", {name}=options.{name}" for name in names)


@dataclass(frozen=True, kw_only=True)
class RowCode:
    """Writes expressions over one row of a command."""

    command: Command

    @property
    def one(self) -> str:
        return items(self.command).one

    def cell(self, column: str) -> str:
        """A cell; `column` is source, a literal or a variable."""
        return f"{self.one}.cells[{column}]"

    def text(self, column: str) -> str:
        """A column as text."""
        if is_table(self.command):
            return self.cell(dumps(column, ensure_ascii=False))
        whole = f"{self.one}.{column}"
        return f"str({whole})" if column in ("size", *TIMES) else whole

    def number(self, column: str) -> str:
        """A column as a number."""
        if is_table(self.command):
            return f"number(row, {dumps(column, ensure_ascii=False)})"
        return f"{self.one}.{column}" if column == "size" else f"int({self.one}.{column})"

    def moment(self, column: str) -> str:
        """A column as a time."""
        return f"moment(row, {dumps(column, ensure_ascii=False)})" if is_table(self.command) else f"{self.one}.{column}"

    def is_time(self, column: str) -> bool:
        """Whether a column holds times."""
        dated = {c.name for c in self.command.source.columns if c.type == "date"}
        return column in dated or (not is_table(self.command) and column in TIMES)

    def holds(self, where: Where | Condition, value: str) -> str:
        """A condition; `value` is the source of what the column is compared with."""
        column = where.column
        match where.operator:
            case "=" | "!=":
                sign = "==" if where.operator == "=" else "!="
                small = column in ("level", "method") and not value.startswith('"')
                return f"{self.text(column)} {sign} {value}{'.upper()' if small else ''}"
            case "contains":
                return f"{value}.casefold() in {self.text(column)}.casefold()"
        side = self.moment(column) if self.is_time(column) else self.number(column)
        return f"{side} {where.operator} {value}"

    def constant(self, where: Where | Condition) -> str:
        """The source of a fixed value."""
        if where.operator in ("=", "!=", "contains"):
            return dumps(where.value, ensure_ascii=False)
        if self.is_time(where.column):
            return f"datetime.fromisoformat({dumps(where.value)})"
        return f'Decimal("{where.value}")' if is_table(self.command) else where.value


def selection_options(command: Command) -> list[str]:
    """The options that choosing rows needs."""
    row = row_steps(command)
    found = [w.option or w.when for w in row.where] + [w.when for w in row.where]
    found += [n for d in row.distinct for n in (d.option, d.when)]
    found += [n for o in row.order for n in (o.option, o.reverse)] + [limit.option for limit in row.limit]
    return [name for name in found if name]


def selection_lines(command: Command) -> Iterator[str]:
    """The body of the function that chooses rows, with the marks of its facts."""
    row = row_steps(command)
    for where in row.where:
        yield f"# ql:fact={step_id(command, where)}"
        yield from _where(command, where)
    for distinct in row.distinct:
        yield f"# ql:fact={step_id(command, distinct)}"
        yield from _distinct(command, distinct)
    for order in row.order:
        yield f"# ql:fact={step_id(command, order)}"
        yield from _order(command, order)
    for limit in row.limit:
        option = command.option(limit.option)
        name, plural = variable(limit.option), items(command).plural
        yield f"# ql:fact={step_id(command, limit)}"
        optional = option is not None and option.default is None and not option.required
        yield from _when(f"{name} is not None" if optional else "", [f"{plural} = islice({plural}, {name})"])


def _when(condition: str, lines: Sequence[str]) -> Iterator[str]:
    if condition:
        yield f"if {condition}:"
    yield from (f"    {line}" if condition else line for line in lines)


def _where(command: Command, where: Where) -> Iterator[str]:
    code, it = RowCode(command=command), items(command)
    if where.option and not where.column:
        name = variable(where.option)
        test = f"all(condition.holds({it.one}) for condition in {name})"
        yield f"{it.plural} = ({it.one} for {it.one} in {it.plural} if {test})"
        return
    value = variable(where.option) if where.option else code.constant(where)
    kept = f"{it.plural} = ({it.one} for {it.one} in {it.plural} if {code.holds(where, value)})"
    option = command.option(where.option)
    optional = option is not None and option.default is None and not option.required
    condition = f"{value} is not None" if optional else variable(where.when) if where.when else ""
    yield from _when(condition, [kept])


def _distinct(command: Command, distinct: Distinct) -> Iterator[str]:
    code, it = RowCode(command=command), items(command)
    if distinct.option:
        name = variable(distinct.option)
        key = f"tuple(row.cells[column] for column in {name} or ())"
        yield from _when(f"{name} is not None", [f"{it.plural} = distinct({it.plural}, lambda row: {key})"])
        return
    cells = [code.text(column) for column in distinct.columns]
    key = cells[0] if len(cells) == 1 else f"({', '.join(cells)})" if cells else "tuple(row.cells.values())"
    line = f"{it.plural} = distinct({it.plural}, lambda {it.one}: {key})"
    yield from _when(variable(distinct.when) if distinct.when else "", [line])


def _order(command: Command, order: Order) -> Iterator[str]:
    code, it = RowCode(command=command), items(command)
    turned = variable(order.reverse) if order.reverse else ""
    reverse = f"not {turned}" if turned and order.descending else turned or ("True" if order.descending else "")
    ending = f", reverse={reverse}" if reverse else ""
    if order.option:
        name = variable(order.option)
        line = f"{it.plural} = sorted({it.plural}, key=lambda row: sort_key(row.cells[{name}]){ending})"
        yield from _when(f"{name} is not None", [line])
        return
    plain = not is_table(command)
    key = f"{it.one}.{order.column}" if plain else f"sort_key({code.text(order.column)})"
    yield f"{it.plural} = sorted({it.plural}, key=lambda {it.one}: {key}{ending})"


def group_options(command: Command) -> list[str]:
    """The options that reports over rows need."""
    return [n for g in steps(command, Group) for n in (g.key_option, g.of_option, g.limit) if n]


def group_lines(command: Command) -> Iterator[str]:
    """The body of the function that makes the report: one pass over the rows, then the tables."""
    groups = steps(command, Group)
    it = items(command)
    for group in groups:
        yield _start(group)
    yield f"for {it.one} in {it.plural}:"
    for group in groups:
        yield from _gather(command, group)
    yield "return ["
    for group in groups:
        yield from _table(command, group)
    yield "]"


def _name(group: Group) -> str:
    return group_title(group)


def _counts(group: Group) -> bool:
    return group.aggregates == ("count",)


def _keyed(group: Group) -> bool:
    return bool(group.key or group.key_option)


def _start(group: Group) -> str:
    name = _name(group)
    if not _keyed(group):
        return f"{name} = 0" if _counts(group) else f"{name} = Summary()"
    return f"{name}: Counter[str] = Counter()" if _counts(group) else f"{name}: dict[str, Summary] = {{}}"


def _key(command: Command, group: Group) -> str:
    code = RowCode(command=command)
    if group.unit:
        return f'{code.moment(group.key)}.strftime("{UNITS[group.unit]}")'
    return code.text(group.key) if group.key else code.cell(variable(group.key_option))


def _amount(command: Command, group: Group) -> str:
    code = RowCode(command=command)
    if group.of_option:
        return f"number(row, {variable(group.of_option)})"
    if not group.of:
        return "Decimal(1)"
    return code.number(group.of) if is_table(command) else f"Decimal({code.number(group.of)})"


def _gather(command: Command, group: Group) -> Iterator[str]:
    code, name = RowCode(command=command), _name(group)
    tests = [code.holds(condition, code.constant(condition)) for condition in group.where]
    deep = "        " if tests else "    "
    if tests:
        yield f"    if {' and '.join(tests)}:"
    yield f"{deep}# ql:fact={step_id(command, group)}"
    place = f"[{_key(command, group)}]" if _keyed(group) else ""
    if _counts(group):
        yield f"{deep}{name}{place} += 1"
    elif place:
        yield f"{deep}{name}.setdefault({place[1:-1]}, Summary()).add({_amount(command, group)})"
    else:
        yield f"{deep}{name}.add({_amount(command, group)})"


def _table(command: Command, group: Group) -> Iterator[str]:
    name, counts = _name(group), _counts(group)
    column = group.unit or dumps(group.key)[1:-1]
    key = variable(group.key_option) if group.key_option else f'"{column}"'
    heads = [f'"{AGGREGATES[a]}"' for a in group.aggregates]
    values = [_value(a, "amounts" if _keyed(group) else name) for a in group.aggregates]
    if not _keyed(group):
        cells = f"{heads[0]}: {name}" if counts else ", ".join(f"{h}: {v}" for h, v in zip(heads, values, strict=True))
        yield f'    Table("{name}", ({", ".join(heads)},), [{{{cells}}}]),'
        return
    item = "count" if counts else "amounts"
    cells = f"{heads[0]}: count" if counts else ", ".join(f"{h}: {v}" for h, v in zip(heads, values, strict=True))
    size = "item[1]" if counts else _value(group.aggregates[0], "item[1]", exact=True)
    order = "item[0]" if group.unit else f"(-{size}, item[0])"
    cut = f"[:{variable(group.limit)}]" if group.limit else ""
    yield f'    Table("{name}", ({key}, {", ".join(heads)}), ['
    yield f"        {{{key}: key, {cells}}}"
    yield f"        for key, {item} in sorted({name}.items(), key=lambda item: {order}){cut}"
    yield "    ]),"


def _value(aggregate: str, name: str, *, exact: bool = False) -> str:
    if aggregate == "count":
        return f"{name}.count"
    value = f"{name}.{_FIELDS[aggregate]}"
    return value if exact else f"plain({value})"


def required_columns(command: Command) -> tuple[list[str], list[str]]:
    """The columns that must be there: fixed names, and the source of those that options name."""
    fixed: list[str] = [column.name for column in command.source.columns]
    asked: list[str] = []
    for step in command.steps:
        said = vars(step)
        fixed += [said[n] for n in ("column", "key", "of") if said.get(n)]
        fixed += [*said.get("columns", ()), *(c.column for c in said.get("where", ()))]
        many = type(step).__name__ in ("Distinct", "Select")
        for name in ("option", "key_option", "of_option"):
            option = command.option(said.get(name, ""))
            if option is None or type(step).__name__ in ("Limit", "EditLines", "Ranking"):
                continue
            value = f"options.{variable(option.name)}"
            if isinstance(step, Where):
                asked += [f"*(condition.column for condition in {value})"] if not step.column else []
            elif many:
                asked.append(f"*({value} or ())")
            else:
                optional = option.default is None and not option.required
                asked.append(f"*filter(None, [{value}])" if optional else value)
    return list(dict.fromkeys(fixed)), list(dict.fromkeys(asked))


def report_doc(command: Command) -> str:
    """What a report tells, in a sentence."""
    groups = steps(command, Group)
    parts = [snake(group_title(group)).replace("_", " ") for group in groups]
    return f"Makes the report: {', '.join(parts)}."
