"""How records are shown: a term for every member of an answer's object. Called by the plan and by what operations do."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from engines.kernel.spec.service import Stored, View
from engines.spec.interface.beginnings import began
from engines.spec.interface.below import told_below
from engines.spec.interface.choices import chosen_term
from engines.spec.interface.counting import part_of_all, rank, reputation
from engines.spec.interface.described import described
from engines.spec.interface.drafts import Draft, Study, value_type
from engines.spec.interface.fields import ends_life
from engines.spec.interface.following import may_change, own_address
from engines.spec.interface.marks import mark_term
from engines.spec.interface.model import Schema, snake
from engines.spec.interface.people import owner_link, secrets
from engines.spec.interface.schemas import is_array, is_object, items, name_of, nullable, properties, required, types
from engines.spec.interface.sharing import level_term
from engines.spec.interface.tallies import is_tally

_SHORT = 2
_HIDDEN = ("password", "secret")


def view_of(draft: Draft, schema: Schema, study: Study) -> str:
    """The name of the view that shows a draft's record as a schema says; made when it is not there."""
    body = _object(draft, schema, study)
    known = next((view for view in study.views.values() if view.of == draft.name and view.body == body), None)
    if known:
        return known.name
    name = f"{draft.name}_view"
    if name in study.views:
        told = snake(name_of(schema)).removeprefix(f"{draft.name}_") or "short"
        name = f"{draft.name}_{told}" if f"{draft.name}_{told}" not in study.views else f"{name}_{len(study.views)}"
    study.views[name] = View(name=name, of=draft.name, body=body)
    return name


def _object(draft: Draft, schema: Schema, study: Study) -> str:
    entries, sparse = list[str](), list[str]()
    for name, part in properties(schema).items():
        if _is_hidden(draft, snake(name), study):
            continue
        term = property_term(draft, snake(name), part, study)
        if term is None:
            if nullable(part):
                term = "None"
            else:
                study.left.append(f"what '{name}' of a {draft.name} is")
                continue
        optional = name not in required(schema) and not nullable(part) and _may_miss(draft, snake(name))
        (sparse if optional else entries).append(f"{json.dumps(name, ensure_ascii=False)}: {term}")
    return object_of(entries, sparse)


def object_of(entries: list[str], sparse: list[str]) -> str:
    """The term of an object; members of `sparse` are left out where they are None."""
    kept = ["**keep({" + ", ".join(sparse) + "})"] if sparse else []
    return "{" + ", ".join([*entries, *kept]) + "}"


def _is_hidden(draft: Draft, name: str, study: Study) -> bool:
    """Whether a member is a secret, which only the answer to its making tells."""
    if name in draft.fields:
        return draft.fields[name].made in _HIDDEN
    return study.words.is_a("secret", name) and draft.create is not None and name in secrets(draft.create, study)


def _may_miss(draft: Draft, name: str) -> bool:
    return name in draft.fields and draft.fields[name].nullable and draft.fields[name].type != "json"


def property_term(draft: Draft, name: str, schema: Schema, study: Study) -> str | None:
    """The term for a member of a record's object; None where nothing tells what it is. Adds what must be stored for it."""
    if (term := derived_term(draft, name, schema, study)) is not None or _is_hidden(draft, name, study):
        return term
    timely = name.endswith("_at") or schema.get("format") == "date-time" or types(schema) == {"string"}
    if timely and (term := _moment(draft, name, schema, study)) is not None:
        return term
    return _kept(draft, name, schema, study)


def derived_term(draft: Draft, name: str, schema: Schema, study: Study) -> str | None:
    """The term for a member by what is kept already or follows from it; None where it would have to be kept for its own."""
    words, record = study.words, draft.name
    if "const" in schema:
        return repr(schema["const"])
    if _is_hidden(draft, name, study):
        return None
    if name in draft.fields:
        return _stored(draft, name, schema)
    for find in (
        level_term,
        _identity,
        chosen_term,
        mark_term,
        _parent,
        _owner,
        _has,
        rank,
        _below,
        reputation,
        part_of_all,
        _linked,
        described,
    ):
        if (term := find(draft, name, schema, study)) is not None:
            return term
    tells_own = name in ("url", "link", "href", "self", "location") and name not in draft.given
    if (words.is_a("short_url", name) or tells_own) and (term := own_address(draft, study)):
        return term
    if words.is_a("version", name, record) and "integer" in types(schema):
        draft.store(Stored(name=name, type="integer", made="version"))
        return f"{record}.{name}"
    return None


def _stored(draft: Draft, name: str, schema: Schema) -> str:
    stored = draft.fields[name]
    term = f"{draft.name}.{name}"
    if stored.type == "bytes":
        return f"len({term})"
    if stored.type == "json" and (part := _part_of(draft, name, schema, term)):
        return part
    if not stored.nullable or nullable(schema):
        return term
    if is_array(schema):
        return f"{term} or []"
    if is_object(schema):
        return f"{term} or {{}}"
    return term


def _part_of(draft: Draft, name: str, schema: Schema, term: str) -> str:
    """What is kept whole but shown in part: only the members that the answer has; empty where all are shown."""
    kept = draft.given.get(name, {})
    inner, shown = (items(kept), items(schema)) if is_array(schema) else (kept, schema)
    hidden = set(properties(inner)) - set(properties(shown))
    if not is_object(shown) or not properties(shown) or not hidden:
        return ""
    one = "one" if is_array(schema) else term
    object_ = "{" + ", ".join(f"{json.dumps(n)}: get({one}, {json.dumps(n)})" for n in properties(shown)) + "}"
    return f"[{object_} for one in {term} or []]" if is_array(schema) else object_


def _identity(draft: Draft, name: str, schema: Schema, study: Study) -> str | None:
    alike = name in ("id", f"{draft.name}_id", draft.identity) or name == snake(draft.parameter)
    named = draft.identity in draft.given or draft.identity == "slug"
    own = name in ("id", f"{draft.name}_id", "uid", "uuid")
    if draft.identity and alike and not (own and named):
        return f"{draft.name}.{draft.identity}"
    if own and (named or not draft.identity):
        made: Mapping[str, str] = {"integer": "serial"} if "integer" in types(schema) else {}
        draft.store(
            Stored(name=name, type="integer" if made else "text", made="serial" if made else "uuid", unique=True)
        )
        draft.identity = draft.identity or name
        return f"{draft.name}.{name}"
    return None


def _parent(draft: Draft, name: str, schema: Schema, study: Study) -> str | None:
    way = draft.name
    for inner, outer in zip(chain := list(draft.chain()), chain[1:], strict=False):
        way += f".{inner.link_to(outer)}"
        if (
            name in (snake(outer.parameter), f"{outer.name}_id", outer.name)
            and outer.identity
            and not is_object(schema)
        ):
            return f"{way}.{outer.identity}"
    return None


def _owner(draft: Draft, name: str, schema: Schema, study: Study) -> str | None:
    link, who = owner_link(draft, study), study.accounts
    if not link or not who or draft.links[link].to != who.name:
        return None
    if study.words.is_a("mine", name) and "boolean" in types(schema):
        return f"caller is not None and {draft.name}.{link} == caller"
    if not study.words.is_a("owner", name, draft.name) and not _does(draft, name, study):
        return None
    if is_object(schema):
        return f"{view_of(who, schema, study)}({draft.name}.{link})"
    by_id = name.endswith("_id") or schema.get("format") == "uuid" or "integer" in types(schema)
    shown = who.identity if by_id else account_name(study, schema)
    return f"{draft.name}.{link}.{shown}" if shown else None


def _does(draft: Draft, name: str, study: Study) -> bool:
    """Whether a member is called after what its maker does: `borrower` of who borrows."""
    said = (
        {*draft.create.id.split("_"), *re.findall(r"[a-z]+", study.said(draft.create))} if draft.create else set[str]()
    )
    bare = name.removesuffix("_id").removesuffix("_name")
    return bare not in draft.given and any(
        bare in (f"{word}er", f"{word}r", f"{word}or", f"{word[:-1]}or") for word in said if len(word) > _SHORT
    )


def account_name(study: Study, schema: Schema | None = None) -> str:
    """The field by which accounts are known to others: the one that a description names, else a name before an address."""
    who = study.accounts
    fields = [n for n, f in who.fields.items() if f.type == "text" and f.made not in _HIDDEN] if who else []
    said = snake(str((schema or {}).get("description", "")))
    told = next((name for name in sorted(fields, key=len, reverse=True) if name in said), "")
    usual = ("username", "handle", "nickname", "user_name", "login", "name", "display_name", "full_name")
    logins = [n for n in (who.fields if who else {}) if study.words.is_a("login", n)]
    known = next((n for n in usual if n in fields), "")
    return told or known or next((n for n in logins if n != "email"), logins[0] if logins else "")


def _has(draft: Draft, name: str, schema: Schema, study: Study) -> str | None:
    told = name.removeprefix("has_").removeprefix("is_")
    if told != name and "boolean" in types(schema):
        for field in (told, told.removesuffix("_protected") + "word", told.removesuffix("_protected")):
            if field in draft.fields and draft.fields[field].type != "boolean":
                return f"{draft.name}.{field} is not None"
        if told in ("protected", "locked", "password_protected"):
            hidden = next((f.name for f in draft.fields.values() if f.made == "password"), "")
            return f"{draft.name}.{hidden} is not None" if hidden else None
    return None


def _below(draft: Draft, name: str, schema: Schema, study: Study) -> str | None:
    return told_below(draft, name, schema, study, view_of)


def _linked(draft: Draft, name: str, schema: Schema, study: Study) -> str | None:
    """A record that this one points to: its identity, or itself as an object."""
    if draft.named_by and name == draft.named_by.rpartition(".")[2]:
        return f"{draft.name}.{draft.named_by}"
    for link in draft.links.values():
        other = study.named(link.to)
        if other is not None and draft.referring.get(name) == link.name and other.identity and not is_object(schema):
            way = f"{draft.name}.{link.name}"
            return (
                f"{way}.{other.identity} if {way} is not None else None" if link.optional else f"{way}.{other.identity}"
            )
        if (
            other is not None
            and other is study.accounts
            and name == link.name
            and link.optional
            and types(schema) - {"null"} == {"string"}
        ):
            shown = "name" if "name" in other.fields else account_name(study)
            way = f"{draft.name}.{link.name}"
            return f"{way}.{shown} if {way} is not None else None" if shown else None
        by_code = other is not None and name == other.identity and name not in ("id", "name", "number", "code", "key")
        if other is None or not (by_code or name in (link.name, f"{link.name}_id")):
            continue
        way = f"{draft.name}.{link.name}"
        if is_object(schema) and other.shapes:
            shown = f"{view_of(other, schema, study)}({way})"
        elif other.identity:
            shown = f"{way}.{other.identity}"
        else:
            return None
        return f"{shown} if {way} is not None else None" if link.optional else shown
    return None


def _latest(draft: Draft, study: Study) -> str:
    """When something was last added to a record, else when it was made."""
    made = next((f.name for f in draft.fields.values() if f.made == "created"), "")
    for child in study.drafts:
        at = next((f.name for f in child.fields.values() if f.made == "created"), "")
        if child.parent is draft and made and at and not child.own:
            return f"greatest({child.name}, {at}, {child.link_to(draft)}={draft.name}) or {draft.name}.{made}"
    return ""


def _moment(draft: Draft, name: str, schema: Schema, study: Study) -> str | None:
    words, record = study.words, draft.name
    if name.startswith("last_") and (latest := _latest(draft, study)):
        return latest
    if words.is_a("expiry", name, record) and ends_life(draft, name, study):
        draft.store(Stored(name=name, type="datetime", nullable=True))
        draft.expires = name
    elif words.is_a("changed", name, record) and nullable(schema):
        draft.store(Stored(name=name, type="datetime", nullable=True))
        draft.touched = name
    elif words.is_a("changed", name, record):
        draft.store(Stored(name=name, type="datetime", made="changed"))
    elif (words.is_a("created", name, record) and not nullable(schema)) or (
        schema.get("format") == "date-time"
        and not nullable(schema)
        and name in _all_required(draft)
        and name not in draft.given
    ):
        draft.store(Stored(name=name, type="datetime", made="created"))
    elif schema.get("format") == "date-time" and nullable(schema):
        draft.store(Stored(name=name, type="datetime", nullable=True))
    else:
        return None
    return f"{record}.{name}"


def _kept(draft: Draft, name: str, schema: Schema, study: Study) -> str | None:
    """State that starts somewhere: the first of several words, a truth, nothing, a tally from zero."""
    default = schema.get("default")
    kind = value_type(schema)
    choices = [value for value in schema.get("enum", ()) if isinstance(value, str)]
    counted = kind == "integer" and study.words.is_a("hits", name)
    if not nullable(schema) and name in _all_required(draft) and not counted and not may_change(draft, study):
        return None
    if choices and not nullable(schema):
        told = next((value for value in choices if value == began(draft, choices, study)), "")
        first = default if isinstance(default, str) else told or choices[0]
        draft.store(Stored(name=name, default=first))
    elif kind == "boolean" and not nullable(schema):
        draft.store(Stored(name=name, type="boolean", default=bool(default)))
    elif kind in ("integer", "number") and (
        is_tally(schema) or study.words.is_a("hits", name) or study.words.is_a("tallies", name)
    ):
        draft.store(Stored(name=name, type=kind, default=default if isinstance(default, int) else 0))
    elif nullable(schema) or name not in _all_required(draft):
        draft.store(Stored(name=name, type=kind, nullable=True))
    else:
        return None
    return f"{draft.name}.{name}"


def _all_required(draft: Draft) -> frozenset[str]:
    return frozenset(snake(name) for shape in draft.shapes for name in required(shape))
