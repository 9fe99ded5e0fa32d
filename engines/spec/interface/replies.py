"""The body of an answer as a term: records in their views, lists of them, and what an operation itself tells."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from engines.kernel.spec.service import Answer, Terms
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import body_members
from engines.spec.interface.likeness import closest, likeness, represents
from engines.spec.interface.model import Call, Reply, Schema, snake
from engines.spec.interface.schemas import is_array, is_object, items, nullable, properties, required, types
from engines.spec.interface.showing import account_name, object_of, property_term, view_of


@dataclass
class Scene:
    """What an operation has at hand when it answers. `records` and `lists`: names of records in terms; `told`: members that
    the operation works out itself, by their names in terms; `subject`: whose members an answer without a view shows; `through`:
    of lists that hold what points to the records, the name of one and its link to them; `whole`: a list that is shown as it is."""

    study: Study
    call: Call
    records: dict[str, Draft] = field(default_factory=dict)
    lists: dict[str, Draft] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    subject: Draft | None = None
    through: dict[str, tuple[str, str]] = field(default_factory=dict)
    whole: str = ""


def answer(scene: Scene, *, status: int = 0, headers: Terms = (), cookies: Terms = ()) -> Answer | None:
    """The answer of an operation; None where its body can't be told."""
    reply = scene.call.reply(status) if status else scene.call.success
    if reply is None:
        return Answer(status=status or 200, headers=headers, cookies=cookies)
    body = ""
    if reply.json is not None:
        found = body_term(reply.json, scene)
        if found is None:
            return None
        body = found
    elif reply.media:
        return None
    media = next((name for name, schema in reply.media.items() if schema is reply.json), "")
    return Answer(
        status=reply.status,
        body=body,
        media="" if media == "application/json" else media,
        headers=(*_location(reply, scene, headers), *headers),
        cookies=cookies,
    )


def body_term(schema: Schema, scene: Scene) -> str | None:
    """The term for a value of a schema; None where nothing of it can be told."""
    if is_array(schema):
        return _list(schema, scene)
    if name := closest(schema, scene.records):
        return _record(name, scene.records[name], schema, scene)
    if name := closest(schema, above := _above(scene)):
        return _record(name, above[name], schema, scene)
    if any(likeness(schema, draft) > 1 for draft in scene.study.drafts):
        return None
    return _object(schema, scene) if is_object(schema) else None


def _above(scene: Scene) -> dict[str, Draft]:
    """What the records stand under, by the terms that lead there."""
    found: dict[str, Draft] = {}
    for name, draft in scene.records.items():
        path = name
        for inner in draft.chain():
            if inner.parent is None or inner.parent in scene.records.values():
                break
            path = f"{path}.{inner.link_to(inner.parent)}"
            found[path] = inner.parent
    return found


def _record(name: str, draft: Draft, schema: Schema, scene: Scene) -> str:
    view = f"{view_of(draft, schema, scene.study)}({name})"
    extra = {n: scene.told[snake(n)] for n in properties(schema) if snake(n) in scene.told}
    if not extra:
        return view
    return "{**" + view + "".join(f", {json.dumps(n)}: {term}" for n, term in extra.items()) + "}"


def _list(schema: Schema, scene: Scene) -> str | None:
    inner = items(schema)
    if scene.whole:
        return scene.whole
    for name, draft in scene.lists.items():
        one, link = scene.through.get(name, (draft.name, ""))
        record = f"{one}.{link}" if link else one
        if is_object(inner) and (represents(inner, draft) or len(scene.lists) == 1):
            return f"[{view_of(draft, inner, scene.study)}({record}) for {one} in {name}]"
        known = account_name(scene.study) if draft is scene.study.accounts and "string" in types(inner) else ""
        if types(inner) & {"string", "integer"} and (known or draft.identity):
            return f"[{record}.{known or draft.identity} for {one} in {name}]"
    return None


def _object(schema: Schema, scene: Scene) -> str | None:
    entries, sparse, missing = list[str](), list[str](), list[str]()
    for name, part in properties(schema).items():
        term = _member(name, part, scene)
        if term is not None and name not in required(schema) and (asked := _asked_for(snake(name), part, scene)):
            sparse.append(f"{json.dumps(name, ensure_ascii=False)}: {term} if {asked} else None")
            continue
        if term is None and name in required(schema):
            missing.append(name)
        if term is not None:
            entries.append(f"{json.dumps(name, ensure_ascii=False)}: {term}")
    for name in missing:
        scene.study.left.append(f"what '{name}' in the answer of {scene.call.key} is")
    return object_of(entries, sparse) if entries or not properties(schema) else None


def _asked_for(word: str, schema: Schema, scene: Scene) -> str:
    """The truth in a request by which a member that may be left out is asked for."""
    term, sent = body_members(scene.call).get(word, ("", {}))
    if term and types(sent) == {"boolean"} and types(schema) != {"boolean"}:
        return term
    wanted = (word, f"include_{word}", f"with_{word}")
    return next((p.term for p in scene.call.parameters if p.word in wanted and types(p.schema) == {"boolean"}), "")


def _member(name: str, schema: Schema, scene: Scene) -> str | None:
    word = snake(name)
    if word in scene.told and not (word in scene.study.words.classes["total"] and types(schema) == {"string"}):
        return scene.told[word]
    if "const" in schema:
        return repr(schema["const"])
    if is_array(schema) and (scene.lists or scene.whole) and (found := _list(schema, scene)):
        return found
    if record := closest(schema, scene.records):
        return _record(record, scene.records[record], schema, scene)
    for record, draft in scene.records.items():
        if is_object(schema) and word == draft.name:
            return _record(record, draft, schema, scene)
    subject = scene.subject
    if is_object(schema) and properties(schema) and not (subject and word in subject.fields):
        return body_term(schema, scene)
    if subject and _is_of(word, subject) and (term := property_term(subject, word, schema, scene.study)) is not None:
        return term
    sent = body_members(scene.call).get(word)
    if sent and types(schema) & types(sent[1]):
        return sent[0]
    return "None" if nullable(schema) else None


def _is_of(word: str, draft: Draft) -> bool:
    """Whether a member is one that a resource's own object has."""
    return word in draft.fields or any(snake(name) == word for shape in draft.shapes for name in properties(shape))


def _location(reply: Reply, scene: Scene, told: Terms) -> Terms:
    """The address of what was made, where the document promises it."""
    if "location" not in {name.lower() for name in reply.headers} or any(name == "Location" for name, _ in told):
        return ()
    for record, draft in reversed(list(scene.records.items())):
        if draft.made_by(scene.call) and draft.parameter and draft.identity:
            path = scene.study.interface.base + draft.collection
            for passed_draft in list(draft.chain())[1:]:
                path = path.replace(
                    "{" + passed_draft.parameter + "}",
                    "\x00" + passed_draft.name + "." + passed_draft.identity + "\x00",
                )
            parts = [part if index % 2 else json.dumps(part) for index, part in enumerate(path.split("\x00"))]
            parts = [f"quote({part})" if index % 2 else part for index, part in enumerate(parts)]
            own = draft.fields.get(draft.identity)
            said = "str" if own and own.made else "quote"
            return (("Location", " + ".join([*parts, '"/"', f"{said}({record}.{draft.identity})"])),)
    return ()
