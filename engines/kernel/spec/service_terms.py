"""Terms of a service's steps: what of Python's syntax they may use, and the functions that they may call.

The one place that knows both. Inference writes terms by it, blueprints render them by it. A skill (a verified function of a
blueprint, `resources/blueprints/python-service/skills.yaml`) and a view are called like a function.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engines.kernel.errors import UserError

Gives = Literal[
    "text", "integer", "number", "boolean", "datetime", "date", "duration", "list", "json", "record", "records", "same"
]


@dataclass(frozen=True)
class Function:
    """What a term may call: how it is written, what it gives (`same`: what it is given), and what that means."""

    written: str
    gives: Gives
    means: str

    @property
    def name(self) -> str:
        return self.written.partition("(")[0]


FUNCTIONS: dict[str, Function] = {
    function.name: function
    for function in (
        Function("now()", "datetime", "this moment, in UTC"),
        Function("today()", "date", "this day, in UTC"),
        Function("seconds(n)", "duration", "a duration, to add to moments; seconds(n) compares with moment - moment"),
        Function("days(n)", "duration", "a duration of whole days"),
        Function("moment(text)", "datetime", "the moment that a valid date-time names; None for None"),
        Function("day(text)", "date", "the day that a valid date names; None for None"),
        Function(
            "timestamp(moment)",
            "text",
            "ISO 8601 in UTC with Z; answers write moments and days like that by themselves",
        ),
        Function("uuid()", "text", "a new random UUID"),
        Function("secret(length)", "text", "a new secret, fit for an address"),
        Function("code(length)", "text", "a new short code of letters and digits"),
        Function("lower(text)", "text", "in small letters"),
        Function("upper(text)", "text", "in capitals"),
        Function("strip(text)", "text", "without blanks around it"),
        Function(
            "fits(text, pattern)", "boolean", "whether the whole of a text is what a regular expression of ours says"
        ),
        Function("split(text, between)", "list", "the parts of a text"),
        Function("join(between, texts)", "text", "one text of several"),
        Function("replace(text, old, new)", "text", "with every occurrence replaced"),
        Function("starts(text, with_)", "boolean", "whether a text begins with another"),
        Function("ends(text, with_)", "boolean", "whether a text ends with another"),
        Function("str(value)", "text", "as text"),
        Function("int(value)", "integer", "as a whole number"),
        Function("float(value)", "number", "as a number"),
        Function("bool(value)", "boolean", "whether there is something"),
        Function("round(number, places)", "number", "rounded half away from zero; without places a whole number"),
        Function("floor(number)", "integer", "the next whole number below"),
        Function("ceil(number)", "integer", "the next whole number above"),
        Function("abs(number)", "same", "without its sign"),
        Function("min(values)", "same", "the least; min(a, b) of two"),
        Function("max(values)", "same", "the greatest; max(a, b) of two"),
        Function("sum(numbers)", "number", "the sum"),
        Function("len(values)", "integer", "how many, or how many characters"),
        Function("sorted(values, key=, reverse=)", "list", "in order; `key` is a lambda of one name"),
        Function("reversed(values)", "list", "the other way around, as a list"),
        Function("any(conditions)", "boolean", "whether one holds"),
        Function("all(conditions)", "boolean", "whether every one holds"),
        Function("list(values)", "list", "as a list"),
        Function("set(values)", "list", "each once"),
        Function("dict(pairs)", "json", "an object of pairs"),
        Function("zip(a, b)", "list", "pairs of two lists"),
        Function("enumerate(values, first)", "list", "pairs of number and value"),
        Function("range(from_, to)", "list", "whole numbers"),
        Function("get(object, name, otherwise)", "json", "a member of an object, or what else (None)"),
        Function("given(body.x)", "boolean", "whether the member of the request was sent, or has a default"),
        Function("keep(object)", "json", "an object without its members that are None"),
        Function(
            "matches(plain, record.field)", "boolean", "whether a text belongs to a password or secret; False for None"
        ),
        Function("same(a, b)", "boolean", "whether two texts are equal, in constant time"),
        Function("digest(value)", "text", "the SHA-256 of a text or of bytes, in hexadecimal digits"),
        Function("etag(value)", "text", "a strong entity tag of a value, with its quotes"),
        Function("phrase(status)", "text", "the reason phrase of a status: Not Found"),
        Function("text(bytes)", "text", "bytes in UTF-8 as text; the fault `unreadable` when they are none"),
        Function("encode(text)", "json", "a text as bytes in UTF-8"),
        Function("quote(text)", "text", "a text as one segment of an address, percent-encoded"),
        Function("address()", "text", "scheme and host of the request, and the base path: https://example.org/api"),
    )
}
QUERIES: dict[str, Function] = {
    function.name: function
    for function in (
        Function("count(resource, field=value)", "integer", "how many records"),
        Function("exists(resource, field=value)", "boolean", "whether there is one"),
        Function("total(resource, field, field=value)", "number", "the sum of a field; 0 for none"),
        Function("average(resource, field, field=value)", "number", "the mean of a field; None for none"),
        Function("least(resource, field, field=value)", "same", "the least of a field; None for none"),
        Function("greatest(resource, field, field=value)", "same", "the greatest of a field; None for none"),
        Function("value(resource, field, field=value)", "same", "a field of the first such record; None for none"),
        Function("first(resource, field=value, order=)", "record", "the first record, or None"),
        Function(
            "rows(resource, field=value, order=, limit=)", "records", 'records; order="-created_at" or "name,-age"'
        ),
    )
}
SUFFIXES = {
    "ne": "!=",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
    "in": "in",
    "contains": "contains",
    "starts": "starts",
    "has": "has",
}
"""How a query compares other than for equality: count(entry, score__gt=90); a link's field: count(entry, game__id=path.id)."""
MEMBERS = ("body", "form", "parts", "path", "query", "header", "cookie")
REQUEST = (*MEMBERS, "raw", "caller", "session")
FAULT_NAMES = ("says", "status", "field", "fields", "code")
_ALLOWED = (
    ast.Constant, ast.Name, ast.Attribute, ast.Subscript, ast.Slice, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare,
    ast.IfExp, ast.Call, ast.keyword, ast.Dict, ast.List, ast.Tuple, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp,
    ast.GeneratorExp, ast.comprehension, ast.JoinedStr, ast.FormattedValue, ast.Lambda, ast.arguments, ast.arg,
    ast.Starred, ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.expr_context,
)  # fmt: skip


_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")


def snake(wire: str) -> str:
    """A name of the document as terms write it: priceCents, X-Locker-Key and `class` as price_cents, x_locker_key, class_."""
    made = "_".join(word.lower() for word in _WORD.findall(wire)) or "_"
    if made[0].isdigit():
        made = f"n{made}"
    return f"{made}_" if keyword.iskeyword(made) else made


def parse_term(text: str) -> ast.expr:
    """The syntax tree of a term; UserError with the part that is not allowed."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError) as error:
        raise UserError(f"'{text}' is not a term", hint="Write it like: note.views + 1") from error
    for node in ast.walk(tree.body):
        if not isinstance(node, _ALLOWED):
            raise UserError(f"'{_part(node)}' in '{text}' has no place in a term", hint="Use values, names and calls.")
        if isinstance(node, ast.Call) and not isinstance(node.func, ast.Name):
            raise UserError(f"'{_part(node.func)}' in '{text}' cannot be called", hint=f"Known: {', '.join(known())}")
        if isinstance(node, ast.Name | ast.Attribute) and _name(node).startswith("_"):
            raise UserError(f"'{_name(node)}' in '{text}' is no name of a fact")
    return tree.body


def known() -> tuple[str, ...]:
    """The names of all functions and queries."""
    return (*FUNCTIONS, *QUERIES)


def calls(term: ast.expr) -> Iterator[str]:
    """The names that a term calls, in order."""
    for node in ast.walk(term):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


def members(term: ast.expr, of: str = "body") -> tuple[str, ...]:
    """The members of a part of the request that a term reads: `body.title` gives title."""
    return tuple(
        dict.fromkeys(
            node.attr
            for node in ast.walk(term)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == of
        )
    )


def places(term: ast.expr, of: str = "body") -> tuple[str, ...]:
    """The members of a part of the request that a term reads, with what they stand in: `body.user.email` as it is written."""
    chains = [node for node in ast.walk(term) if isinstance(node, ast.Attribute) and _root(node) == of]
    inner = {id(node.value) for node in chains}
    return tuple(dict.fromkeys(ast.unparse(node) for node in chains if id(node) not in inner))


def _root(node: ast.Attribute) -> str:
    value: ast.expr = node
    while isinstance(value, ast.Attribute):
        value = value.value
    return value.id if isinstance(value, ast.Name) else ""


def _part(node: ast.AST) -> str:
    return ast.unparse(node) if isinstance(node, ast.expr) else type(node).__name__.lower()


def _name(node: ast.Name | ast.Attribute) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr
