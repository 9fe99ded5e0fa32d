"""What a resource keeps: the members that requests give it, and what identifies it. Called by the plan of this room."""

from __future__ import annotations

from engines.kernel.spec.service import Stored
from engines.spec.interface.drafts import Draft, Study, value_type
from engines.spec.interface.model import Schema, snake
from engines.spec.interface.once import once_together
from engines.spec.interface.people import owner_link, secrets
from engines.spec.interface.reaching import is_private
from engines.spec.interface.rules import taken
from engines.spec.interface.schemas import nullable, properties, required, types
from engines.spec.interface.several import given_by
from engines.spec.interface.slugs import slug_source, slug_stored

_NOTHING: dict[str, str | int | bool] = {"text": "", "boolean": False, "integer": 0, "number": 0}
_LONG, _SHORT = 20, 8
_OF_ITS_KIND = (
    "parent_id",
    "parent",
    "reply_to",
    "reply_to_id",
    "in_reply_to",
    "in_reply_to_id",
    "replies_to",
    "quoted_id",
    "quotes",
)


def keep_fields(draft: Draft, study: Study) -> None:
    """Fills a draft's fields and says which one addresses it."""
    needed = _needed(draft, study)
    for name, schema in draft.given.items():
        if study.words.is_a("alias", name) and not _shown(draft, name) and draft.parameter:
            continue
        if study.words.is_a("initial", name) and "integer" in types(schema) and not _shown(draft, name):
            continue
        if reference := _reference(draft, name, schema, study):
            link = draft.link(_link_name(name, reference, study), reference, optional=name not in needed)
            draft.referring[name] = link
        elif study.words.is_a("password", name) and (draft is study.accounts or not _shown(draft, name)):
            draft.store(Stored(name=name, made="password", nullable=name not in needed))
        elif study.words.is_a("version", name, draft.name) and "integer" in types(schema) and _shown(draft, name):
            draft.store(Stored(name=name, type="integer", made="version"))
        elif not (study.words.is_a("lifetime", name) and _expiry(draft, study)):
            stored = draft.store(_given(draft, name, schema, needed, study))
            if stored.type == "datetime" and study.words.is_a("expiry", name) and ends_life(draft, name, study):
                draft.expires = name
    _identify(draft, study)


def ends_life(draft: Draft, name: str, study: Study) -> bool:
    """Whether a record is as good as gone at a moment: where it is said to expire, not where something else just ends."""
    if "expir" in name:
        return True
    said = " ".join([study.interface.description, *(study.said(call) for call in study.interface.calls)]).lower()
    gone = any(410 in call.statuses() for call in study.interface.calls)
    begins = any(study.words.is_a("begin", other) for other in draft.given)
    return not begins and (gone or "expire" in said)


def _given(draft: Draft, name: str, schema: Schema, needed: frozenset[str], study: Study) -> Stored:
    binary = schema.get("format") == "binary" or "contentMediaType" in schema
    default = schema.get("default")
    missing = name not in needed and default is None
    if missing and _always_shown(draft, name) and not nullable(schema):
        default = _NOTHING.get(value_type(schema))
        missing = default is None
    if missing and value_type(schema) == "datetime" and _always_shown(draft, name) and not nullable(schema):
        missing = False  # the moment of the request stands for one that is left out
    if binary:
        _of_file(draft, name, study)
    return Stored(
        name=name,
        type="bytes" if binary else value_type(schema),
        nullable=nullable(schema) or missing,
        default=default if isinstance(default, str | int | float | bool) else None,
    )


def _always_shown(draft: Draft, name: str) -> bool:
    """Whether every answer has a member, and never null."""
    shown = [
        (snake(m), part, shape) for shape in draft.shapes for m, part in properties(shape).items() if snake(m) == name
    ]
    wire = {snake(m) for shape in draft.shapes for m in required(shape)}
    return bool(shown) and name in wire and not any(nullable(part) for _, part, _ in shown)


def _of_file(draft: Draft, part: str, study: Study) -> None:
    """What answers tell of an uploaded file: its name, size, sum and type."""
    for shape in draft.shapes:
        for member in properties(shape):
            word = snake(member)
            kind = next(
                (k for k in ("file_name", "file_size", "file_sum", "file_type") if study.words.is_a(k, word)), ""
            )
            if kind and word not in draft.given:
                draft.store(Stored(name=word, type="integer" if kind == "file_size" else "text"))
                draft.filed[word] = (part, kind)


def _needed(draft: Draft, study: Study) -> frozenset[str]:
    """The members that the request which makes a record must have, by their names in terms."""
    body = draft.create.body if draft.create else None
    schema = (body.json or body.form) if body else None
    if one := given_by(draft, study):
        return frozenset(snake(name) for name in required(one))
    inner = next(iter(properties(schema).values()), {}) if len(properties(schema)) == 1 else {}
    return frozenset(snake(name) for name in (required(schema) | required(inner)))


def _shown(draft: Draft, name: str) -> bool:
    return any(snake(member) == name for shape in draft.shapes for member in properties(shape))


def _expiry(draft: Draft, study: Study) -> bool:
    return any(study.words.is_a("expiry", snake(m)) for shape in draft.shapes for m in properties(shape))


def _reference(draft: Draft, name: str, schema: Schema, study: Study) -> Draft | None:
    """The resource that a member names by its identity (`product_id`)."""
    if not types(schema) & {"string", "integer"}:
        return None
    alike = (*_OF_ITS_KIND, f"parent_{draft.name}", f"parent_{draft.name}_id")
    if name in alike and (draft.parameter or _shown(draft, "id")):
        return draft
    for other in study.drafts:
        told = {
            f"{other.name}_id",
            f"{other.name}_uuid",
            f"{other.name}_{snake(other.parameter)}" if other.parameter else "",
        }
        if snake(other.parameter).endswith("_id"):
            told.add(snake(other.parameter))
        known = other.parameter or any(part.draft is other for parts in study.parts.values() for part in parts)
        if other is not draft and known and name in told and other not in list(draft.chain()):
            return other
    return _side(draft, name, schema, study)


def _side(draft: Draft, name: str, schema: Schema, study: Study) -> Draft | None:
    """The resource that a member names as who gives or takes: `from_account_id`, `target_wallet`, or `to`, an account's number."""
    bare = name
    for ending in ("_id", "_uuid", "_number", "_code", "_key", "_sku"):
        bare = bare.removesuffix(ending)
    if not any(study.words.is_a(kind, part) for kind in ("gives", "takes") for part in bare.split("_")):
        return None
    said = str(schema.get("description", "")).lower()
    for other in study.drafts:
        told = bare.endswith(f"_{other.name}") or f"{other.name}" in said.split()
        if other is not draft and other.parameter and told and other not in list(draft.chain()):
            return other
    return None


def _link_name(member: str, to: Draft, study: Study) -> str:
    bare = member.removesuffix("_id").removesuffix("_uuid").removesuffix(f"_{snake(to.parameter)}")
    return bare if bare not in ("from_", "from", "to", "order", "limit") else f"{bare.rstrip('_')}_{to.name}"


def account_member(draft: Draft, study: Study) -> str:
    """The field of accounts by which the parameter of a collection names one: `/notes/{id}/shares/{username}`."""
    who, word = study.accounts, snake(draft.parameter) if draft.parameter else ""
    if who is None or who is draft or draft.parent is None or not word:
        return ""
    names = (*who.given, who.identity)
    known = next((n for n in names if n and n in (word, word.removeprefix("user_"), word.removeprefix("member_"))), "")
    return known if (known and known not in ("name", "id", "title")) or word in ("user_id", f"{who.name}_id") else ""


def _of_account(draft: Draft, member: str, study: Study) -> None:
    """Such a record belongs to what it stands under and to the account that it names, once for both."""
    who = study.accounts
    if who is None or draft.parent is None:
        return
    draft.links.pop("owner", None)
    link = draft.link(who.name, who)
    draft.named_by = f"{link}.{member or who.identity}"
    draft.fields.pop(member, None)
    draft.once.append((draft.link_to(draft.parent), link))


def _identify(draft: Draft, study: Study) -> None:
    if member := account_member(draft, study):
        _of_account(draft, member, study)
        return
    word = snake(draft.parameter) if draft.parameter else ""
    shown = {snake(m): s for shape in draft.shapes for m, s in properties(shape).items()}
    names = [word, word.removeprefix(f"{draft.name}_"), "id", f"{draft.name}_id", "uuid", "uid", draft.name]
    handed_out = set(secrets(draft.create, study)) if draft.create else set[str]()
    shown = {name: schema for name, schema in shown.items() if name not in handed_out}
    name = next((n for n in names if n and (n in shown or n in draft.given)), "")
    if not name and (word or any(study.words.is_a("identity", n, draft.name) for n in shown)):
        name = next((n for n in shown if study.words.is_a("identity", n, draft.name) and n not in draft.fields), word)
    if not name:
        return
    draft.identity = name
    scope = tuple(link.name for link in draft.links.values() if link.to in _holders(draft, study))
    by_wish = _is_by_wish(draft, name, study)
    if (name in draft.given and not by_wish) or (draft.create and draft.create.method == "PUT"):
        schema = draft.given.get(name, shown.get(name, {"type": "string"}))
        draft.store(Stored(name=name, type=value_type(schema)))
        draft.alter(name, unique=True, within=scope, nullable=False)
        return
    draft.fields.pop(name, None)
    schema = draft.given[name] if by_wish else shown.get(name, {})
    draft.fields = {name: _made(name, schema, scope, draft, study), **draft.fields}


def _is_by_wish(draft: Draft, name: str, study: Study) -> bool:
    """Whether callers may give the text that a record is known by, or leave it out: then it is made."""
    create, schema = draft.create, draft.given.get(name)
    if create is None or schema is None or create.method != "POST" or name in _needed(draft, study):
        return False
    return "string" in types(schema) and "default" not in schema and not {"enum", "format"} & set(schema)


def _holders(draft: Draft, study: Study) -> set[str]:
    """The resources within which a name given by callers stands once: what it is part of, and who owns it."""
    owner = owner_link(draft, study)
    found = {draft.parent.name} if draft.parent else set[str]()
    return found | ({draft.links[owner].to} if owner and is_private(draft, study) else set())


def _made(name: str, schema: Schema, scope: tuple[str, ...], draft: Draft, study: Study) -> Stored:
    if slug_source(draft, name):
        return slug_stored(name, scope)
    if "integer" in types(schema):
        counted = bool(scope) and study.words.is_a("identity", name) and name in ("number", "no")
        made = Stored(name=name, type="integer", made="count" if counted else "serial", unique=True)
        return Stored(name=name, type="integer", made="count", unique=True, within=scope) if counted else made
    if schema.get("format") == "uuid":
        return Stored(name=name, made="uuid", unique=True)
    short = name in ("code", "short_code", "slug", "short_id", "short") or "code" in name.split("_")
    least, most = int(schema.get("minLength", 0)), int(schema.get("maxLength", 64))
    return Stored(name=name, made="code", length=min(max(least, _SHORT if short else _LONG), most), unique=True)


def stands_once(draft: Draft, study: Study) -> None:
    """Where making one may conflict: the name it is known by stands once."""
    create = draft.create
    if draft is study.accounts and create:
        _logins_once(draft, study)
        return
    if not create or 409 not in create.statuses() or (draft.identity in draft.given and draft.identity):
        return
    if draft.own:
        return
    if together := once_together(draft, create, study):
        draft.once.append(together)
        return
    told = taken(create, draft.given, study)
    if told is None:
        return
    usual = ("name", "email", "username", "nickname", "slug", "title", "code", "sku")
    name = told or next((n for n in usual if n in draft.fields), "")
    if name in draft.fields:
        draft.alter(
            name,
            unique=True,
            any_case=name == "email",
            within=tuple(n for n in draft.links if draft.links[n].to in _holders(draft, study)),
        )


def _logins_once(draft: Draft, study: Study) -> None:
    """What people sign in with stands once; a name beside an address or a login is only shown."""
    logins = [n for n in draft.given if n in draft.fields and study.words.is_a("login", n) and not draft.fields[n].made]
    for name in [n for n in logins if n != "name"] or logins:
        draft.alter(name, unique=True, any_case=name == "email", nullable=draft.fields[name].nullable)
