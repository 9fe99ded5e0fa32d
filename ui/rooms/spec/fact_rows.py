"""The facts of a specification as rows of its tables: things with their fields, rules, addresses. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ui.language import say
from ui.reading import Facts
from ui.rooms.spec.entity_item import type_title
from ui.rooms.spec.links import feature_words


@dataclass(frozen=True, kw_only=True)
class Cells:
    """A row: its texts, the fact that it stands for, its sentences; a heading spans all columns, prose may take two lines."""

    texts: tuple[str, ...]
    fact: str
    sentences: tuple[int, ...] = ()
    heading: bool = False
    tone: str = ""
    code: bool = False
    prose: bool = False
    computed: bool = False


def field_rows(facts: Facts) -> list[Cells]:
    """Each thing as a heading above its fields, references and states."""
    rows = []
    for entity in facts.entities:
        rows.append(
            Cells(
                texts=(entity.title, "", "", ""), fact=f"entity:{entity.name}", sentences=entity.sentences, heading=True
            )
        )
        for field in entity.fields:
            notes = [say("required")] if field.required and not field.computed else []
            notes += [say("unique")] if field.unique else []
            notes += [", ".join(choice.replace("_", " ") for choice in field.choices)] if field.choices else []
            notes += [field.computed] if field.computed else []
            rows.append(
                Cells(
                    texts=(
                        field.title,
                        type_title(field.type),
                        " · ".join(notes),
                        from_words(field.sentences, field.by),
                    ),
                    fact=f"field:{entity.name}.{field.name}",
                    sentences=field.sentences,
                    computed=bool(field.computed),
                )
            )
        for relation in facts.relations:
            if relation.source == entity.name:
                kind = say("many to many") if relation.many else say("reference")
                rows.append(
                    Cells(
                        texts=(
                            relation.name.replace("_", " ").capitalize(),
                            kind,
                            relation.target.replace("_", " "),
                            from_words(relation.sentences, relation.by),
                        ),
                        fact=f"relation:{relation.source}.{relation.name}",
                        sentences=relation.sentences,
                    )
                )
        if entity.states:
            numbers = tuple(sorted({n for step in entity.transitions for n in step.sentences}))
            said = " → ".join(state.replace("_", " ") for state in entity.states)
            rows.append(
                Cells(
                    texts=(say("Status"), say("states"), said, from_words(numbers)),
                    fact=f"states:{entity.name}",
                    sentences=numbers,
                )
            )
    return rows


def rule_rows(facts: Facts) -> list[Cells]:
    """Rules, then who may do what, then what is offered beside."""
    rows = [
        Cells(
            texts=(
                rule.text[:1].upper() + rule.text[1:],
                rule.entity.replace("_", " "),
                from_words(rule.sentences, rule.by),
            ),
            fact=rule.id,
            sentences=rule.sentences,
            prose=True,
        )
        for rule in facts.rules
    ]
    for role in facts.roles:
        rows.append(Cells(texts=(role.title, "", ""), fact=f"role:{role.name}", sentences=role.sentences, heading=True))
        for entity, actions, own in role.grants:
            whose = say("own records") if own else say("all records")
            rows.append(
                Cells(
                    texts=(f"{entity.replace('_', ' ').capitalize()}: {_actions(actions)}", whose, ""),
                    fact=f"role:{role.name}",
                    prose=True,
                )
            )
    if facts.features:
        rows.append(Cells(texts=(say("Offered beside"), "", ""), fact="", heading=True))
    for feature in facts.features:
        state = say("built") if feature.built else say("not built")
        name = f"feature:{feature.name}{'.' + feature.entity if feature.entity else ''}"
        rows.append(
            Cells(
                texts=(_first_up(feature_words(feature.name)), state, from_words(feature.sentences, feature.by)),
                fact=name,
                sentences=feature.sentences,
            )
        )
    return rows


def _actions(names: Sequence[str]) -> str:
    """What a role may do, in words."""
    known = {
        "read": say("see"),
        "create": say("create"),
        "update": say("change"),
        "delete": say("delete"),
        "export": say("export"),
        "import": say("import"),
    }
    return say("everything") if set(known) <= set(names) else ", ".join(known.get(name, name) for name in names)


def _first_up(words: str) -> str:
    return words[:1].upper() + words[1:]


def endpoint_rows(facts: Facts) -> list[Cells]:
    """Every address with its method."""
    tones = {"GET": "info", "POST": "success", "PATCH": "warning", "PUT": "warning", "DELETE": "danger"}
    return [
        Cells(
            texts=(each.method, each.path, each.entity.replace("_", " "), from_words(each.sentences)),
            fact=f"entity:{each.entity}" if each.entity else "",
            sentences=each.sentences,
            tone=tones.get(each.method, "neutral"),
            code=True,
        )
        for each in facts.endpoints
    ]


def from_words(sentences: Sequence[int], by: str = "") -> str:
    """Where a fact comes from."""
    if by == "person" and not sentences:
        return say("by hand")
    return ", ".join(str(number) for number in sentences) if sentences else say("by convention")
