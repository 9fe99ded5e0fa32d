"""A generated application's own sources and database: what cannot be seen from outside."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.attacks.finding import Report
from tests.attacks.target import Person
from tests.openapi.model import AttackClass

SECRET = re.compile(r"password|passphrase|secret|token|digest|signature|api_?key|hmac|(?:^|_)pin$", re.IGNORECASE)


def comparisons(home: Path, report: Report) -> None:
    """Secrets are compared in constant time: no `==` between one and anything but a constant."""
    for path in sorted(home.rglob("*.py")):
        if "tests" in path.parts:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        report.tried[AttackClass.TOKEN_TAMPERING] += 1
        for line, said in _compared(tree):
            report.add(AttackClass.TOKEN_TAMPERING, f"{path.relative_to(home)}:{line}", f"compares openly: {said}")


def _compared(tree: ast.AST) -> Iterator[tuple[int, str]]:
    columns = {
        id(part) for call in ast.walk(tree) if isinstance(call, ast.Call) for part in ast.walk(call) if part is not call
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare) or not any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops):
            continue
        sides = [node.left, *node.comparators]
        plain = any(isinstance(side, ast.Constant) for side in sides)
        model = any(
            isinstance(s, ast.Attribute) and isinstance(s.value, ast.Name) and s.value.id[:1].isupper() for s in sides
        )
        named = any(SECRET.search(_name(side)) for side in sides)
        if named and not plain and not (model and id(node) in columns):
            yield node.lineno, ast.unparse(node)


def _name(side: ast.expr) -> str:
    match side:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
        case ast.Call(func=func):
            return _name(func)
    return ""


def kept_in_plain(database: Path, report: Report, *people: Person) -> None:
    """Neither passwords nor credentials stand in the database as they are."""
    files = [path for path in database.parent.glob(f"{database.name}*") if path.is_file()]
    held = b"".join(path.read_bytes() for path in files)
    for person in people:
        for what, secret in (("password", person.password), ("credentials", person.token)):
            report.tried[AttackClass.SECRET_IN_ANSWER] += 1
            if secret and person.is_known and secret.encode() in held:
                report.add(AttackClass.SECRET_IN_ANSWER, database.name, f"keeps the {what} of {person.name} in plain")
