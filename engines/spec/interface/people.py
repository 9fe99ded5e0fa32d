"""How callers are known: accounts that sign in, and keys that a resource's making hands out. Called by the plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engines.kernel.spec.service import Scheme, Stored
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import body_members, core
from engines.spec.interface.model import Call, SecurityScheme, snake
from engines.spec.interface.places import Place, place_of
from engines.spec.interface.schemas import properties, types
from engines.spec.interface.things import is_registration
from engines.spec.patterns import pattern

ANEW = pattern(r"\b(?:is|are|get|gets) (?:registered|created)|\bnew (?:name|user|account)|\bsigns? (?:them )?up\b")
_KEYISH = frozenset(("key", "token", "secret", "password", "jwt"))


def find_people(study: Study) -> None:
    """Decides who signs in and whom each scheme stands for."""
    study.accounts = _accounts(study)
    if study.accounts and not study.accounts.parameter:
        study.accounts.parameter = next((p for p in _parameters(study) if p), "")
    signing_in = sign_in(study)
    made = study.accounts.create if study.accounts else None
    hands_out = signing_in or (made and any(secrets(made, study)))
    if study.accounts and hands_out and any(s.kind in ("bearer", "cookie", "header") for s in study.interface.schemes):
        study.sessions = _sessions(study, study.accounts)
    for scheme in study.interface.schemes:
        if found := _scheme(scheme, study):
            study.schemes[scheme.name] = replace(found, name=_scheme_name(scheme.name))
    study.accounts = study.accounts or _by_key(study)


def _by_key(study: Study) -> Draft | None:
    """People who are known by a key that becoming one hands out, with no password."""
    for scheme in study.schemes.values():
        draft = study.named(scheme.resource)
        if draft is None or scheme.holder or scheme.place == "basic":
            continue
        named = any(study.words.is_a("login", name) and name != "name" for name in draft.given)
        if study.words.is_a("people", draft.name) or named:
            return draft
    return None


def _parameters(study: Study) -> Iterator[str]:
    """The names by which paths address accounts; those that they do not give themselves first."""
    given = study.accounts.given if study.accounts else {}
    found = [p.parameter for _, place in study.places() for p in place.passed if p.collection in study.people]
    return iter(sorted(found, key=lambda name: snake(name) in given))


def _scheme_name(name: str) -> str:
    """Its name in terms; places have names of their own."""
    word = snake(name)
    return f"{word}_auth" if word in ("bearer", "basic", "header", "query", "cookie", "session", "caller") else word


def sign_in(study: Study) -> Call | None:
    """The operation that takes a password and hands out a token or a cookie."""
    for call, place in study.places():
        takes_password = call.method == "POST" and _has_password(call, study) and not is_registration(call, study)
        if takes_password and study.words.is_a("log_in", place.word):
            return call
    return None


def is_me(word: str, study: Study) -> bool:
    """Whether a segment of a path stands for the caller: `/me`, `/user`, `/my`."""
    return study.words.is_a("me", word) or word == "my"


def is_own(word: str, study: Study) -> bool:
    """Whether a parameter asks for the caller's own: `?mine=true`."""
    return study.words.is_a("own", word.removeprefix("only_").removesuffix("_only")) or word in ("me", "my", "own_only")


def of_caller(call: Call, place: Place, study: Study) -> bool:
    """Whether a path or its words speak of the caller's own: `/me/posts`, `/posts/mine`."""
    literals = [snake(part) for part in call.segments if "{" not in part]
    before = [word for word in literals[:-1] if is_me(word, study)]
    return (bool(before) and not place.passed) or study.words.is_a("own", place.word) or is_me(place.word, study)


def login_name(study: Study, call: Call) -> str:
    """The member by which somebody says who they are."""
    names = [name for name in body_members(call) if study.words.is_a("login", name)]
    return next((name for name in names if name != "name"), names[0] if names else "")


def secrets(call: Call, study: Study) -> Iterator[str]:
    """The members of an operation's answer that hand out a secret, by their names in terms."""
    shown = core(call.success.json, study.words) if call.success else {}
    taken = body_members(call)
    for name, schema in properties(shown).items():
        word = snake(name)
        if word.startswith(("has_", "is_")) or word in taken or types(schema) & {"boolean", "number"}:
            continue
        keyish = study.words.is_a("secret", word) or bool(set(word.split("_")) & _KEYISH)
        if keyish and (word != snake(_parameter(call, study)) or word in _KEYISH):
            yield word


def _parameter(call: Call, study: Study) -> str:
    draft = next((d for d in study.drafts if d.create is call), None)
    return draft.parameter if draft else ""


def _has_password(call: Call, study: Study) -> bool:
    return any(study.words.is_a("password", name) for name in body_members(call))


def _accounts(study: Study) -> Draft | None:
    """The resource of those who have a password; made where only signing in is told of."""
    for draft in study.drafts:
        if draft.create and is_registration(draft.create, study):
            return draft
    call = sign_in(study)
    if not call or not study.interface.schemes:
        return None
    name = "user" if not study.named("user") else "account"
    draft = Draft(name=name, plural=study.english.plural_name(name))
    for member, (_, schema) in body_members(call).items():
        if study.words.is_a("password", member) or member == login_name(study, call):
            draft.given[member] = schema
    study.drafts.append(draft)
    return draft


def _sessions(study: Study, accounts: Draft) -> Draft:
    known = next((d for d in study.drafts if d.name in ("session_record", "login_session")), None)
    draft = known or Draft(name="login_session", plural="login_sessions")
    draft.store(Stored(name="token", made="secret"))
    draft.link(accounts.name, accounts)
    draft.store(Stored(name="expires_at", type="datetime", nullable=True))
    draft.expires = "expires_at"
    if not known:
        draft.store(Stored(name="created_at", type="datetime", made="created"))
        study.drafts.append(draft)
    return draft


def _scheme(said: SecurityScheme, study: Study) -> Scheme | None:
    challenge = {"bearer": "Bearer", "basic": 'Basic realm="service"'}.get(said.kind, "")
    if said.kind == "basic" and study.accounts:
        login = login_name(study, study.accounts.create) if study.accounts.create else "username"
        return Scheme(
            name=said.name, place="basic", resource=study.accounts.name, field=_password(study.accounts, study),
            login=login, challenge=challenge,
        )  # fmt: skip
    if keyed := _keyed(said, study):
        draft, field = keyed
        login = draft.identity or snake(draft.parameter) if said.kind == "basic" else ""
        return Scheme(
            name=said.name, place=said.kind, parameter=said.parameter, resource=draft.name, field=field, login=login,
            challenge=challenge,
        )  # fmt: skip
    if study.sessions and study.accounts:
        return Scheme(
            name=said.name, place=said.kind, parameter=said.parameter, resource=study.sessions.name, field="token",
            holder=study.accounts.name, challenge=challenge,
        )  # fmt: skip
    return None


def _password(draft: Draft, study: Study) -> str:
    return study.words.first("password", draft.given) or "password"


def _keyed(said: SecurityScheme, study: Study) -> tuple[Draft, str] | None:
    """The resource whose making hands out the secret that a scheme takes, and the name of that secret."""
    wanted = {*snake(said.parameter).split("_"), *snake(said.name).split("_")} - {"x", "auth"}
    best: tuple[int, Draft, str] | None = None
    for draft in study.drafts:
        signs_in = draft is study.accounts and study.sessions is not None
        if not draft.create or any(draft.create.security) or signs_in:
            continue
        for secret in secrets(draft.create, study):
            score = 2 * len(wanted & set(secret.split("_"))) + len(wanted & set(draft.name.split("_")))
            if (score or (len(study.interface.schemes) == 1 and not study.sessions)) and (
                best is None or score > best[0]
            ):
                best = (score, draft, secret)
    if best is None:
        return None
    _, draft, secret = best
    draft.store(Stored(name=secret, made="password" if said.kind == "basic" else "secret"))
    return draft, secret


def holder(call: Call, study: Study) -> Draft | None:
    """The resource of those who may call an operation; None where nobody need be known."""
    for alternative in call.security:
        for name in alternative:
            scheme = study.schemes.get(name)
            if scheme:
                return study.accounts if scheme.holder else study.named(scheme.resource)
    key = next((study.keys[p.word] for p in call.among("header") if p.word in study.keys), None)
    return study.named(key.resource) if key else None


def schemes_of(call: Call, study: Study) -> tuple[str, ...]:
    """The schemes that an operation asks for: those of the document, else a key in a header of its own."""
    said = tuple(study.schemes[name].name for one in call.security for name in one if name in study.schemes)
    return said or tuple(study.keys[p.word].name for p in call.among("header") if p.word in study.keys)


def keep_secrets(study: Study) -> None:
    """Every secret that a resource's making hands out is kept, so that it can be compared later."""
    for draft in study.drafts:
        if draft.create and (draft is not study.accounts or study.sessions is None):
            for secret in secrets(draft.create, study):
                draft.store(Stored(name=secret, made="secret"))


def own_things(study: Study) -> None:
    """Links what callers make to those who made it."""
    for draft in study.drafts:
        who = holder(draft.create, study) if draft.create else None
        named = (
            bool(who)
            and who is study.accounts
            and bool(draft.parent and draft.parameter)
            and _names_account(draft, who)
        )
        if who and who is study.accounts and run_by_few(study):
            continue
        if who and who is not draft and who not in list(draft.chain()) and not named:
            draft.link("owner" if who is study.accounts else who.name, who)


def run_by_few(study: Study) -> bool:
    """Whether accounts are those of who runs the service: nobody becomes known by an operation."""
    who, signing_in = study.accounts, sign_in(study)
    return who is not None and who.create is None and signing_in is not None and not ANEW.search(study.said(signing_in))


def _names_account(draft: Draft, who: Draft | None) -> bool:
    if who is None:
        return False
    word = snake(draft.parameter)
    return word in (f"{who.name}_id", "user_id") or (word in who.given and word not in ("name", "title"))


def owner_link(draft: Draft, study: Study) -> str:
    """The link to whoever made a record; empty where nobody is known."""
    who = holder(draft.create, study) if draft.create else None
    if who is None or who in list(draft.chain()):
        return ""
    target = draft.named_by.partition(".")[0]
    return next((link.name for link in draft.links.values() if link.to == who.name and link.name != target), "")


def by_key(call: Call, study: Study) -> bool:
    """Whether an operation takes a key in a header that the document calls no scheme: what it opens is looked for first."""
    return not any(call.security) and any(p.word in study.keys for p in call.among("header"))


def passes_holder(call: Call, who: Draft | None, study: Study) -> bool:
    """Whether the path itself names the one whose credentials are needed."""
    return bool(who) and any(study.at(p.collection) is who for p in place_of(call).passed)


def find_keys(study: Study) -> None:
    """Headers that carry what a resource's making handed out, though the document calls them no scheme."""
    known = {scheme.parameter.lower() for scheme in study.schemes.values() if scheme.place == "header"}
    for call in study.interface.calls:
        for parameter in call.among("header"):
            new = parameter.name.lower() not in known and parameter.word not in study.keys
            if new and (key := _key(parameter.name, parameter.word, study)):
                study.keys[parameter.word] = key


def _key(parameter: str, word: str, study: Study) -> Scheme | None:
    wanted = set(word.split("_")) - {"x"}
    best: tuple[int, Draft, str] | None = None
    for draft in study.drafts:
        for secret in secrets(draft.create, study) if draft.create else ():
            own = len(wanted & set(secret.split("_")))
            score = 2 * own + len(wanted & set(draft.name.split("_")))
            if (own or wanted <= set(draft.name.split("_"))) and (best is None or score > best[0]):
                best = (score, draft, secret)
    if best is None:
        return None
    _, draft, secret = best
    draft.store(Stored(name=secret, made="secret"))
    return Scheme(name=word, place="header", parameter=parameter, resource=draft.name, field=secret)
