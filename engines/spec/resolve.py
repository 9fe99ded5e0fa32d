"""The one place where claims meet: merges what several sentences say of one fact and settles contradictions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from engines.kernel.spec import Computed, Entity, Field, FieldType, Origin, Question, Relation
from engines.spec.english import English
from engines.spec.lives import Life, lived
from engines.spec.model import Claim, ComputedClaim, EntityClaim, FieldClaim, RelationClaim, StatesClaim

_USUAL_STATES = ("open", "in_progress", "done")


@dataclass
class _Building:
    """An entity while its claims come in."""

    name: str
    sentences: list[int] = field(default_factory=list)
    fields: dict[str, Field] = field(default_factory=dict)
    sure: set[str] = field(default_factory=set)
    relations: dict[str, Relation] = field(default_factory=dict)
    life: Life = field(default_factory=Life)
    computed: dict[str, Computed] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """The merged things and what could not be settled without a person."""

    entities: tuple[Entity, ...]
    questions: tuple[Question, ...]


def resolve(claims: tuple[Claim, ...], english: English, decided: frozenset[int] = frozenset()) -> Resolved:
    """Merges all structural claims; the order of the text decides between equals, and the person is asked.

    Sentences `decided` are answers of a person: they hold against all others.
    """
    buildings: dict[str, _Building] = {}
    questions: list[Question] = []
    for claim in claims:
        match claim.content:
            case EntityClaim(entity=name):
                _building(buildings, name, claim.sentence)
            case FieldClaim(entity=name, field=found, sure=sure):
                building = _building(buildings, name, claim.sentence)
                if claim.sentence in decided and found.choices and (known := building.fields.get(found.name)):
                    building.fields[found.name] = replace(known, choices=())
                questions += _merge_field(building, found, sure=sure)
            case RelationClaim(entity=name, relation=relation):
                _merge_relation(_building(buildings, name, claim.sentence), relation)
            case StatesClaim(entity=name):
                _merge_states(
                    _building(buildings, name, claim.sentence),
                    claim.content,
                    claim.sentence,
                    english.lexicon.initial_states,
                )
            case ComputedClaim(entity=name, computed=computed):
                _building(buildings, name, claim.sentence).computed[computed.name] = computed
    questions += [q for b in buildings.values() if (q := _unknown_states(b))]
    return Resolved(entities=tuple(_entity(b, english) for b in buildings.values()), questions=tuple(questions))


def _building(buildings: dict[str, _Building], name: str, sentence: int) -> _Building:
    if name not in buildings:
        buildings[name] = _Building(name, sentences=[sentence])
    return buildings[name]


def _together(one: Origin, two: Origin) -> Origin:
    return replace(one, sentences=tuple(sorted({*one.sentences, *two.sentences})))


def _merge_field(building: _Building, found: Field, *, sure: bool) -> list[Question]:
    known = building.fields.get(found.name)
    if found.name in building.relations:
        return []
    if sure:
        building.sure.add(found.name)
    if not known:
        building.fields[found.name] = found
        return []
    merged = replace(
        known,
        required=known.required and found.required,
        unique=known.unique or found.unique,
        minimum=found.minimum if found.minimum is not None else known.minimum,
        maximum=found.maximum if found.maximum is not None else known.maximum,
        min_length=found.min_length or known.min_length,
        max_length=found.max_length or known.max_length,
        pattern=found.pattern or known.pattern,
        unit=found.unit or known.unit,
        default=known.default if found.default is None else found.default,
        type=found.type if sure else known.type,
        choices=known.choices or found.choices,
        origin=_together(known.origin, found.origin),
    )
    building.fields[found.name] = merged
    if known.choices and found.choices and set(known.choices) != set(found.choices):
        return [_contradiction(building.name, known, found)]
    return []


def _unknown_states(building: _Building) -> Question | None:
    """A status whose values nobody names is asked for, and taken to be the usual ones."""
    status = building.fields.pop("status", None)
    if status is None or building.life.states:
        return None
    building.life = Life(states=_USUAL_STATES, sentences=status.origin.sentences)
    return Question(
        text=f"Which states can a {building.name.replace('_', ' ')} have?",
        suggestion=", ".join(state.replace("_", " ") for state in _USUAL_STATES),
        sentences=status.origin.sentences,
        says=f"A {building.name.replace('_', ' ')} has a status ({{answer}}).",
    )


def _contradiction(entity: str, one: Field, two: Field) -> Question:
    return Question(
        text=f"The {one.name} of a {entity} has different values in two sentences: "
        f"{', '.join(one.choices)} and {', '.join(two.choices)}. Which are right?",
        suggestion=", ".join(one.choices),
        sentences=(*one.origin.sentences, *two.origin.sentences),
        says=f"A {entity.replace('_', ' ')} has a {one.name.replace('_', ' ')} ({{answer}}).",
    )


def _merge_relation(building: _Building, relation: Relation) -> None:
    building.fields.pop(relation.name, None)
    known = building.relations.get(relation.name)
    if known is None:
        same = [r for r in building.relations.values() if r.target == relation.target]
        if relation.children and same:
            known = same[0]
            building.relations[known.name] = replace(
                known,
                children=relation.children,
                on_delete=relation.on_delete,
                origin=_together(known.origin, relation.origin),
            )
            return
        if relation.owner and any(
            r.target == relation.target and r.target != "user" for r in building.relations.values()
        ):
            return
        building.relations[relation.name] = relation
        return
    building.relations[relation.name] = replace(
        known,
        required=known.required and relation.required,
        children=known.children or relation.children,
        on_delete=relation.on_delete if relation.on_delete != "restrict" else known.on_delete,
        origin=_together(known.origin, relation.origin),
    )


def _merge_states(building: _Building, claim: StatesClaim, sentence: int, begins: frozenset[str]) -> None:
    for name in ("status", "state", "stage"):
        building.fields.pop(name, None)
    building.life = building.life.told(claim, sentence, begins)


def _entity(building: _Building, english: English) -> Entity:
    return Entity(
        name=building.name,
        plural=english.plural_name(building.name),
        fields=tuple(
            f
            for f in building.fields.values()
            if not (f.name in building.computed or _is_stage(f, building) or _is_itself(f, building))
        ),
        relations=tuple(building.relations.values()),
        lifecycle=lived(building.life, english.lexicon),
        computed=tuple(building.computed.values()),
        origin=Origin(sentences=tuple(building.sentences)),
    )


def _is_stage(found: Field, building: _Building) -> bool:
    """'They are placed, prepared and collected': what a sentence tells of the life is no tick box as well."""
    loose = found.type is FieldType.BOOLEAN and found.name not in building.sure
    told = set(found.origin.sentences) <= set(building.life.sentences)
    return loose and told and found.name in building.life.states


def _is_itself(found: Field, building: _Building) -> bool:
    """'we mark the appointment as missed': a thing is no property of itself."""
    return found.name == building.name and found.type is FieldType.TEXT and found.name not in building.sure
