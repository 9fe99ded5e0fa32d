"""Renders the steps of an operation as the lines that a person would write for it. Called by operations."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import assert_never

from engines.kernel.errors import UserError
from engines.kernel.spec.service import (
    Answer,
    Change,
    Create,
    FaultName,
    Find,
    ForEach,
    If,
    Match,
    NotBuilt,
    Refuse,
    Remove,
    RemoveAll,
    Require,
    Select,
    ServiceStep,
    Set,
    Stored,
)
from engines.kernel.spec.service_terms import parse_term, places
from engines.qlayer.python_service.conditions import Conditions
from engines.qlayer.python_service.faults import FAULT_CLASSES
from engines.qlayer.python_service.kinds import PLAIN, Kind, Record, Several
from engines.qlayer.python_service.names import attribute, variable
from engines.qlayer.python_service.sql import chosen_order, ordered
from engines.qlayer.python_service.syntax import call, code, constant, name, written
from engines.qlayer.python_service.terms import Scope, Terms

INDENT = "    "


class Steps:
    """Renders steps one after the other; each may add names for those after it."""

    def __init__(self, terms: Terms, scope: Scope, *, reads_only: bool = False, answers: bool = True) -> None:
        self.terms = terms
        self.world = terms.world
        self.conditions = Conditions(terms)
        self.scope = scope
        self.reads_only = reads_only
        self.answers = answers

    def lines(self, steps: Sequence[ServiceStep]) -> list[str]:
        """All steps, in the scope so far."""
        return [line for step in steps for line in self.step(step)]

    def ends(self, steps: Sequence[ServiceStep]) -> bool:
        """Whether nothing comes after the last step."""
        match steps[-1] if steps else None:
            case Answer() | Refuse() | NotBuilt():
                return True
            case If(then=then, otherwise=otherwise):
                return self.ends(then) and self.ends(otherwise)
        return False

    def step(self, step: ServiceStep) -> list[str]:
        """One step."""
        match step:
            case Find():
                return self._find(step)
            case Select():
                return self._select(step)
            case Set(name=text, to=to):
                return [self._set(text, to)]
            case Require():
                lines, refused = self._refused(step.that)
                return [*lines, f"if {refused}:", INDENT + self._raised(step.otherwise, step)]
            case Refuse():
                return [self._raised(step.fault, step, keep=True)]
            case Create():
                return self._create(step)
            case Change():
                return self._change(step)
            case Remove(record=record):
                return [f"{self.scope.store}.delete({self._record(record)[0]})"]
            case RemoveAll():
                model = self.terms.needs.model(step.of)
                given = [*self._always(step.of, step.where), *self._that(step.of, step.that)]
                where, lines = self._optional(step.of, step.where, given)
                return [*lines, written(call(f"{self.scope.store}.remove_all", name(model), *where))]
            case If():
                return self._if(step)
            case ForEach():
                return self._for_each(step)
            case Answer():
                return [self._answer(step)]
            case NotBuilt(why=why):
                fault = self.terms.needs.use("app.faults", "NotBuilt")
                return [f"raise {written(call(fault, constant(why)))}"]
        assert_never(step)

    def _set(self, text: str, to: str) -> str:
        source, kind = self.terms.typed(to, self.scope)
        known = variable(text) in {written(made) for made, _ in self.scope.names.values()}
        made = self._named(text, kind)
        if isinstance(source, ast.List) and not source.elts and not known:
            return f"{made}: list[{self.terms.needs.use('typing', 'Any')}] = []"
        if isinstance(source, ast.Dict) and not source.keys and not known:
            return f"{made}: dict[str, {self.terms.needs.use('typing', 'Any')}] = {{}}"
        return f"{made} = {written(source)}"

    def _named(self, text: str, kind: Kind) -> str:
        made = variable(text)
        self.scope = self.scope.with_names(**{text: (name(made), kind)})
        return made

    def _record(self, text: str) -> tuple[str, Record]:
        found = self.scope.names.get(text)
        if found is None or not isinstance(found[1], Record):
            raise UserError(f"'{text}' is not a record here")
        return written(found[0]), found[1]

    def _always(self, resource: str, where: Sequence[Match]) -> list[ast.expr]:
        plain = [self.conditions.match(resource, match, self.scope) for match in where if not match.optional]
        return [*self.conditions.alive(resource), *plain]

    def _that(self, resource: str, that: str) -> list[ast.expr]:
        return self.conditions.that(resource, that, self.scope) if that else []

    def _optional(
        self, resource: str, where: Sequence[Match], given: list[ast.expr]
    ) -> tuple[list[ast.expr], list[str]]:
        """The conditions as arguments; those that may be left out are collected before."""
        asked = [match for match in where if match.optional]
        if not asked:
            return given, []
        lines = [f"where = {written(ast.List(elts=given, ctx=ast.Load()))}"]
        if not given:
            lines = [f"where: list[{self.terms.needs.use('app.store', 'Condition')}] = []"]
        for match in asked:
            value, scope = self._asked_for(match)
            condition = written(self.conditions.match(resource, match, scope))
            lines += [f"if {value} is not None:", f"{INDENT}where.append({condition})"]
        return [ast.Starred(value=name("where"), ctx=ast.Load())], lines

    def _asked_for(self, match: Match) -> tuple[str, Scope]:
        """What a condition depends on; a member of the request that may be missing gets a name of its own."""
        source = self.terms.text(match.value, self.scope)
        tree = parse_term(match.value)
        if not isinstance(tree, ast.Attribute) or ".get(" not in source:
            return source, self.scope
        local = variable(tree.attr)
        if local in {written(made) for made, _ in self.scope.names.values()}:
            return source, self.scope
        kind = self.terms.of(tree, self.scope)[1]
        return f"({local} := {source})", self.scope.renamed(ast.unparse(tree), (name(local), kind))

    def _find(self, step: Find) -> list[str]:
        model = self.terms.needs.model(step.of)
        given = [*self._always(step.of, step.where), *self._that(step.of, step.that)]
        where, lines = self._optional(step.of, step.where, given)
        found = written(call(f"{self.scope.store}.first", name(model), *where))
        made = self._named(step.record, Record(step.of, optional=step.otherwise == "nothing"))
        lines.append(f"{made} = {found}")
        if step.otherwise != "nothing":
            fault = self.terms.needs.use("app.faults", FAULT_CLASSES[step.otherwise])
            said = [constant(step.says)] if step.says else []
            lines += [f"if {made} is None:", f"{INDENT}raise {written(call(fault, *said))}"]
        return lines

    def _select(self, step: Select) -> list[str]:
        model = self.terms.needs.model(step.of)
        given = [*self._always(step.of, step.where), *self._that(step.of, step.that)]
        where, lines = self._optional(step.of, step.where, given)
        if step.total and not lines:
            lines = [f"where = {written(ast.List(elts=where, ctx=ast.Load()))}"]
            where = [ast.Starred(value=name("where"), ctx=ast.Load())]
        if step.total:
            counted = written(call(f"{self.scope.store}.count", name(model), *where))
            lines.append(f"{self._named(step.total, PLAIN)} = {counted}")
        if step.total and step.limit.strip() == "0":
            self._named(step.records, Several(Record(step.of)))
            return lines
        options: dict[str, ast.expr] = {}
        order = ordered(self.conditions, step.of, step.order, self.scope)
        if step.order_by:
            order.insert(0, self._asked_order(step, model))
        if order:
            options["order"] = ast.List(elts=order, ctx=ast.Load())
        for option in ("limit", "offset"):
            if term := getattr(step, option):
                options[option] = self.terms.typed(term, self.scope)[0]
        found = written(call(f"{self.scope.store}.rows", name(model), *where, **options))
        return [*lines, f"{self._named(step.records, Several(Record(step.of)))} = {found}"]

    def _asked_order(self, step: Select, model: str) -> ast.expr:
        if chosen := chosen_order(self.conditions, step.of, step.order_by, self.scope):
            return chosen
        ordering = self.terms.needs.use("app.store", "ordering")
        return call(ordering, name(model), self.terms.typed(step.order_by, self.scope)[0])

    def _refused(self, that: str) -> tuple[list[str], str]:
        """Lines before a condition that must hold, and its contrary."""
        record = self._matched(parse_term(that))
        if record is None:
            return [], self._negated(that)
        known = f"known = {self.terms.text(that, self.scope)}"
        return [known], self._unknown(record)

    def _unknown(self, record: str) -> str:
        """That a password belongs to nobody; asked for after it was compared, so that both take equally long."""
        made, kind = self._record(record)
        self.scope = self.scope.with_names(**{record: (name(made), Record(kind.resource))})
        return f"{made} is None or not known"

    def _matched(self, tree: ast.expr) -> str | None:
        """The record whose password `matches(plain, user.password if user else None)` compares."""
        match tree:
            case ast.Call(
                func=ast.Name(id="matches"),
                args=[_, ast.IfExp(body=ast.Attribute(value=ast.Name(id=record)), test=test)],
            ) if ast.unparse(test) in (record, f"{record} is not None"):
                kind = self.scope.names.get(record, (None, None))[1]
                return record if isinstance(kind, Record) and kind.optional else None
        return None

    def _negated(self, that: str) -> str:
        """The contrary of a condition, as people write it."""
        tree = parse_term(that)
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
            return written(self.terms.of(tree.operand, self.scope)[0])
        source = self.terms.of(tree, self.scope)[0]
        if isinstance(source, ast.Compare) and len(source.ops) == 1 and type(source.ops[0]) in _CONTRARY:
            contrary = _CONTRARY[type(source.ops[0])]()
            return written(ast.Compare(left=source.left, ops=[contrary], comparators=source.comparators))
        return written(ast.UnaryOp(op=ast.Not(), operand=source))

    def _raised(self, fault: FaultName, step: Require | Refuse, *, keep: bool = False) -> str:
        cls = self.terms.needs.use("app.faults", FAULT_CLASSES[fault])
        said = [constant(step.says)] if step.says else []
        options: dict[str, ast.expr] = {}
        if step.field:
            options["field"] = constant(step.field)
        if step.code:
            options["code"] = constant(step.code)
        if keep:
            options["keep"] = constant(True)
        return f"raise {written(call(cls, *said, **options))}"

    def _create(self, step: Create) -> list[str]:
        model = self.terms.needs.model(step.of)
        lines: list[str] = []
        values: dict[str, ast.expr] = {}
        for field, term in step.values:
            stored = self.world.field(step.of, field)
            if stored is None and self.world.link(step.of, field) is None:
                raise UserError(f"'{step.of}' has no field or link '{field}'")
            values[attribute(field)] = self._stored(stored, self.terms.typed(term, self.scope)[0])
        for stored in self.world.resource(step.of).fields:
            if stored.made == "secret" and stored.name not in dict(step.values):
                lines += self._secret(step.record, stored)
                digest = self.terms.needs.use("app.security", "digest")
                values[attribute(stored.name)] = call(digest, name(f"{variable(step.record)}_{stored.name}"))
            if stored.made == "count" and stored.name not in dict(step.values):
                values[attribute(stored.name)] = self._next(step, stored, values)
        made = self._named(step.record, Record(step.of))
        created = written(call(model, **values))
        return [*lines, f"{made} = {self.scope.store}.keep({created})"]

    def _secret(self, record: str, stored: Stored) -> list[str]:
        plain = f"{variable(record)}_{stored.name}"
        length = [constant(stored.length)] if stored.length else []
        made = call(self.terms.needs.use("app.security", "new_secret"), *length)
        secrets = {**self.scope.secrets, (record, stored.name): plain}
        self.scope = Scope(
            operation=self.scope.operation, store=self.scope.store, names=self.scope.names, secrets=secrets
        )
        return [f"{plain} = {written(made)}"]

    def _next(self, step: Create, stored: Stored, values: dict[str, ast.expr]) -> ast.expr:
        """The number after the greatest within the first link."""
        model = self.terms.needs.model(step.of)
        links = self.world.resource(step.of).links
        within = [ast.Compare(left=code(f"{model}.{attribute(link.name)}"), ops=[ast.Eq()], comparators=[values[link.name]])
                  for link in links[:1] if link.name in values]  # fmt: skip
        greatest = call(f"{self.scope.store}.greatest", code(f"{model}.{attribute(stored.name)}"), *within)
        return ast.BinOp(left=ast.BoolOp(op=ast.Or(), values=[greatest, constant(0)]), op=ast.Add(), right=constant(1))

    def _stored(self, stored: Stored | None, value: ast.expr) -> ast.expr:
        """A value as the column keeps it."""
        if stored is not None and stored.made == "password":
            hashed = call(self.terms.needs.use("app.security", "hash_password"), value)
            if not stored.nullable:
                return hashed
            there = ast.Compare(left=value, ops=[ast.IsNot()], comparators=[constant(None)])
            return ast.IfExp(test=there, body=hashed, orelse=constant(None))
        if stored is not None and stored.made == "secret":
            return call(self.terms.needs.use("app.security", "digest"), value)
        return value

    def _change(self, step: Change) -> list[str]:
        record, kind = self._record(step.record)
        lines: list[str] = []
        for field, term in step.values:
            stored = self.world.field(kind.resource, field)
            if stored is None and self.world.link(kind.resource, field) is None:
                raise UserError(f"'{kind.resource}' has no field or link '{field}'")
            line = (
                f"{record}.{attribute(field)} = {written(self._stored(stored, self.terms.typed(term, self.scope)[0]))}"
            )
            asked = self._asked(term) if step.given_only else ""
            lines += [f"if {asked}:", INDENT + line] if asked else [line]
        for stored in self.world.resource(kind.resource).fields:
            if stored.made == "version" and not self.reads_only:
                lines.append(f"{record}.{attribute(stored.name)} += 1")
            if stored.made == "changed" and not self.reads_only:
                lines.append(f"{record}.{attribute(stored.name)} = {self.terms.needs.use('app.clock', 'now')}()")
        return lines

    def _asked(self, term: str) -> str:
        """Whether the member of the request that a term names is there; "" for a term that names none."""
        tree = parse_term(term)
        for part in ("body", "form", "parts", "query"):
            for place in places(tree, part):
                return self.terms.text(f"given({place})", self.scope)
        return ""

    def _if(self, step: If) -> list[str]:
        tree = parse_term(step.that)
        refused = self._matched(tree.operand) if isinstance(tree, ast.UnaryOp) else None
        lines = [f"if {self.terms.text(step.that, self.scope)}:"]
        if refused is not None and isinstance(tree, ast.UnaryOp) and self.ends(step.then):
            lines = [f"known = {written(self.terms.of(tree.operand, self.scope)[0])}", f"if {self._unknown(refused)}:"]
        before = self.scope
        lines += self._block(step.then)
        after = self.scope
        self.scope = before
        if step.otherwise:
            other = self._block(step.otherwise)
            lines += ["else:", *other]
        self.scope = self._joined(before, after, self.scope, step)
        return lines

    def _joined(self, before: Scope, after: Scope, other: Scope, step: If) -> Scope:
        """The names after both ways: those of the way that goes on, or of both where they agree."""
        if self.ends(step.then):
            return other if step.otherwise else before
        if step.otherwise and self.ends(step.otherwise):
            return after
        shared = {key: value for key, value in after.names.items() if key in other.names}
        return Scope(
            operation=before.operation, store=before.store, names={**before.names, **shared}, secrets=before.secrets
        )

    def _block(self, steps: Sequence[ServiceStep]) -> list[str]:
        return [INDENT + line for line in self.lines(steps)] or [f"{INDENT}pass"]

    def _for_each(self, step: ForEach) -> list[str]:
        before = self.scope
        source, kind = self.terms.typed(step.of, self.scope)
        made = self._named(step.item, self.terms.each(kind))
        lines = [f"for {made} in {written(source)}:", *self._block(step.steps)]
        self.scope = before
        return lines

    def _answer(self, step: Answer) -> str:
        if not self.answers:
            raise UserError("steps of the start cannot answer")
        arguments: list[ast.expr] = [constant(step.status)]
        if step.body:
            arguments.append(self.terms.typed(step.body, self.scope)[0])
        elif step.headers:
            arguments.append(constant(None))
        if step.headers:
            arguments.append(self._mapping(step.headers))
        options: dict[str, ast.expr] = {}
        if step.media:
            options["media"] = constant(step.media)
        if step.cookies:
            options["cookies"] = self._mapping(step.cookies)
        return f"return {written(call('call.answer', *arguments, **options))}"

    def _mapping(self, terms: Sequence[tuple[str, str]]) -> ast.expr:
        values = [self.terms.typed(term, self.scope)[0] for _, term in terms]
        return ast.Dict(keys=[constant(key) for key, _ in terms], values=values)


_CONTRARY: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
