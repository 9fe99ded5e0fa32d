"""Reads who does what: user stories, 'Members can only see their own loans', 'Teachers create quizzes'. Used by plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engines.spec.english import English
from engines.spec.lists import items
from engines.spec.model import Statement

_STORY = re.compile(
    r"^as an? (?P<role>[\w\- ]+?),?\s+(?:i|we)(?:'d| would)?\s+(?:want|need|like|can|should|must|wish|may|am able|have)(?: (?:to|like to|love to|be able to))*\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_PURPOSE = re.compile(r",?\s+(?:so that|so i|so we|in order to|so they|because|to make sure)\b.*$", re.IGNORECASE)
_MODAL = r"(?:can(?:not|'t)?|may(?: not)?|must(?: not| be able to)?|should(?: not)?(?: be able to)?|(?:is|are) (?:not )?allowed to|(?:is|are) able to|will|have to|has to|needs? to|want to|wants to|mustn't|shouldn't|do not|don't)"
_SAID = re.compile(
    rf"^(?P<only>only\s+)?(?:the |an? |all |every |each |our |any |other |registered |logged[- ]in )*(?P<role>[\w\- ]+?(?:(?:,| and| or) (?:the |an? )?[\w\- ]+?)*?)\s+(?:(?P<modal>{_MODAL})\s+)?(?P<also>(?:also|only|then|always|just|both|freely|themselves)\s+)*(?P<verb>[a-z]+)\b\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r";\s+|,\s+(?:and|but|while|whereas)\s+(?=(?:only|the|an?|all|every)?\s*\w+s?\s+(?:can|may|must|see|sees|only|manage|should|are)\b)|,\s+(?=\w+\s+(?:can|may|see|sees|only)\b)|\.\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Act:
    """Somebody does something: the base verb and what it is done to. `action` is the class of the verb."""

    role: str
    verb: str
    action: str
    rest: str
    sentence: int
    only: bool = False
    alone: bool = False
    own: bool = False
    negated: bool = False
    story: bool = False


def read_acts(statement: Statement, english: English, declared: frozenset[str] = frozenset()) -> tuple[Act, ...]:
    """Everything that a statement says people do; `declared` are the roles that the brief lists as such."""
    if statement.kind in ("title", "heading", "row"):
        return ()
    text = statement.sentences.strip(" .!")
    if match := _STORY.match(text):
        role = english.name(match["role"])
        return tuple(_predicates(role, _PURPOSE.sub("", match["rest"]), statement.number, english, story=True))
    return tuple(act for part in _PARTS.split(text) for act in _said(part.strip(), statement.number, english, declared))


def role_kind(role: str, english: English) -> str:
    """administrator, staff, customer, visitor or '' when the word is none for people."""
    spoken = role.replace("_", " ")
    last = spoken.split()[-1] if spoken else ""
    lexicon = english.lexicon
    for kind, words in (
        ("administrator", lexicon.administrators),
        ("visitor", lexicon.visitors),
        ("staff", lexicon.staff),
        ("customer", lexicon.customers),
    ):
        if spoken in words:
            return kind
    for kind, words in (("staff", lexicon.staff), ("customer", lexicon.customers)):
        if last in words and last != "user":
            return kind
    return ""


def _said(text: str, sentence: int, english: English, declared: frozenset[str]) -> Iterator[Act]:
    match = _SAID.match(text)
    if not match:
        return
    verb = english.base(match["verb"].lower())
    action = action_of(verb, english)
    modal = (match["modal"] or "").lower()
    own = bool(re.search(r"\b(?:their |his |her |its )?own\b", match["rest"]))
    names = [english.name(name) for name in items(match["role"].replace(" or ", ", "))]
    if not action or not all(names):
        return
    for name, spoken in zip(names, items(match["role"].replace(" or ", ", ")), strict=False):
        kind = "declared" if name in declared else role_kind(name, english)
        several = english.is_plural(spoken.split()[-1].lower())
        if not (kind or (own and modal) or (match["only"] and modal)) or not (modal or several or kind):
            continue
        if name.split("_")[-1] in english.lexicon.nobody and not kind:
            continue
        only = bool(re.search(r"\bonly\b", (match["also"] or "") + " " + match["rest"]))
        negated = "not" in modal or "n't" in modal
        rest = f"{match['verb']} {match['rest']}"
        for act in _predicates(name, rest, sentence, english, story=False):
            yield Act(**{**vars(act), "only": only, "alone": bool(match["only"]), "negated": negated})


def _predicates(role: str, rest: str, sentence: int, english: English, *, story: bool) -> Iterator[Act]:
    """'search jobs and filter by type' are two acts of one role."""
    known = "|".join(sorted({v for verbs in english.lexicon.actions.values() for v in verbs}, key=len, reverse=True))
    for part in re.split(
        rf"(?:,\s*(?:and |or )?|\s+and |\s+or )(?:can |also |then |only )?(?=(?:{known})s?\b)",
        rest,
        flags=re.IGNORECASE,
    ):
        words = part.split(maxsplit=1)
        if not words:
            continue
        verb = english.base(words[0].lower())
        said = words[1] if len(words) > 1 else ""
        own = bool(re.search(r"\b(?:(?:their|his|her|its|my|our)(?: own)?|own)\b", said.lower()))
        if action := action_of(verb, english):
            yield Act(role=role, verb=verb, action=action, rest=said, sentence=sentence, own=own, story=story)
        elif story:
            yield Act(role=role, verb=verb, action="read", rest=said, sentence=sentence, own=own, story=story)


def action_of(verb: str, english: English) -> str:
    """The kind of access that a verb needs: all, read, create, update, delete, export, import or ''."""
    return next((action for action, verbs in english.lexicon.actions.items() if verb in verbs), "")
