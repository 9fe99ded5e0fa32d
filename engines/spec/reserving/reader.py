"""Reads which acts are kept to some people: 'closing is up to supervisors', 'clerks can't add one'. Used by plan, for access.

It goes by what is mentioned: people, an act (making a thing, or a step to one of its states), and a word that keeps or denies.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from engines.spec.context import Context
from engines.spec.english import English
from engines.spec.model import Statement
from engines.spec.patterns import pattern
from engines.spec.people import is_person, role_kind, spelt_out
from engines.spec.reserving.doings import Act, Doings
from engines.spec.reserving.keeping import Keeping
from engines.spec.rules.forbidding import stance
from engines.spec.rules.stems import Text, stem, text_of

_PARTS = re.compile(
    r"\s*(?:[;:.!?]\s|[–—]|\s-\s|,)\s*(?:and |but |so |while |whereas |since |because |yet )?|\s+(?:but|while|whereas|yet|since|because)\s+|\s+and (?=not |never )",
    re.IGNORECASE,
)
_STORY = re.compile(r"^as (?:an? |the )?(?P<role>[\w\- ]+?),? (?=(?:i|we)\b)", re.IGNORECASE)
_I_AM = pattern(
    r"\b(?:i am|i'm|we are|we're|(?:i|we|me|us),? as) (?:the |an? )?(?P<role>[a-z]+(?: [a-z]+)?)", re.IGNORECASE
)
_ELSE = re.compile(
    r"^(?:and )?(?:nobody|no one|none|not anyone) else\b(?!.* (?:see|read|view))|^(?:and )?(?:the )?others (?:can ?not|can't|may not|must not)\b",
    re.IGNORECASE,
)
_ME = frozenset({"i", "me", "my", "mine", "we", "us", "our"})
_LATER = frozenset({"after", "until", "before", "if", "when", "once", "while"})
_TRIES = frozenset({"try", "attempt", "want", "wish"})
_BE = frozenset({"be", "is", "are", "get", "gets", "been", "being"})
_LONGEST_ROLE = 3
_NEAR = 3
_SIMPLE = 16
_NOTES = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


@dataclass(frozen=True, kw_only=True)
class Reserved:
    """An act that some roles alone may do, or that others may not."""

    entity: str
    to: str = ""
    allowed: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    sentence: int


@dataclass
class _Part:
    """One part of a sentence: its acts and the people in it, by what is said of them."""

    acts: list[Act] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    denied: list[str] = field(default_factory=list)
    looks: bool = False


def read_reserved(parts: Iterable[Statement], lasts: dict[int, str], context: Context) -> tuple[Reserved, ...]:
    """Everything that is kept to some people."""
    found: list[Reserved] = []
    before: list[_Part] = []
    said = [part for part in parts if part.kind not in ("title", "heading", "row", "aside")]
    goes_on = [bool(_ELSE.match(part.sentences)) for part in said]
    for at, part in enumerate(said):
        sentence = _Sentence(context, lasts.get(part.number, ""), part.number)
        told = before if goes_on[at] else sentence.parts(part.sentences, whole=any(goes_on[at + 1 : at + 2]))
        found += sentence.told(told, alone=goes_on[at])
        before = told
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class _Sentence:
    """Reads one statement; `last` is the thing that was spoken of before it."""

    context: Context
    last: str
    number: int

    def parts(self, text: str, *, whole: bool) -> list[_Part]:
        """The parts of the statement with what each tells; none where it speaks of nobody, or unless `whole` keeps nothing."""
        pieces, speaker = self.context.english.about(text, _pieces)
        texts = [text_of(piece, self.context) for piece in pieces]
        if not whole and not any(self._keeps(text) for text in texts):
            return []
        me = _role_of(speaker, self.context) if speaker else ""
        people = [self._people(text, me) for text in texts]
        return _shared([self._part(*part) for part in zip(texts, people, strict=True)]) if any(people) else []

    def _keeps(self, text: Text) -> bool:
        """Whether anything is kept to somebody, or kept from anybody."""
        keeping = Keeping(text, self.context.english.lexicon.reserving)
        return bool(keeping.idioms or keeping.places or stance(text, self.context).denied)

    def told(self, parts: list[_Part], *, alone: bool = False) -> Iterator[Reserved]:
        """What the parts keep to somebody; `alone`: to those whom they name."""
        denied = [(act, role) for part in parts for act in part.acts for role in part.denied]
        for part in parts:
            for entity, to in part.acts:
                against = tuple(role for act, role in denied if act == (entity, to))
                allowed = part.kept or (part.named if against or alone else [])
                if allowed or (part.denied and against):
                    yield Reserved(
                        entity=entity,
                        to=to,
                        allowed=tuple(dict.fromkeys(r for r in allowed if r not in against)),
                        denied=tuple(dict.fromkeys(against)),
                        sentence=self.number,
                    )

    def _part(self, text: Text, people: list[tuple[str, int, int]]) -> _Part:
        words = self.context.english.lexicon.reserving
        keeping = Keeping(text, words)
        acts = Doings(self.context, self.last).acts(
            text, keeping.places | {n for _, start, end in people for n in range(start, end)}, people
        )
        found = _Part(acts=acts, looks=not words.looking.isdisjoint(text.lemmas))
        if found.looks or not people:
            return found
        denials = [at for at in self._denials(text, found.acts) if at not in keeping.idioms]
        conditional = not words.conditions.isdisjoint(text.low) or any(low[0].isdigit() for low in text.low)
        for role, start, end in people:
            known = role in self.context.roles or bool(role_kind(role, self.context.english))
            tries = text.low[end : end + 1] == ("who",) and not _TRIES.isdisjoint(text.lemmas[end : end + 3])
            if keeping.beside(start, end) or (known and keeping.given(start, end)):
                found.kept += (
                    [role] if tries or text.low[end : end + 1] not in (("who",), ("that",), ("whose",)) else []
                )
            elif known and any(self._is_denied(text, at, start, end) for at in denials):
                found.denied += [role] if (tries or not conditional) and len(text.low) <= _SIMPLE else []
            elif known:
                found.named.append(role)
        found.kept = found.kept if acts or _LATER.isdisjoint(text.low) else []
        return found

    def _denials(self, text: Text, acts: list[Act]) -> list[int]:
        """Where something is denied; 'reject' where that is the act itself denies nothing."""
        own = {stem(word) for _, to in acts for word in to.split("_") if word}
        return [at for at in stance(text, self.context).denied if not text.stems[at] & own]

    def _is_denied(self, text: Text, at: int, start: int, end: int) -> bool:
        """Whether a denial is said of the people: 'a clerk can't', 'are turned away', 'not for clerks'."""
        low = text.low[at]
        if at < start:
            return start - at <= _NEAR and low in ("not", "n't", "never", "no", "neither", "nor")
        passive = low != text.lemmas[at] and not _BE.isdisjoint(text.low[max(0, at - _NEAR) : at])
        plain = low in self.context.english.lexicon.rules.negations and not low.startswith(("nobody", "no-one", "none"))
        return at >= end and (plain or passive or text.lemmas[at] == "lack" or low in ("unable", "forbidden"))

    def _people(self, text: Text, me: str) -> list[tuple[str, int, int]]:
        """The roles that are named, with their places."""
        found: list[tuple[str, int, int]] = []
        english, at, roles = self.context.english, 0, self.context.once(_roles)
        while at < len(text.low):
            step = 1
            for size in range(_LONGEST_ROLE, 0, -1):
                words = text.low[at : at + size]
                name = "_".join([*words[:-1], english.singular(words[-1])]) if len(words) == size else ""
                if name and name[0].isalpha() and (name in roles or (size == 1 and self._is_role(name))):
                    found.append((name, at, at + size))
                    step = size
                    break
            else:
                if me and text.low[at] in _ME:
                    found.append((me, at, at + 1))
            at += step
        return found

    def _is_role(self, name: str) -> bool:
        if "noun" not in self.context.english.lexicon.grammar.classes(name):
            return False
        kind = role_kind(name, self.context.english)
        return kind in ("staff", "administrator") or (
            name not in self.context.names
            and kind != "visitor"
            and is_person(name, self.context.english)
            and name not in _ME
        )


def _pieces(text: str, english: English) -> tuple[tuple[str, ...], str]:
    """The parts of a statement in plain words, and what its speaker calls himself."""
    story, said = _STORY.match(text), _I_AM.search(text)
    match = story or said
    plain = spelt_out(_STORY.sub("", text) if story else text)
    plain = _NOTES.sub(r", \1,", plain)
    pieces = tuple(piece.strip(" .!") for piece in _PARTS.split(plain) if piece and piece.strip())
    return pieces, match["role"] if match else ""


def _roles(context: Context) -> frozenset[str]:
    return frozenset(context.roles)


def _role_of(phrase: str, context: Context) -> str:
    """The role that a speaker names for himself; of 'organisers look' the organisers."""
    names = (context.english.name(" ".join(phrase.split()[:size])) for size in (3, 2, 1))
    return next((name for name in names if name in context.roles), context.english.name(phrase))


def _shared(parts: list[_Part]) -> list[_Part]:
    """A part without an act speaks of that before it, the first ones of that behind them."""
    for before, part in itertools.pairwise(parts):
        if not part.acts and not part.looks:
            part.acts = list(before.acts)
    for part, behind in zip(reversed(parts[:-1]), reversed(parts[1:]), strict=True):
        if not part.acts and not part.looks:
            part.acts = list(behind.acts)
    return parts
