"""Operations of accounts: register, sign in and out, who am I, a new password."""

from __future__ import annotations

from collections.abc import Mapping

from engines.kernel.spec.service import (
    Change,
    Create,
    FaultName,
    Find,
    If,
    Match,
    Refuse,
    Remove,
    RemoveAll,
    Require,
    ServiceStep,
    Stored,
)  # fmt: skip
from engines.spec.interface.doing.checking import conflicts, still_free
from engines.spec.interface.doing.making import values
from engines.spec.interface.doing.membership import in_part
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import body_members, core
from engines.spec.interface.model import Call, Schema, snake
from engines.spec.interface.people import ANEW, holder, login_name, sign_in
from engines.spec.interface.places import Place
from engines.spec.interface.reaching import Way
from engines.spec.interface.replies import Scene, answer
from engines.spec.interface.schemas import properties, required
from engines.spec.patterns import pattern

_DAY, _MINUTE = 86_400, 60
_MANY = 20
_WRONG: tuple[tuple[FaultName, int], ...] = (("unauthenticated", 401), ("forbidden", 403), ("invalid", 400))
_TRIES = pattern(r"\b(\d+) (?:wrong|failed|failures|unsuccessful|bad|false|tries|attempts)")
_WINDOW = pattern(r"\b(?:for|within|in) (a|an|one|\d+) (second|minute|hour)s?\b")


def register(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """Somebody becomes known; where the answer hands out a token or a cookie, they are signed in at once."""
    who = study.accounts
    if who is None or who.create is not call or all(stored.made != "password" for stored in who.fields.values()):
        return None
    made: list[ServiceStep] = [
        *conflicts(who, call, study),
        Create(record=who.name, of=who.name, values=tuple(values(who, call, Way([], {}), study))),
    ]
    return _signed_in(call, who, made, study)


def log_in(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """Name and password for a token or a cookie. The same refusal for an unknown name and a wrong password."""
    who = study.accounts
    if who is None or call is not sign_in(study) or study.sessions is None:
        return None
    members = body_members(call)
    name = login_name(study, call)
    login = _known_as(who, name, study)
    password = next((term for word, (term, _) in members.items() if study.words.is_a("password", word)), "")
    hidden = next((f.name for f in who.fields.values() if f.made == "password"), "")
    if not login or not password or not hidden:
        return None
    where = (Match(field=login, value=lowered(login, members[name][0])),)
    if who.create is None and ANEW.search(study.said(call)):
        made = Create(record=who.name, of=who.name, values=((login, members[name][0]), (hidden, password)))
        fresh = _signed_in(call, who, [made], study)
        checked = _checked(
            call, f"matches({password}, {who.name}.{hidden})", lowered(login, members[name][0]), [], study
        )
        again = _signed_in(call, who, checked, study)
        find = Find(record=who.name, of=who.name, where=where, otherwise="nothing")
        return [find, If(that=f"{who.name} is None", then=tuple(fresh)), *again] if fresh and again else None
    right = f"matches({password}, {who.name}.{hidden} if {who.name} is not None else None)"
    find = Find(record=who.name, of=who.name, where=where, otherwise="nothing")
    checked = _checked(call, right, lowered(login, members[name][0]), [find], study)
    return _signed_in(call, who, checked, study)


def _checked(call: Call, right: str, known: str, found: list[ServiceStep], study: Study) -> list[ServiceStep]:
    """That a password is right; who guesses waits after some wrong ones, also where the document does not say so."""
    wrong: FaultName = next((n for n, status in _WRONG if status in call.statuses()), "unauthenticated")
    says = "The name or the password is wrong."
    tries, window = patience(study.said(call)) if 429 in call.statuses() else (_MANY, _MINUTE)
    failed = _failures(study)
    return [
        RemoveAll(of=failed, where=(Match(field="at", operator="<", value=f"now() - seconds({window})"),)),
        Require(
            that=f"count({failed}, login={known}) < {tries}",
            otherwise="too_many",
            says="Too many failures; wait a while.",
        ),
        *found,
        If(
            that=f"not {right}",
            then=(Create(record=failed, of=failed, values=(("login", known),)), Refuse(fault=wrong, says=says)),
        ),
        RemoveAll(of=failed, where=(Match(field="login", value=known),)),
    ]


def lowered(login: str, term: str) -> str:
    """E-mail addresses are the same in capitals."""
    return f"lower({term})" if login == "email" else term


def patience(said: str) -> tuple[int, int]:
    """How many wrong passwords in a row are borne, and how many seconds one waits then."""
    tries = _TRIES.search(said)
    window = _WINDOW.search(said)
    seconds = 60
    if window:
        seconds = (int(window[1]) if window[1].isdigit() else 1) * {"s": 1, "m": 60, "h": 3600}[window[2][0]]
    return int(tries[1]) if tries else 10, seconds


def _failures(study: Study) -> str:
    """The resource that counts failed logins."""
    if study.named("failed_login") is None:
        draft = Draft(name="failed_login", plural="failed_logins")
        draft.store(Stored(name="login"))
        draft.store(Stored(name="at", type="datetime", made="created"))
        study.drafts.append(draft)
    return "failed_login"


def log_out(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """The session ends."""
    last = [snake(part) for part in call.segments[-2:]]
    ends = study.words.is_a("log_out", place.word) and (call.method == "DELETE" or place.word != "session")
    ends = ends or (
        call.method == "DELETE"
        and any(study.words.is_a("log_in", word) for word in last)
        and (
            len(last) < 2 or study.words.is_a("log_in", last[1]) or last[1] in ("current", "me", "self", "own", "mine")
        )
    )
    if study.sessions is None or holder(call, study) is not study.accounts or place.passed or not ends:
        return None
    cookies = tuple((s.parameter, '""') for s in study.schemes.values() if s.place == "cookie")
    done = answer(Scene(study, call), cookies=cookies)
    return [Remove(record="session"), done] if done else None


def me(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """The account that calls: shown, or changed."""
    who = study.accounts
    if who is None or holder(call, study) is not who or place.passed or not study.words.is_a("me", place.word):
        return None
    scene = Scene(study, call, {"caller": who}, subject=who)
    steps = _another_session(call, who, scene, study)
    if call.method == "GET":
        done = answer(scene)
        return [*steps, done] if done else None
    if call.method in ("PATCH", "PUT"):
        told = body_members(call)
        fields = {n: t for n, (t, _) in told.items() if n in who.fields and who.fields[n].made in ("", "password")}
        done = answer(scene)
        change = Change(record="caller", values=tuple(fields.items()), given_only=in_part(call, study))
        return [*still_free(who, "caller", call, study), *steps, change, done] if fields and done else None
    if call.method == "DELETE":
        done = answer(Scene(study, call))
        return [Remove(record="caller"), done] if done else None
    return None


def _another_session(call: Call, who: Draft, scene: Scene, study: Study) -> list[ServiceStep]:
    """A token of its own, where the answer shows one: the caller's is kept as a digest and can't be told again."""
    shown = core(call.success.json, study.words) if call.success else {}
    token = next((snake(n) for n in required(shown) if study.words.is_a("secret", snake(n))), "")
    if not token or token in who.fields or study.sessions is None:
        return []
    scene.told[token] = "fresh.token"
    values = ((who.name, "caller"), ("expires_at", f"now() + seconds({_DAY})"))
    return [Create(record="fresh", of=study.sessions.name, values=values)]


def new_password(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """The old password for a new one; every session ends, where the text says so."""
    who, members = study.accounts, body_members(call)
    if who is None or holder(call, study) is not who or "password" not in f"{place.word} {' '.join(members)}":
        return None
    old = next((t for n, (t, _) in members.items() if n.startswith(("current", "old"))), "")
    new = next((t for n, (t, _) in members.items() if n.startswith("new")), "")
    hidden = next((f.name for f in who.fields.values() if f.made == "password"), "")
    if not old or not new or not hidden:
        return None
    fault: FaultName = (
        "forbidden" if 403 in call.statuses() else "unauthenticated" if 401 in call.statuses() else "invalid"
    )
    steps: list[ServiceStep] = [
        Require(that=f"matches({old}, caller.{hidden})", otherwise=fault, says="The password is wrong."),
        Change(record="caller", values=((hidden, new),)),
    ]
    if study.sessions and "session" in study.said(call):
        steps.append(RemoveAll(of=study.sessions.name, where=(Match(field=who.name, value="caller"),)))
    done = answer(Scene(study, call, {"caller": who}, subject=who))
    return [*steps, done] if done else None


def _known_as(who: Draft, member: str, study: Study) -> str:
    """The field that what somebody signs in with is compared to."""
    if member in who.fields:
        return member
    both = [n for n in ("email", "username", "handle", "nickname") if n in who.fields and who.fields[n].unique]
    if len(both) > 1:
        return "|".join(both)
    return next((n for n in ("email", "username", "login", "name") if n in who.fields), "")


def _signed_in(call: Call, who: Draft, before: list[ServiceStep], study: Study) -> list[ServiceStep] | None:
    """Answers with the account; with a new session where the document hands out a token or a cookie."""
    reply = call.success
    members = {**properties(reply.json), **properties(core(reply.json, study.words))} if reply else {}
    shown = {snake(name): schema for name, schema in members.items()}
    token = next((n for n in shown if study.words.is_a("secret", n) and n not in who.fields), "")
    scene = Scene(study, call, {who.name: who}, subject=who)
    cookie = next((s.parameter for s in study.schemes.values() if s.place == "cookie"), "")
    sets_cookie = bool(cookie) and (call is sign_in(study) or "log" in study.said(call) or _sets(call))
    if study.sessions is None or not (token or sets_cookie):
        done = answer(scene)
        return [*before, done] if done else None
    life = f"now() + seconds({_life(shown)})"
    values = ((who.name, who.name), ("expires_at", life))
    steps: list[ServiceStep] = [
        *before,
        Create(record="session", of=study.sessions.name, values=values),
    ]
    if token:
        scene.told[token] = "session.token"
    for name, schema in shown.items():
        if name in ("expires_in", "expires_in_seconds", "ttl"):
            scene.told[name] = str(_life(shown))
        elif name == "token_type":
            scene.told[name] = repr(str(schema.get("const") or next(iter(schema.get("enum", ["Bearer"])), "Bearer")))
        elif name == "expires_at":
            scene.told[name] = "session.expires_at"
    headers = (("Cache-Control", '"no-store"'),) if token else ()
    done = answer(scene, cookies=((cookie, "session.token"),) if sets_cookie else (), headers=headers)
    return [*steps, done] if done else None


def _sets(call: Call) -> bool:
    return bool(call.success and "set-cookie" in {name.lower() for name in call.success.headers})


def _life(shown: Mapping[str, Schema]) -> int:
    """How long a session lasts, in seconds: as an example says, else a day."""
    for name in ("expires_in", "expires_in_seconds", "ttl"):
        schema = shown.get(name)
        if isinstance(schema, dict):
            told = schema.get("example", schema.get("const", next(iter(schema.get("examples", ())), None)))
            if isinstance(told, int):
                return told
    return _DAY
