"""Finds who signs in, whatever says so: a list of users, an account, a login, everything or nothing at all. Used by acts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engines.spec.doing import doing
from engines.spec.english import English
from engines.spec.grammar.tagging import Tagged
from engines.spec.patterns import pattern
from engines.spec.people import is_person, role_name

_USERS = pattern(
    r"(?:^|[.;,(] ?|\b(?:two|three|four|five|different|several|following|our|the|user|these) )"
    r"(?:user )?(?:roles?|users|user types|types of users|kinds of users|actors|logins|people with (?:an )?(?:accounts?|access|login))"
    r"(?: (?:of the (?:system|application|app|tool)|of the software|involved))?\s*(?::|=|–| - |\bare\b(?: the)?)\s*(?P<list>[^.;]+)",
    re.IGNORECASE,
)
_WORKERS = pattern(
    r"(?:^|[.;,(] ?|\b)(?:(?:user|role) (?:classes|groups|categories|types|kinds)|(?:types|kinds|sorts|classes|groups|categories) of (?:users?|people|persons|accounts|staff|workers|employees|roles)"
    r"|users|workers|people|persons|personnel|staff|employees|team|those|everybody|everyone)\b"
    r"(?: (?:who|that)? ?(?:will |would |should |shall |can |may |must |are going to |have to |need to )?(?:use|work with|work in|log ?in|sign in|have access|need access|need)\b[^:;.,]{0,30})?"
    r"\s*(?::|=|–| - |\bare\b(?: the)?)\s*(?P<list>[^.;:]+)",
    re.IGNORECASE,
)
_BEING = pattern(
    r"\b(?:(?:[A-Z][a-z]+|I|we)(?:, [A-Z][a-z]+)*,? and (?:[A-Z][a-z]+|I|me) are (?:all |both |the |our )?(?P<several>[a-z]+(?: [a-z]+)?)|[Ww]e are (?:all|both) (?P<all>[a-z]+(?: (?!here\b|and\b|who\b|in\b|at\b)[a-z]+)?)|(?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-Z][a-z]+, (?:our|the) (?P<our>[a-z]+(?: [a-z]+)?)(?=, [a-z]+s\b)|(?:I am|I'm|[A-Z][a-z]+ is) the (?P<one>[a-z]+(?: [a-z]+)?))(?= (?:and|who|here|in|at)\b|[,.;)]|$)"
)
_LOGIN = pattern(
    r"\b(?:log(?:s|ged|ging)?[- ]?(?:in|on)|sign(?:s|ed|ing)?[- ]?(?:in|up|on)|logins?|(?:user )?accounts?(?! (?:number|balance|holder))|passwords?|(?:full|read|write|reading|writing) access)\b",
    re.IGNORECASE,
)
_DENIED = pattern(r"\b(?:no|not|without|never|nobody|none|don't|doesn't|needn't|neither|cannot)\b|n't\b", re.IGNORECASE)
_WHOLE = pattern(
    r"^(?:(?:is|are|do|does|can|may|could|must|should|only|just|also|has|have|sees?|gets?|looks?|reads?|rights?|to|on|at|over|of|access|the|manages?|runs?|allowed|permitted|handles?) )*"
    r"(?:all|everything|anything|read[- ]only|nothing|the rest|looks?)\b",
    re.IGNORECASE,
)
_ENTIRE = pattern(r"\b(?:all|everything|anything|read|nothing|rest|looks?)\b", re.IGNORECASE)
_CLOSED = frozenset({"modal", "be", "have", "do", "prep", "pron", "adv", "sub", "rel", "to", "neg", "num"})
_LONGEST = 3
_SPACES = re.compile(r"\s+")
_CLAUSES = re.compile(r"[;.]\s+|[;.]$|,\s+(?:and|but|while|whereas)\s+")
_COMMA = re.compile(r",\s+")


def signers(text: str, english: English) -> tuple[str, ...]:
    """The kinds of people who have an account, by their names as roles."""
    found = [*_listed(text, english), *_working(text, english), *_being(text, english)]
    for clause in _CLAUSES.split(_SPACES.sub(" ", text)):
        found += _signing(clause, english)
        found += [name for part in _COMMA.split(clause) for name in _allowed(part, english)]
    return tuple(dict.fromkeys(name for name in found if name and name != "user"))


def _listed(text: str, english: English) -> Iterator[str]:
    """'Roles: citizen, road officer', 'Two users: clerk and boss'; an item that goes on with a verb is told of its first words."""
    for match in _USERS.finditer(re.sub(r"\([^()]*\)", "", text)):
        only = True
        for item in re.split(r",\s*(?:and |or )?|\s+(?:and|or|&)\s+|\s*/\s*", match["list"]):
            spoken = item.strip().partition(":")[0]
            words = doing(spoken, english)
            plain = len(words) <= _LONGEST and not any(w.tag in _CLOSED for w in words)
            only = only and plain
            name = role_name(spoken if plain else _leading(words), english)
            if name not in english.lexicon.nobody and (only or is_person(name, english)):
                yield name


def _working(text: str, english: English) -> Iterator[str]:
    """'Workers: seller, storekeeper and boss', 'three kinds of people will use this: guides and the warden': people and nobody else."""
    for match in _WORKERS.finditer(re.sub(r"\([^()]*\)", "", text)):
        spoken = [
            s
            for item in re.split(r",\s*(?:and |or )?|\s+(?:and|or|&)\s+|\s*/\s*", match["list"])
            if (s := item.strip())
        ]
        plain = all(len(s.split()) <= _LONGEST + 1 for s in spoken)
        names = [role_name(re.sub(r"^(?:the|our|an?|my) ", "", s), english) for s in spoken] if plain else []
        if names and all(name and is_person(name, english) for name in names):
            yield from names


def lists_users(text: str, english: English) -> bool:
    """Whether a text only lists who uses the application."""
    return next(_working(text, english), "") != ""


def _being(text: str, english: English) -> Iterator[str]:
    """'Ilse and I are helpers', 'Tom is the caretaker': what those are who are called by their names."""
    for match in _BEING.finditer(text):
        spoken = match["several"] or match["one"] or match["all"] or match["our"]
        name = role_name(spoken, english)
        if (
            name
            and is_person(name, english)
            and (match["one"] or match["our"] or english.is_plural(spoken.split()[-1]))
        ):
            yield name


def _leading(words: tuple[Tagged, ...]) -> str:
    end = next((n for n, w in enumerate(words) if w.tag not in ("noun", "adj", "det")), len(words))
    return " ".join(w.low for w in words[:end])


def _signing(clause: str, english: English) -> tuple[str, ...]:
    """'Citizens (need an account)', 'crew members, who log in', 'accounts for the clerks'."""
    match = _LOGIN.search(clause)
    if not match or _DENIED.search(clause[: match.start()].rpartition(",")[2]):
        return ()
    before = people(clause[: match.start()], english)
    behind = people(clause[match.end() :], english)
    return (before[-1:] and _joined(before, clause)) or behind[:2]


def _joined(names: tuple[str, ...], clause: str) -> tuple[str, ...]:
    """The last of the people named, and those that 'and' joins to them."""
    return names if re.search(r"\band\b|,", clause) and len(names) <= _LONGEST else names[-1:]


def _allowed(clause: str, english: English) -> tuple[str, ...]:
    """'The office does all', 'teacher: read only'."""
    if not _ENTIRE.search(clause):
        return ()
    words = tuple(w for w in doing(clause.strip(), english) if w.tag != "note")
    end = next((n for n, w in enumerate(words) if w.tag not in ("noun", "adj", "det", "poss")), len(words))
    for at in range(end, 0, -1):
        rest = " ".join(w.token.text for w in words[at:]).lstrip(":- ")
        name = role_name(" ".join(w.low for w in words[:at] if w.tag != "det"), english)
        if _WHOLE.match(rest) and name and is_person(name, english):
            return (name,)
    return ()


def people(text: str, english: English) -> tuple[str, ...]:
    """The people that a text names, in its order, as roles."""
    found: list[str] = []
    part: list[str] = []
    for word in (*doing(text, english), None):
        if word is not None and word.tag in ("noun", "adj") and word.token.text[0].isalpha():
            part.append(word.low)
            continue
        name = role_name(" ".join(part[-_LONGEST:]), english) if part else ""
        found += [name] if name and is_person(name, english) else []
        part = []
    return tuple(dict.fromkeys(found))
