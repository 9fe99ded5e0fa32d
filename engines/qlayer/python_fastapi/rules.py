"""Business rules as checks: which function a service gets, what it compares, what it says. Called by context."""

from __future__ import annotations

from dataclasses import dataclass

from engines.kernel.errors import UserError
from engines.kernel.spec import (
    Check,
    FieldOrder,
    FieldsDiffer,
    Locked,
    NoOverlap,
    Quota,
    RelatedBound,
    RelatedState,
    RequiredWhen,
    Rule,
    StepNeeds,
    UniqueTogether,
    parse,
    rule_id,
)
from engines.kernel.spec.expression import Binary, Expression, Path
from engines.qlayer.python_fastapi.expression import Piece, PythonSource, contrary, locate
from engines.qlayer.python_fastapi.names import Names, words
from engines.qlayer.python_fastapi.reading import first_path, mentions, said
from engines.qlayer.python_fastapi.sql import SqlSource
from engines.qlayer.python_fastapi.views import EntityShape, RelationView, Shapes


@dataclass(frozen=True, kw_only=True)
class Term:
    """A field or reference that a rule speaks of: JSON `name`, `attr`, and the source of its value in the checked object."""

    name: str
    attr: str
    label: str
    value: str
    nullable: bool


@dataclass(frozen=True, kw_only=True)
class RuleView:
    """One check function of a service. `kind` chooses its macro; the other fields are what that macro needs."""

    kind: str
    fact: str
    function: str
    sentence: str
    field: str
    message: str
    on_create: bool = True
    on_update: bool = True
    on_move: bool = False
    terms: tuple[Term, ...] = ()
    same: tuple[Term, ...] = ()
    condition: str = ""
    counted: str = ""
    uncounted: str = ""
    where: str = ""
    other: str = ""
    limit: str = ""
    limit_nullable: bool = False
    amount: str = ""
    window: str = ""
    window_kind: str = ""
    parent: RelationView | None = None
    state: str = ""

    @property
    def early(self) -> bool:
        """Whether the database holds the rule as well, so that it is checked before anything is written."""
        return self.kind == "once" and not self.counted


@dataclass(frozen=True, kw_only=True)
class LockView:
    """What keeps an object from being changed: `condition` over the object, or over `parent` of a child."""

    fact: str
    function: str
    sentence: str
    field: str
    message: str
    condition: str
    parent: RelationView | None = None
    owner: Names | None = None


def rule_views(shapes: Shapes, shape: EntityShape, imports: set[str]) -> list[RuleView]:
    """The checks of an entity, those of its own values first; `imports` collects what they use."""
    known: set[str] = set()
    views = []
    for rule in shapes.spec.rules:
        if rule.entity == shape.entity.name and not isinstance(rule, Locked):
            views.append(_Reader(shapes, shape, imports, known).view(rule))
    return sorted(views, key=lambda view: view.kind != "condition")


def lock_views(shapes: Shapes, shape: EntityShape, imports: set[str]) -> list[LockView]:
    """What locks objects of this entity: its own rules, and those of entities it belongs to."""
    views = []
    known: set[str] = set()
    for rule in shapes.spec.rules:
        if not isinstance(rule, Locked):
            continue
        if rule.entity == shape.entity.name:
            views.append(_lock(shapes, shape, rule, imports, known))
        children = shapes[rule.entity].children if rule.children else ()
        for child in children:
            called = {child.spec_name, child.attr, shape.entity.name, shape.entity.plural}
            if child.child == shape.names and not child.relation.many and called & set(rule.children):
                views.append(_child_lock(shapes, shape, rule, child.relation, imports, known))
    return views


def _lock(shapes: Shapes, shape: EntityShape, rule: Locked, imports: set[str], known: set[str]) -> LockView:
    expression = parse(rule.condition)
    source = PythonSource(shapes, shape, shape.names.var, imports)
    always = rule.condition.strip() == "True"
    described = "" if always else f" once {said(expression)}"
    return LockView(
        fact=rule_id(rule),
        function=_unique(f"check_{shape.names.name}_open", known),
        sentence=f"A {shape.names.label} can't be changed{described}.",
        field=first_path(expression) or "id",
        message=f"can't be changed{described}",
        condition="True" if always else source.condition(expression).text,
    )


def _child_lock(
    shapes: Shapes, shape: EntityShape, rule: Locked, relation: RelationView, imports: set[str], known: set[str]
) -> LockView:
    expression = parse(rule.condition)
    owner = shapes[rule.entity]
    source = PythonSource(shapes, owner, f"{shape.names.var}.{relation.link}", imports)
    always = rule.condition.strip() == "True"
    described = "" if always else f" once {said(expression)}"
    return LockView(
        fact=rule_id(rule),
        function=_unique(f"check_{relation.relation.name}_open", known),
        sentence=f"What belongs to a {owner.names.label} can't be changed{described}.",
        field=relation.name,
        message=f"this {owner.names.label} can't be changed{described}",
        condition="True" if always else source.condition(expression).text,
        parent=relation,
        owner=owner.names,
    )


def _unique(name: str, known: set[str]) -> str:
    unique, count = name, 2
    while unique in known:
        unique, count = f"{name}_{count}", count + 1
    known.add(unique)
    return unique


@dataclass(frozen=True, kw_only=True)
class _Counting:
    """Which objects count: in Python over the checked one, and over the others in SQL, else in Python."""

    counted: str = ""
    uncounted: str = ""
    where: str = ""
    other: str = ""


@dataclass
class _Reader:
    shapes: Shapes
    shape: EntityShape
    imports: set[str]
    known: set[str]

    def view(self, rule: Rule) -> RuleView:
        match rule:
            case FieldOrder():
                return self._order(rule)
            case FieldsDiffer():
                return self._differ(rule)
            case UniqueTogether():
                return self._once(rule)
            case NoOverlap():
                return self._overlap(rule)
            case Quota():
                return self._quota(rule)
            case RelatedBound():
                return self._bound(rule)
            case RelatedState():
                return self._related_state(rule)
            case RequiredWhen():
                return self._required(rule)
            case StepNeeds():
                return self._step(rule)
            case Check():
                return self._check(rule)
            case Locked():
                raise UserError("a lock is no check")

    def _function(self, name: str) -> str:
        return _unique(f"check_{name}", self.known)

    def _term(self, name: str) -> Term:
        place = locate(self.shapes, self.shape, tuple(name.split(".")))
        relation = self.shape.relation(name)
        field = self.shape.field(name)
        var = self.shape.names.var
        return Term(
            name=relation.name if relation else field.name if field else name,
            attr=place.attr,
            label=words(name),
            value=".".join((var, *(link.link for link in place.links), place.attr)),
            nullable=bool(place.missing),
        )

    def _python(self, text: str) -> Piece:
        return PythonSource(self.shapes, self.shape, self.shape.names.var, self.imports).condition(parse(text))

    def _counts(self, where: str) -> _Counting:
        if not where:
            return _Counting()
        sql = SqlSource(self.shapes, self.shape, self.imports).condition(parse(where)) or ""
        other = "" if sql else PythonSource(self.shapes, self.shape, "other", self.imports).condition(parse(where)).text
        source = PythonSource(self.shapes, self.shape, self.shape.names.var, self.imports)
        return _Counting(
            counted=self._python(where).text, uncounted=source.denial(parse(where)).text, where=sql, other=other
        )

    def _order(self, rule: FieldOrder) -> RuleView:
        earlier, later = self._term(rule.earlier), self._term(rule.later)
        expression = Binary("<=" if rule.strict else "<", Path((rule.later,)), Path((rule.earlier,)))
        numbers = (f := self.shape.field(rule.later)) is not None and f.type in ("integer", "number", "money")
        word = (
            ("must be above" if rule.strict else "can't be below")
            if numbers
            else ("must be after" if rule.strict else "can't be before")
        )
        return RuleView(
            kind="condition",
            fact=rule_id(rule),
            function=self._function(f"{rule.earlier}_before_{rule.later}"),
            sentence=f"{_capital(later.label)} {word} {earlier.label}.",
            field=later.name,
            message=f"{word} {earlier.label}",
            condition=PythonSource(self.shapes, self.shape, self.shape.names.var, self.imports)
            .condition(expression)
            .text,
        )

    def _differ(self, rule: FieldsDiffer) -> RuleView:
        first, second = (self._term(name) for name in rule.fields)
        guard = f"{second.value} is not None and " if second.nullable else ""
        return RuleView(
            kind="condition",
            fact=rule_id(rule),
            function=self._function(f"{rule.fields[0]}_differs_from_{rule.fields[1]}"),
            sentence=f"{_capital(second.label)} must differ from {first.label}.",
            field=second.name,
            message=f"must differ from {first.label}",
            condition=f"{guard}{first.value} == {second.value}",
        )

    def _once(self, rule: UniqueTogether) -> RuleView:
        terms = tuple(self._term(name) for name in rule.fields)
        counting = self._counts(rule.where)
        names = _listed([term.label for term in terms])
        return RuleView(
            kind="once",
            fact=rule_id(rule),
            function=self._function(f"{'_'.join(rule.fields)}_once"),
            sentence=f"At most one {self.shape.names.label} with the same {names}.",
            field=terms[-1].name,
            message=f"there is already one with the same {names}",
            same=terms,
            counted=counting.counted,
            uncounted=counting.uncounted,
            where=counting.where,
            other=counting.other,
            on_move=_about_status(rule.where),
        )

    def _overlap(self, rule: NoOverlap) -> RuleView:
        counting = self._counts(rule.where)
        terms = [self._term(rule.start)] + ([self._term(rule.end)] if rule.end else [])
        same = tuple(self._term(name) for name in rule.same)
        about = f" with the same {_listed([term.label for term in same])}" if same else ""
        return RuleView(
            kind="overlap" if rule.end else "once",
            fact=rule_id(rule),
            function=self._function(f"no_overlap_{rule.start}"),
            sentence=f"{_capital(self.shape.names.labels)}{about} can't overlap.",
            field=terms[0].name,
            message=f"overlaps another {self.shape.names.label}{about}",
            terms=tuple(terms),
            same=same if rule.end else (*same, terms[0]),
            counted=counting.counted,
            uncounted=counting.uncounted,
            where=counting.where,
            other=counting.other,
            parent=self._relation(rule.same),
            on_move=_about_status(rule.where),
        )

    def _relation(self, names: tuple[str, ...]) -> RelationView | None:
        return next(
            (relation for name in names if (relation := self.shape.relation(name)) and not relation.on_user), None
        )

    def _quota(self, rule: Quota) -> RuleView:
        counting = self._counts(rule.where)
        relation = self.shape.relation(rule.per) if rule.per else None
        same = (self._term(rule.per),) if rule.per else ()
        limit, nullable, shown = self._limit(rule)
        amount = self._term(rule.amount) if rule.amount else None
        window = self._term(rule.window_field) if rule.window else None
        what = amount.label if amount else self.shape.names.labels
        per = f" per {words(rule.per)}" if rule.per else ""
        when = (f" where {said(parse(rule.where))}" if rule.where else "") + (
            f" per {rule.window}" if rule.window else ""
        )
        kind = locate(self.shapes, self.shape, (rule.window_field,)).kind if rule.window else ""
        return RuleView(
            kind="quota",
            fact=rule_id(rule),
            function=self._function(f"{rule.amount or self.shape.names.plural}_within_{rule.per or 'all'}_limit"),
            sentence=f"At most {shown} {what}{per}{when}.",
            field=amount.name if amount else same[0].name if same else "id",
            message=f"at most {shown} {what}{per}{when}",
            same=same,
            terms=tuple(term for term in (amount, window) if term),
            counted=counting.counted,
            uncounted=counting.uncounted,
            where=counting.where,
            other=counting.other,
            limit=limit,
            limit_nullable=nullable,
            amount=amount.attr if amount else "",
            window=rule.window,
            window_kind=kind,
            parent=relation if relation and not relation.on_user else None,
            on_move=_about_status(rule.where),
        )

    def _limit(self, rule: Quota) -> tuple[str, bool, str]:
        try:
            return str(int(rule.limit)), False, rule.limit
        except ValueError:
            name = rule.limit.removeprefix(f"{rule.per}.")
        path = (rule.per, name) if self.shape.relation(rule.per) else (name,)
        place = locate(self.shapes, self.shape, path)
        text = ".".join((self.shape.names.var, *(link.link for link in place.links), place.attr))
        return text, bool(place.missing), f"the {words(path[0])}'s {words(name)}" if len(path) > 1 else words(name)

    def _bound(self, rule: RelatedBound) -> RuleView:
        other = Path((*rule.relation.split("."), rule.related_field))
        expression = Binary("<" if rule.at_least else ">", Path((rule.field,)), other)
        source = PythonSource(self.shapes, self.shape, self.shape.names.var, self.imports)
        word = "at least" if rule.at_least else "at most"
        whose = f"{words(rule.related_field)} of the {words(rule.relation)}"
        return RuleView(
            kind="condition",
            fact=rule_id(rule),
            function=self._function(f"{rule.field}_within_{rule.relation}_{rule.related_field}"),
            sentence=f"{_capital(words(rule.field))} is {word} the {whose}.",
            field=self._term(rule.field).name,
            message=f"must be {word} the {whose}",
            condition=source.condition(expression).text,
        )

    def _related_state(self, rule: RelatedState) -> RuleView:
        path = rule.relation.split(".")
        links = [self._link(path[: end + 1]) for end in range(len(path))]
        target = self.shapes[links[-1].relation.target]
        subject = ".".join((self.shape.names.var, *(link.link for link in links)))
        source = PythonSource(self.shapes, target, subject, self.imports)
        expression = parse(rule.condition)
        ways = [
            ".".join((self.shape.names.var, *(x.link for x in links[: n + 1])))
            for n, x in enumerate(links)
            if x.nullable
        ]
        guard = "".join(f"{way} is not None and " for way in ways)
        return RuleView(
            kind="conflict",
            fact=rule_id(rule),
            function=self._function(f"{rule.relation.replace('.', '_')}_allows_{self.shape.names.name}"),
            sentence=f"A {self.shape.names.label} needs a {words(path[-1])} where {said(expression)}.",
            field=links[0].name,
            message=f"needs a {words(path[-1])} where {said(expression)}",
            condition=f"{guard}{source.denial(expression).within(2)}",
            terms=(self._term(path[0]),),
            on_update=False,
        )

    def _link(self, path: list[str]) -> RelationView:
        here = self.shape
        relation: RelationView | None = None
        for part in path:
            relation = here.relation(part)
            if relation is None or relation.on_user:
                raise UserError(f"'{'.'.join(path)}' is no reference of {self.shape.names.label}")
            here = self.shapes[relation.relation.target]
        if relation is None:
            raise UserError(f"an empty reference in a rule of {self.shape.names.label}")
        return relation

    def _required(self, rule: RequiredWhen) -> RuleView:
        term = self._term(rule.field)
        expression = parse(rule.condition)
        return RuleView(
            kind="condition",
            fact=rule_id(rule),
            function=self._function(f"{rule.field}_given"),
            sentence=f"{_capital(term.label)} is required when {said(expression)}.",
            field=term.name,
            message=f"is required when {said(expression)}",
            condition=f"{term.value} is None and {self._python(rule.condition).within(2)}",
            on_move=_about_status(rule.condition),
        )

    def _step(self, rule: StepNeeds) -> RuleView:
        expression = parse(rule.condition)
        return RuleView(
            kind="step",
            fact=rule_id(rule),
            function=self._function(f"ready_for_{rule.to}"),
            sentence=f"Becoming {words(rule.to)} needs: {said(expression)}.",
            field=self._named(expression) or "status",
            message=f"{words(rule.to)} needs: {said(expression)}",
            condition=PythonSource(self.shapes, self.shape, self.shape.names.var, self.imports).denial(expression).text,
            state=rule.to,
            on_create=False,
            on_update=False,
        )

    def _named(self, expression: Expression) -> str:
        name = first_path(expression)
        return self._term(name).name if name and (self.shape.field(name) or self.shape.relation(name)) else ""

    def _refuted(self, source: PythonSource, expression: Expression) -> str:
        denied = source.value(contrary(expression))
        return denied.within(2)

    def _check(self, rule: Check) -> RuleView:
        expression = parse(rule.condition)
        term = self._term(rule.field) if rule.field else None
        source = PythonSource(self.shapes, self.shape, self.shape.names.var, self.imports)
        piece = source.value(expression)
        guard = "".join(f"{need} is not None and " for need in piece.needs)
        return RuleView(
            kind="condition",
            fact=rule_id(rule),
            function=self._function(f"{rule.field or 'values'}_valid"),
            sentence=f"{_capital(said(expression))}.",
            field=term.name if term else self._named(expression),
            message=f"must be such that {said(expression)}",
            condition=f"{guard}{self._refuted(source, expression)}",
            on_move=_about_status(rule.condition),
        )


def _about_status(text: str) -> bool:
    return bool(text) and mentions(parse(text), "status")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
