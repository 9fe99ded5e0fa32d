"""Plain English for what a case claims: the name of its test. Called by the cases."""

from __future__ import annotations

import keyword
import re

from engines.kernel.spec import Entity, Field, FieldType, Relation, Spec


def slug(title: str) -> str:
    """A title as part of a function's name, of at most 90 characters."""
    plain = re.sub(r"[^a-z0-9]+", "_", title.lower().replace("'", "")).strip("_")
    return plain if len(plain) <= 90 else plain[:90].rsplit("_", 1)[0]


def alias(name: str) -> str:
    """A name that can be a variable."""
    plain = re.sub(r"\W+", "_", name)
    return f"{plain}_" if keyword.iskeyword(plain) or keyword.issoftkeyword(plain) or plain in _TAKEN else plain


_TAKEN = frozenset(
    """
    account admin again answer api before board body browser changed changes client coded content count create daemon
    date day document empty ends entry error feed figure files first form found high hook id it kept key known later link
    linked listed low made me mine missing month move moved names newest numbers offer other own page path place program
    read refused row rows second secret self send shown signed somebody start steps stored style table taken texts
    theirs timedelta token told total totals typed unknown upload values visitor
    """.split()  # noqa: SIM905 - one word beside the other reads better
)
"""What the tests call their own values and what they import."""


def property_name(field: Field) -> str:
    """The API property of a field; files are referred to by id."""
    if field.type not in (FieldType.FILE, FieldType.IMAGE):
        return field.name
    return f"{field.name}_id" if field.name.split("_")[-1] == "file" else f"{field.name}_file_id"


def reference_name(spec: Spec, relation: Relation) -> str:
    """The API property of a relation: `book_id`, or `tag_ids` for many."""
    if not relation.many:
        return f"{relation.name}_id"
    plurals = {entity.name: entity.plural for entity in spec.entities}
    return f"{relation.target if relation.name == plurals.get(relation.target) else singular(relation.name)}_ids"


def shown_name(spec: Spec, entity: Entity, name: str) -> str:
    """The API property of whatever an entity has under a name."""
    for relation in entity.relations:
        if relation.name == name:
            return reference_name(spec, relation)
    for field in entity.fields:
        if field.name == name:
            return property_name(field)
    return name


def singular(name: str) -> str:
    """The singular of a plural, well enough for a property's name."""
    if name.endswith("ies") and len(name) > 4:
        return f"{name[:-3]}y"
    if name.endswith(("ses", "xes", "ches", "shes")):
        return name[:-2]
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


def collections(spec: Spec) -> dict[str, str]:
    """The path of each entity's collection; plurals that are taken give way to `<name>-records`."""
    taken = {"dashboard", "files", "reminders", "reports", *(("users", "auth") if spec.accounts else ())}
    paths: dict[str, str] = {}
    for entity in spec.entities:
        plural = entity.plural if entity.plural not in taken else f"{entity.name}_records"
        taken.add(plural)
        paths[entity.name] = f"/api/{plural.replace('_', '-')}"
    return paths
