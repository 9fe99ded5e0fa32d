"""The sentences that the engine may say to a person, found in its source: with numbered holes where values stand."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
ERRORS = {
    *("QuantumLayerError", "UserError", "NotFound", "Conflict", "Denied", "Unavailable", "Retryable", "Rejected"),
    *("Crashed", "NotGguf", "TooLong", "BadAnswer", "NoRoom"),
    *("StepFailed", "EngineError", "NoEngine", "OtherVersion", "Lost", "Refused"),
    *("NoModel", "BudgetSpent", "BadAnswer", "TimedOut", "BrokenOff", "TooLong", "NotAccepted"),
}
CALLED: Mapping[str, Sequence[int]] = {
    **dict.fromkeys(ERRORS, (0,)),
    "_fault": (1, 2),
    "_finding": (1, 4),
    "_wrong": (2, 3),
    "_bare": (2,),
    "problem": (1,),
}
"""Which arguments of a call, by their place, a person reads."""
NAMED = ("hint", "title", "advice", "effect", "undo", "reason", "text", "why")
WITH_NAMES = {
    *CALLED,
    *("Question", "Finding", "Verdict", "Task", "Message", "_question", "Unproven", "Requirement"),
}
"""Calls whose arguments of these names a person reads."""
TELLING = ("engines/spec/scope.py", "engines/qtest/plan.py")
"""Modules whose functions give such sentences back."""
ELSEWHERE = (
    "app/cli/",  # the terminal's own words
    "engines/capsule/verify.py",  # capsules are checked on the command line
    "engines/capsule/documents.py",
    "engines/capsule/dsse.py",
    "engines/capsule/oci.py",
    "engines/capsule/archive.py",
    "engines/qlayer/python_fastapi/rules/",  # what generated applications and their tests say
    "engines/qlayer/python_fastapi/extras/",
    "engines/qlayer/python_cli/cases.py",
    "engines/qlayer/python_service/",
    "engines/change/",  # projects are changed by English on the command line
    "engines/spec/changing/",
    "app/services/changing.py",
    "app/services/wishes.py",
    "app/services/reverting.py",
    "app/services/rerendering.py",
)
TO_PROGRAMS = {"{1} is {2}."}
"""A header of a request was wrong: no person asked for that."""
MOST = 12


@dataclass
class Scope:
    """What names stand for in a function, and around it."""

    around: Scope | None = None
    values: dict[str, list[ast.expr]] = field(default_factory=dict)

    def of(self, name: str) -> list[ast.expr]:
        if name in self.values:
            return self.values[name]
        return self.around.of(name) if self.around else []


def engine_words() -> dict[str, str]:
    """Each sentence with the place where it is written."""
    return dict(_found())


@lru_cache(maxsize=1)
def _found() -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for folder in ("app", "engines", "local_models"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            place = path.relative_to(ROOT).as_posix()
            if not place.startswith(ELSEWHERE):
                for form, line in _of_module(ast.parse(path.read_text("utf-8")), telling=place in TELLING):
                    if form not in TO_PROGRAMS:
                        found.setdefault(form, f"{place}:{line}")
    for place in sorted((ROOT / "resources/roles").glob("*.yaml")):
        found.setdefault(yaml.safe_load(place.read_text("utf-8"))["title"], place.name)
    for entry in yaml.safe_load((ROOT / "resources/lexicons/refusals.yaml").read_text("utf-8")).values():
        found.setdefault(entry["why"], "refusals.yaml")
    return tuple(found.items())


def _of_module(tree: ast.Module, *, telling: bool) -> Iterator[tuple[str, int]]:
    yield from _of_block(tree, Scope(), telling=telling)


def _of_block(block: ast.AST, around: Scope, *, telling: bool) -> Iterator[tuple[str, int]]:
    scope = Scope(around=around)
    inner: list[ast.AST] = []
    for node in _within(block, inner):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            scope.values.setdefault(node.targets[0].id, []).append(node.value)
    for node in _within(block, []):
        for said in _said(node, telling=telling):
            for form in forms(said, scope):
                if re.search(r"[A-Za-z]{2}.*[ .]|^[A-Z][a-z]+$", re.sub(r"\{\d+\}", "", form)):
                    yield form, said.lineno
    for function in inner:
        yield from _of_block(function, scope, telling=telling)


def _within(block: ast.AST, inner: list[ast.AST]) -> Iterator[ast.AST]:
    """All nodes of a block but those of functions in it, which are noted."""
    for node in ast.iter_child_nodes(block):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inner.append(node)
        else:
            yield node
            yield from _within(node, inner)


def _said(node: ast.AST, *, telling: bool) -> Iterator[ast.expr]:
    """The expressions of a node that a person reads."""
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        yield from (node.args[at] for at in CALLED.get(name, ()) if at < len(node.args))
        if name in WITH_NAMES:
            yield from (keyword.value for keyword in node.keywords if keyword.arg in NAMED)
    elif telling and isinstance(node, ast.Return | ast.Yield) and node.value is not None:
        yield node.value


def forms(node: ast.expr, scope: Scope) -> list[str]:
    """What an expression may say; '{n}' for a value that is not known here. Numbered anew in each form."""
    return [_numbered(form) for form in _forms(node, scope, 0) if form != "\0"]


def _forms(node: ast.expr, scope: Scope, depth: int) -> list[str]:
    match node:
        case ast.Constant(value=str() as text):
            return [text.replace("\0", "")]
        case ast.JoinedStr(values=values):
            return _joined([_piece(value, scope, depth) for value in values])
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _joined([_forms(left, scope, depth), _forms(right, scope, depth)])
        case ast.IfExp(body=body, orelse=other):
            return [*_forms(body, scope, depth), *_forms(other, scope, depth)]
        case ast.BoolOp(values=values):
            return [form for value in values for form in _forms(value, scope, depth)]
        case ast.Name(id=name) if depth < 3 and 0 < len(scope.of(name)) <= 4:
            return [form for value in scope.of(name) for form in _forms(value, scope, depth + 1)]
    return ["\0"]


def _piece(value: ast.expr, scope: Scope, depth: int) -> list[str]:
    if isinstance(value, ast.FormattedValue):
        return _forms(value.value, scope, depth) if value.format_spec is None and value.conversion < 0 else ["\0"]
    return _forms(value, scope, depth)


def _joined(parts: Sequence[list[str]]) -> list[str]:
    every = ["".join(chosen) for chosen in product(*parts)]
    if len(every) <= MOST:
        return every
    return ["".join(part[0] if len(part) == 1 else "\0" for part in parts)]


def _numbered(form: str) -> str:
    """Literal braces do not stand in what the engine says but around a value's name; those stay as they are."""
    pieces = form.split("\0")
    return pieces[0] + "".join(f"{{{n}}}{piece}" for n, piece in enumerate(pieces[1:], 1))
