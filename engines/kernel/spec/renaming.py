"""A specification in which some names are others, wherever they stand: in references, rules, rights, expressions. Pure."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engines.kernel.spec.facts import Computed, Entity, Feature, Grant, Lifecycle, Relation
from engines.kernel.spec.renames import Renames
from engines.kernel.spec.rules import Rule
from engines.kernel.spec.specification import Spec

_EXPRESSIONS = ("where", "condition")
_MEMBERS = (
    "earlier", "later", "fields", "same", "start", "end", "per", "amount", "window_field", "field", "relation",
)  # fmt: skip


def renamed(spec: Spec, renames: Renames) -> Spec:
    """The same specification under its new names; `children` of references follow the plurals of `renames`."""
    if not (renames.entities or renames.members or renames.roles):
        return spec
    return _Renaming(spec, renames).spec()


class _Renaming:
    def __init__(self, spec: Spec, renames: Renames) -> None:
        self._spec, self._renames = spec, renames
        self._entities = {entity.name: entity for entity in spec.entities}

    def spec(self) -> Spec:
        renames = self._renames
        return replace(
            self._spec,
            entities=tuple(map(self._entity, self._spec.entities)),
            grants=tuple(map(self._grant, self._spec.grants)),
            rules=tuple(map(self._rule, self._spec.rules)),
            features=tuple(map(self._feature, self._spec.features)),
            roles=tuple(replace(role, name=renames.roles.get(role.name, role.name)) for role in self._spec.roles),
        )

    def _entity(self, entity: Entity) -> Entity:
        new = self._renames.entity(entity.name)

        def member(name: str) -> str:
            return self._renames.member(entity.name, name)

        fields = tuple(replace(field, name=member(field.name)) for field in entity.fields)
        return replace(
            entity,
            name=new,
            plural=self._renames.plurals.get(new, entity.plural) if new != entity.name else entity.plural,
            fields=fields,
            relations=tuple(self._relation(entity, relation) for relation in entity.relations),
            computed=tuple(self._computed(entity, value) for value in entity.computed),
            label=member(entity.label) if entity.label else "",
            account_role=self._role(entity.account_role),
            lifecycle=self._lifecycle(entity.lifecycle) if entity.lifecycle else None,
        )

    def _relation(self, entity: Entity, relation: Relation) -> Relation:
        return replace(
            relation,
            name=self._renames.member(entity.name, relation.name),
            target=self._renames.entity(relation.target),
            children=self._children(entity, relation.children),
        )

    def _children(self, entity: Entity, name: str) -> str:
        """The name by which a target knows an entity's objects follows that entity's plural."""
        new = self._renames.entity(entity.name)
        return self._renames.plurals.get(new, name) if new != entity.name and name == entity.plural else name

    def _computed(self, entity: Entity, value: Computed) -> Computed:
        name = self._renames.member(entity.name, value.name)
        return replace(value, name=name, expression=self._expression(entity.name, value.expression))

    def _grant(self, grant: Grant) -> Grant:
        return replace(grant, entity=self._renames.entity(grant.entity), role=self._role(grant.role))

    def _role(self, name: str) -> str:
        return self._renames.roles.get(name, name)

    def _lifecycle(self, life: Lifecycle) -> Lifecycle:
        steps = tuple(replace(s, roles=tuple(map(self._role, s.roles))) for s in life.transitions)
        return replace(life, transitions=steps)

    def _rule(self, rule: Rule) -> Rule:
        said: dict[str, Any] = {"entity": self._renames.entity(rule.entity)}
        for name, value in vars(rule).items():
            if name in _EXPRESSIONS and value:
                scope = self._target(rule.entity, getattr(rule, "relation", "")) or rule.entity
                said[name] = self._expression(scope, value)
            elif name in _MEMBERS and value:
                said[name] = (
                    tuple(self._renames.member(rule.entity, each) for each in value)
                    if isinstance(value, tuple)
                    else self._renames.member(rule.entity, value)
                )
            elif name in ("related_field", "limit") and value:
                through = getattr(rule, "relation", "") or getattr(rule, "per", "")
                said[name] = self._renames.member(self._target(rule.entity, through), value)
            elif name == "children" and value:
                said[name] = tuple(self.known_as(each) for each in value)
        return replace(rule, **said)

    def _feature(self, feature: Feature) -> Feature:
        return replace(
            feature,
            entity=self._renames.entity(feature.entity),
            fields=tuple(self._renames.member(feature.entity, name) for name in feature.fields),
            expression=self._expression(feature.entity, feature.expression) if feature.expression else "",
            realised_by=tuple(self._fact(fact) for fact in feature.realised_by),
        )

    def _fact(self, fact: str) -> str:
        kind, _, place = fact.partition(":")
        entity, dot, rest = place.partition(".")
        return f"{kind}:{self._renames.entity(entity)}{dot}{self._renames.member(entity, rest)}"

    def _target(self, entity: str, relation: str) -> str:
        found = self._entities.get(entity)
        known: Mapping[str, str] = {each.name: each.target for each in found.relations} if found else {}
        return known.get(relation, "")

    def known_as(self, children: str) -> str:
        owner = self.child(children)
        return self._children(owner, children) if owner else children

    def child(self, children: str) -> Entity | None:
        """The entity whose objects are known by that name."""
        for entity in self._spec.entities:
            if any(relation.children == children for relation in entity.relations):
                return entity
        return None

    def _expression(self, entity: str, text: str) -> str:
        try:
            tree = ast.parse(text, mode="eval")
        except SyntaxError:  # a person is at work on it; the check names it
            return text
        found = ast.unparse(_Names(self, entity).visit(tree))
        return found if found != ast.unparse(ast.parse(text, mode="eval")) else text

    def path(self, entity: str, parts: list[str]) -> list[str]:
        """A dotted path with its new names."""
        found: list[str] = []
        for part in parts:
            found.append(self._renames.member(entity, part) if entity else part)
            entity = self._target(entity, part)
        return found


class _Names(ast.NodeTransformer):
    """The names in an expression that is read in an entity."""

    def __init__(self, renaming: _Renaming, entity: str) -> None:
        self._renaming, self._entity = renaming, entity

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.parse(".".join(self._renaming.path(self._entity, [node.id])), mode="eval").body

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        parts = ast.unparse(node).split(".")
        return ast.parse(".".join(self._renaming.path(self._entity, parts)), mode="eval").body

    def visit_Call(self, node: ast.Call) -> ast.AST:
        first = node.args[0] if node.args else None
        child = self._renaming.child(first.id) if isinstance(first, ast.Name) else None
        if child is None or not isinstance(first, ast.Name):
            node.args = [self.visit(each) for each in node.args]
            return node
        inner = _Names(self._renaming, child.name)
        known = ast.Name(id=self._renaming.known_as(first.id))
        node.args = [known, *(inner.visit(each) for each in node.args[1:])]
        return node
