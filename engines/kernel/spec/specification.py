"""The whole specification of an application and the ids of its facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engines.kernel.errors import NotFound
from engines.kernel.spec.facts import Endpoint, Entity, Extension, Feature, Grant, Origin, Question, Role, Sentence
from engines.kernel.spec.rules import Rule
from engines.kernel.spec.service import Service, service_facts
from engines.kernel.spec.tool import Tool, tool_facts
from engines.kernel.spec.training import Training, training_facts

AppKind = Literal["web", "api", "cli", "ml", "service"]
SPEC_VERSION = 1


@dataclass(frozen=True, kw_only=True)
class Spec:
    """What is to be built. `name` is the project's kebab-case name, `title` what people read; `tool` only for kind cli.

    `accounts`: people sign in; then the role `admin` exists beside `roles`. `currency` is an ISO 4217 code.
    `training`: what a service of kind ml learns. `service`: what stands behind a given interface, for kind service.
    """

    name: str
    title: str
    summary: str = ""
    kind: AppKind = "web"
    accounts: bool = False
    currency: str = "EUR"
    entities: tuple[Entity, ...] = ()
    roles: tuple[Role, ...] = ()
    grants: tuple[Grant, ...] = ()
    rules: tuple[Rule, ...] = ()
    features: tuple[Feature, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    extensions: tuple[Extension, ...] = ()
    training: Training | None = None
    tool: Tool | None = None
    service: Service | None = None
    sentences: tuple[Sentence, ...] = ()
    questions: tuple[Question, ...] = ()
    version: int = SPEC_VERSION

    def entity(self, name: str) -> Entity:
        """The entity of that name; NotFound when there is none."""
        for entity in self.entities:
            if entity.name == name:
                return entity
        raise NotFound(
            f"no entity '{name}' in the specification", hint=f"Known: {', '.join(e.name for e in self.entities)}"
        )


def rule_id(rule: Rule) -> str:
    """A stable, readable id: `rule:loan.quota.member.3`."""
    kind = {"FieldOrder": "order", "FieldsDiffer": "differ", "UniqueTogether": "once", "NoOverlap": "overlap"}.get(
        type(rule).__name__, type(rule).__name__.lower()
    )
    said = [value for name, value in vars(rule).items() if name not in ("entity", "origin", "where") and value]
    words = "-".join(_flat(value) for value in said if not isinstance(value, bool))
    return f"rule:{rule.entity}.{kind}.{words}"


def _flat(value: object) -> str:
    text = "-".join(str(v) for v in value) if isinstance(value, tuple) else str(value)
    return "".join(c if c.isalnum() or c in "_-" else "_" for c in text).strip("_")


def feature_id(feature: Feature) -> str:
    """The id of a feature's fact: its name, and the entity that it is about."""
    return f"feature:{feature.name}{'.' + feature.entity if feature.entity else ''}"


def facts(spec: Spec) -> Iterator[tuple[str, Origin]]:
    """Every fact's id with its origin, in a fixed order. Sentences are traced through these ids."""
    for entity in spec.entities:
        yield f"entity:{entity.name}", entity.origin
        for field in entity.fields:
            yield f"field:{entity.name}.{field.name}", field.origin
        for relation in entity.relations:
            yield f"relation:{entity.name}.{relation.name}", relation.origin
        if entity.lifecycle:
            yield f"states:{entity.name}", entity.lifecycle.origin
            for step in entity.lifecycle.transitions:
                yield f"step:{entity.name}.{step.source}-{step.target}", step.origin
        for computed in entity.computed:
            yield f"computed:{entity.name}.{computed.name}", computed.origin
    for role in spec.roles:
        yield f"role:{role.name}", role.origin
    for grant in spec.grants:
        yield f"grant:{grant.role}.{grant.entity}.{'-'.join(grant.actions)}{'.own' if grant.own else ''}", grant.origin
    for rule in spec.rules:
        yield rule_id(rule), rule.origin
    for feature in spec.features:
        yield feature_id(feature), feature.origin
    for endpoint in spec.endpoints:
        yield f"endpoint:{endpoint.method} {endpoint.path}", endpoint.origin
    for extension in spec.extensions:
        yield f"extension:{extension.name}", extension.origin
    if spec.training:
        yield from training_facts(spec.training)
    if spec.tool:
        yield from tool_facts(spec.tool)
    if spec.service:
        yield from service_facts(spec.service)
