"""Lists in a request whose items become records of their own: the options of a poll, given as texts and shown as objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engines.kernel.spec.service import Create, ForEach, If, Match, RemoveAll, ServiceStep, Stored
from engines.spec.interface.drafts import Draft, Study, value_type
from engines.spec.interface.envelopes import body_members
from engines.spec.interface.model import Call, Schema, snake
from engines.spec.interface.people import holder, owner_link
from engines.spec.interface.schemas import is_array, is_object, items, nullable, properties, required, types

_TEXTS = (
    "text",
    "label",
    "title",
    "name",
    "value",
    "caption",
    "option",
    "content",
    "body",
    "tag",
    "url",
    "description",
)


@dataclass(frozen=True)
class Part:
    """`member`: how requests bring the items; `text`: the field that an item is, where items are texts; `given`: the fields that
    they bring where they are objects, with their names on the wire."""

    draft: Draft
    member: str
    text: str
    given: tuple[tuple[str, str], ...] = ()


def find_parts(study: Study) -> None:
    """Adds a resource for every such list, unless one of its collection is there."""
    for draft in list(study.drafts):
        for name, (_, schema) in body_members(draft.create).items() if draft.create else ():
            shown = _shown(draft, name)
            if not is_array(schema) or not is_object(shown) or draft.name in study.lines:
                continue
            if part := _part(draft, name, items(schema), shown, study):
                study.parts.setdefault(draft.name, []).append(part)


def _shown(draft: Draft, member: str) -> Schema:
    for shape in draft.shapes:
        for name, schema in properties(shape).items():
            if snake(name) == member and is_array(schema):
                return items(schema)
    return {}


def _part(draft: Draft, member: str, given: Schema, shown: Schema, study: Study) -> Part | None:
    names = {snake(name): name for name in properties(shown)}
    text, brought = "", tuple[tuple[str, str], ...]()
    if types(given) == {"string"}:
        texts = [n for n in names if "string" in types(properties(shown)[names[n]])]
        singular = study.english.singular(member)
        text = next((n for n in (*_TEXTS, singular) if n in texts), texts[0] if len(texts) == 1 else "")
    elif is_object(given):
        brought = tuple((snake(name), name) for name in properties(given))
        more = set(names) - {name for name, _ in brought}
        if not any(study.words.is_a("identity", name) for name in more) and "id" not in more:
            return None
    if not text and not brought:
        return None
    child = _child(draft, member, study)
    if shown not in child.shapes:
        child.shapes.append(shown)
    for name, schema in properties(given).items() if brought else {text: given}.items():
        child.given.setdefault(snake(name), schema)
    return Part(child, member, text, brought)


def _child(draft: Draft, member: str, study: Study) -> Draft:
    collection = f"{draft.collection}/{{{draft.parameter}}}/{member.replace('_', '-')}"
    known = study.at(collection) or study.at(collection.replace("-", "_"))
    if known and known.parent is draft:
        return known
    name = study.english.singular(member)
    name = f"{draft.name}_{name}" if study.named(name) or len(name) < 3 else name
    child = Draft(name=name, plural=study.english.plural_name(name), parent=draft)
    child.link(draft.name, draft)
    study.drafts.append(child)
    return child


def keep_parts(draft: Draft, study: Study) -> None:
    """The fields of the parts; the record itself keeps no list."""
    for part in study.parts.get(draft.name, ()):
        needed = _needed(draft, part)
        for name, schema in part.draft.given.items():
            default = schema.get("default")
            told = default if isinstance(default, str | int | float | bool) else None
            missing = not part.text and name not in needed and told is None
            part.draft.store(
                Stored(name=name, type=value_type(schema), nullable=nullable(schema) or missing, default=told)
            )
        draft.fields.pop(part.member, None)


def _needed(draft: Draft, part: Part) -> frozenset[str]:
    schema = body_members(draft.create)[part.member][1] if draft.create else {}
    return frozenset(snake(name) for name in required(items(schema)))


def made_with(draft: Draft, call: Call, study: Study, *, anew: bool = False) -> Iterator[ServiceStep]:
    """The steps that make the parts of a record; `anew`: in place of those that it has."""
    members = body_members(call)
    for part in study.parts.get(draft.name, ()):
        if part.member not in members:
            continue
        term = members[part.member][0]
        child, owner = part.draft, owner_link(part.draft, study)
        values = [(child.link_to(draft), draft.name)]
        if owner and (who := holder(call, study)) and child.links[owner].to == who.name and owner != values[0][0]:
            values.append((owner, "caller"))
        values += [(part.text, "item")] if part.text else [(n, f'get(item, "{wire}")') for n, wire in part.given]
        make: tuple[ServiceStep, ...] = (
            ForEach(
                item="item", of=f"{term} or []", steps=(Create(record=child.name, of=child.name, values=tuple(values)),)
            ),
        )
        if not anew:
            yield from make
            continue
        gone = RemoveAll(of=child.name, where=(Match(field=child.link_to(draft), value=draft.name),))
        yield If(that=f"given({term})", then=(gone, *make))
