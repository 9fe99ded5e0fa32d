"""The values that pass through the reader: statements, claims and what it hands back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engines.kernel.spec import (
    AppKind,
    Computed,
    Feature,
    Field,
    FieldType,
    Grant,
    Question,
    Relation,
    Role,
    Rule,
    Spec,
)

StatementKind = Literal["title", "heading", "prose", "bullet", "row", "story", "aside"]


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One sentence, bullet or table row.

    text: with shorthand spelt out, which the rules read; `original` is what the person wrote.
    path: the headings and keys above, outermost first; `section` is what the nearest of them announces (rules, roles, ...).
    under: the thing that it is about by where it stands; `properties` is its list of them, `said` the sentences among those.
    roles: the kinds of people that it names for certain.
    """

    number: int
    text: str
    original: str = ""
    kind: StatementKind = "prose"
    path: tuple[str, ...] = ()
    section: str = ""
    under: str = ""
    properties: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()

    @property
    def sentences(self) -> str:
        """What it says beside a list of properties."""
        return "; ".join(self.said) if self.properties else self.text


@dataclass(frozen=True, kw_only=True)
class Attribute:
    """One item of a list of properties, before it is known whether it is a field or a relation."""

    name: str
    plural: bool = False
    type: FieldType | None = None
    required: bool | None = None
    unique: bool = False
    default: str | int | float | bool | None = None
    minimum: float | None = None
    maximum: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str = ""
    choices: tuple[str, ...] = ()
    unit: str = ""
    formula: str = ""
    children: tuple[Attribute, ...] = ()
    target: str = ""
    many: bool = False


@dataclass(frozen=True, kw_only=True)
class Description:
    """A thing and the properties that a statement gives it. `strength`: how surely the subject is an entity.

    `related` names what it hangs on; `near` what it hangs on if that is a thing at all.
    """

    subject: str
    attributes: tuple[Attribute, ...]
    sentence: int
    strength: float = 1.0
    related: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EntityClaim:
    """There is such a kind of thing."""

    entity: str
    strength: float = 1.0


@dataclass(frozen=True, kw_only=True)
class FieldClaim:
    """An entity has a field; `sure` when the text gives the type itself."""

    entity: str
    field: Field
    sure: bool = False


@dataclass(frozen=True, kw_only=True)
class RelationClaim:
    """An entity refers to another."""

    entity: str
    relation: Relation


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step between states as it is told: from `sources`, or from a span of states that `mark` bounds, to `target`.

    span: `before` and `upto` the mark (without it, with it), `after` it (with it), `any`; '' when `sources` are named.
    kind: `only` shuts every other way to the target, `never` shuts this one. target `*` leads back, where to is left open.
    """

    target: str
    sources: tuple[str, ...] = ()
    span: Literal["", "before", "upto", "after", "any"] = ""
    mark: str = ""
    kind: Literal["may", "only", "never"] = "may"
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StatesClaim:
    """An entity has these states; `steps` only when the text tells them, `ends` are never left."""

    entity: str
    states: tuple[str, ...] = ()
    initial: str = ""
    steps: tuple[Step, ...] = ()
    ends: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FormulaClaim:
    """A value that is computed, still in English; read once all fields are known."""

    entity: str
    name: str
    formula: str


@dataclass(frozen=True, kw_only=True)
class ComputedClaim:
    """A value that is computed."""

    entity: str
    computed: Computed


@dataclass(frozen=True, kw_only=True)
class RoleClaim:
    """There are accounts of this kind; an empty name only says that people sign in."""

    role: Role


@dataclass(frozen=True, kw_only=True)
class GrantClaim:
    """A role may do something. Entity `*` stands for every entity."""

    grant: Grant


@dataclass(frozen=True, kw_only=True)
class OwnerClaim:
    """Records of an entity belong to the account of a role."""

    role: str
    entity: str


@dataclass(frozen=True, kw_only=True)
class RuleClaim:
    """A business rule."""

    rule: Rule


@dataclass(frozen=True, kw_only=True)
class FeatureClaim:
    """Something that the application offers."""

    feature: Feature


@dataclass(frozen=True, kw_only=True)
class KindClaim:
    """The kind of application."""

    kind: AppKind


@dataclass(frozen=True, kw_only=True)
class ContextClaim:
    """The sentence says what it is about, nothing to build."""


@dataclass(frozen=True, kw_only=True)
class QuestionClaim:
    """The sentence leaves something open."""

    question: Question


Content = (
    EntityClaim
    | FieldClaim
    | RelationClaim
    | StatesClaim
    | FormulaClaim
    | ComputedClaim
    | RoleClaim
    | GrantClaim
    | OwnerClaim
    | RuleClaim
    | FeatureClaim
    | KindClaim
    | ContextClaim
    | QuestionClaim
)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What one rule reads from one sentence."""

    content: Content
    sentence: int
    confidence: float = 1.0
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The result: a specification, or why it is refused; questions stand in the specification as well."""

    spec: Spec
    refusal: str = ""
    questions: tuple[Question, ...] = ()
    claims: tuple[Claim, ...] = ()
