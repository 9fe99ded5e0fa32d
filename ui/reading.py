"""What the engine read out of a brief, and the facts of a specification, as values. Parsed once, here; used by Home and Spec."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """`status` is facts, question, context or not_understood; after a run also built, partial, not_built, out_of_scope."""

    number: int
    text: str
    status: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """`choices` are sentences to choose from when the question is about a contradiction."""

    text: str
    suggestion: str
    sentences: tuple[int, ...] = ()
    choices: tuple[str, ...] = ()
    blocking: bool = False


@dataclass(frozen=True, kw_only=True)
class Reading:
    """An answer of POST /specs/read; `refusal` says why nothing will be built."""

    spec: str
    sentences: tuple[Sentence, ...]
    questions: tuple[Question, ...]
    refusal: str = ""

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Reading:
        return cls(
            spec=said["spec"],
            refusal=said["refusal"] or "",
            sentences=tuple(sentences_of(said["sentences"])),
            questions=tuple(
                Question(
                    text=row["text"],
                    suggestion=row["suggestion"],
                    sentences=tuple(row["sentences"]),
                    choices=tuple(row.get("choices", ())),
                    blocking=bool(row["blocking"]),
                )
                for row in said["questions"]
            ),
        )


def sentences_of(rows: Sequence[Mapping[str, Any]]) -> list[Sentence]:
    """Sentences from their rows."""
    return [Sentence(number=row["number"], text=row["text"], status=row["status"]) for row in rows]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something the specification says: where it comes from and how certain it is; `by` is reader, person, model, convention."""

    sentences: tuple[int, ...] = ()
    confidence: float = 1.0
    by: str = "convention"


@dataclass(frozen=True, kw_only=True)
class Field(Fact):
    """A property; `computed` is its expression where it is derived."""

    name: str
    title: str
    type: str
    required: bool = True
    unique: bool = False
    choices: tuple[str, ...] = ()
    computed: str = ""


@dataclass(frozen=True, kw_only=True)
class Transition(Fact):
    """A step between two states."""

    source: str
    target: str


@dataclass(frozen=True, kw_only=True)
class Entity(Fact):
    """A kind of thing with its fields and states."""

    name: str
    plural: str
    title: str
    fields: tuple[Field, ...] = ()
    states: tuple[str, ...] = ()
    transitions: tuple[Transition, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Relation(Fact):
    """`source` refers to `target` under `name`; `many` on both sides where it is many to many."""

    source: str
    target: str
    name: str
    many: bool = False


@dataclass(frozen=True, kw_only=True)
class Role(Fact):
    """A kind of account with what it may do: (entity, actions, own records alone)."""

    name: str
    title: str
    grants: tuple[tuple[str, tuple[str, ...], bool], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rule(Fact):
    """What must hold, in words."""

    id: str
    text: str
    entity: str


@dataclass(frozen=True, kw_only=True)
class Feature(Fact):
    """What the application offers beside its objects."""

    name: str
    entity: str
    built: bool


@dataclass(frozen=True, kw_only=True)
class Endpoint(Fact):
    """An address of the application."""

    method: str
    path: str
    entity: str


@dataclass(frozen=True, kw_only=True)
class Facts:
    """A specification for drawing."""

    name: str = ""
    title: str = ""
    kind: str = "web"
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    roles: tuple[Role, ...] = ()
    rules: tuple[Rule, ...] = ()
    features: tuple[Feature, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Facts:
        """From the answer of POST /specs/facts or GET /projects/facts."""
        return cls(
            name=said.get("name", ""),
            title=said.get("title", ""),
            kind=said.get("kind", "web"),
            entities=tuple(_entity(row) for row in said["entities"]),
            relations=tuple(
                Relation(
                    source=row["from"],
                    target=row["to"],
                    name=row["name"],
                    many=row["kind"] == "many_to_many",
                    **_origin(row),
                )
                for row in said["relations"]
            ),
            roles=tuple(_role(row) for row in said["roles"]),
            rules=tuple(
                Rule(id=row["id"], text=row["text"], entity=row["entity"], **_origin(row)) for row in said["rules"]
            ),
            features=tuple(
                Feature(name=row["name"], entity=row["entity"], built=row["built"], **_origin(row))
                for row in said.get("features", ())
            ),
            endpoints=tuple(
                Endpoint(method=row["method"], path=row["path"], entity=row["entity"], **_origin(row))
                for row in said["endpoints"]
            ),
        )

    def entity(self, name: str) -> Entity | None:
        return next((entity for entity in self.entities if entity.name == name), None)

    @property
    def states(self) -> int:
        """How many states there are in all."""
        return sum(len(entity.states) for entity in self.entities)


def _origin(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "sentences": tuple(row.get("sentences", ())),
        "confidence": float(row.get("confidence", 1.0)),
        "by": row.get("source", "convention"),
    }


def _entity(row: Mapping[str, Any]) -> Entity:
    return Entity(
        name=row["name"],
        plural=row["plural"],
        title=row["title"],
        fields=tuple(
            Field(
                name=field["name"],
                title=field.get("title", field["name"]),
                type=field["type"],
                required=field["required"],
                unique=field["unique"],
                choices=tuple(field["choices"]),
                computed=field["computed"] or "",
                **_origin(field),
            )
            for field in row["fields"]
        ),
        states=tuple(row["states"]),
        transitions=tuple(
            Transition(source=step["from"], target=step["to"], **_origin(step)) for step in row["transitions"]
        ),
        **_origin(row),
    )


def _role(row: Mapping[str, Any]) -> Role:
    return Role(
        name=row["name"],
        title=row["title"],
        grants=tuple((grant["entity"], tuple(grant["actions"]), bool(grant["own"])) for grant in row["grants"]),
        **_origin(row),
    )
