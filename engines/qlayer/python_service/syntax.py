"""Short ways to write Python's syntax trees."""

from __future__ import annotations

import ast


def name(text: str) -> ast.Name:
    """A name."""
    return ast.Name(id=text, ctx=ast.Load())


def code(text: str) -> ast.expr:
    """An expression that is written out."""
    return ast.parse(text, mode="eval").body


def constant(value: str | int | float | bool | None) -> ast.Constant:
    """A value."""
    return ast.Constant(value=value)


def member(of: ast.expr, attribute: str) -> ast.Attribute:
    """`of.attribute`."""
    return ast.Attribute(value=of, attr=attribute, ctx=ast.Load())


def item(of: ast.expr, key: ast.expr | str) -> ast.Subscript:
    """`of["key"]`."""
    return ast.Subscript(value=of, slice=constant(key) if isinstance(key, str) else key, ctx=ast.Load())


def call(function: str | ast.expr, *arguments: ast.expr, **named: ast.expr) -> ast.Call:
    """`function(arguments, name=value)`."""
    return ast.Call(
        func=code(function) if isinstance(function, str) else function,
        args=list(arguments),
        keywords=[ast.keyword(arg=key, value=value) for key, value in named.items()],
    )


def method(of: ast.expr, attribute: str, *arguments: ast.expr) -> ast.Call:
    """`of.attribute(arguments)`."""
    return ast.Call(func=member(of, attribute), args=list(arguments), keywords=[])


def equal(left: ast.expr, right: ast.expr) -> ast.Compare:
    """`left == right`."""
    return ast.Compare(left=left, ops=[ast.Eq()], comparators=[right])


def written(tree: ast.expr) -> str:
    """The source of a tree, on one line."""
    return ast.unparse(ast.fix_missing_locations(_Positive().visit(tree)))


class _Positive(ast.NodeTransformer):
    """`not x in y` becomes `x not in y`."""

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        self.generic_visit(node)
        match node:
            case ast.UnaryOp(op=ast.Not(), operand=ast.Compare(left=left, ops=[ast.In()], comparators=comparators)):
                return ast.Compare(left=left, ops=[ast.NotIn()], comparators=comparators)
        return node
