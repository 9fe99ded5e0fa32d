"""Clauses: who does what to what, under which condition. The grammar's result, read by the rules."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from engines.spec.grammar.phrase import Phrase, phrase_at
from engines.spec.grammar.tagging import Tagged, tags_of
from engines.spec.grammar.words import Token, Words

_KEPT = 2048
_FINITE = frozenset({"modal", "be", "have", "do", "verb"})
_MARKS = frozenset({",", ";", ":", ".", "!", "?", "-", "–", "—"})
_UNCHANGED = frozenset(
    {"put", "set", "cut", "hit", "shut", "let", "cast", "split", "spread", "read", "hurt", "bet", "bid", "shed", "quit"}
)
_THEMSELVES = frozenset({"itself", "themselves", "himself", "herself"})
_TIMES = frozenset({"before", "after", "until", "till", "once", "since", "while", "than"})


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One clause. `marker` is '' for a main clause, else if, when, unless, until, which, to, ...

    `verb` is an infinitive ('' when there is none), `passive` for "is borrowed"; `state` holds what the subject is said to be
    ("is open": open). `preps` pairs prepositions with their phrases; `under` are the clauses that hang on this one.
    """

    text: str
    marker: str = ""
    subjects: tuple[Phrase, ...] = ()
    modal: str = ""
    negated: bool = False
    passive: bool = False
    verb: str = ""
    adverbs: tuple[str, ...] = ()
    objects: tuple[Phrase, ...] = ()
    state: tuple[str, ...] = ()
    preps: tuple[tuple[str, tuple[Phrase, ...]], ...] = ()
    under: tuple[Clause, ...] = ()

    @property
    def subject(self) -> Phrase | None:
        """The first subject."""
        return self.subjects[0] if self.subjects else None

    def after(self, *prepositions: str) -> tuple[Phrase, ...]:
        """The phrases behind any of these prepositions."""
        return tuple(p for name, phrases in self.preps if name in prepositions for p in phrases)

    def marked(self, *markers: str) -> tuple[Clause, ...]:
        """The subordinate clauses with any of these markers."""
        return tuple(clause for clause in self.under if clause.marker in markers)


@lru_cache(maxsize=_KEPT)
def parse(text: str, words: Words) -> tuple[Clause, ...]:
    """The main clauses of a sentence, in order."""
    tags = _spelt_out(tags_of(text, words), words)
    found: list[Clause] = []
    for marker, part in _segments(tags, words):
        clause = _clause(part, marker, words)
        if found and _only_preps(clause):
            found[-1] = replace(found[-1], preps=(*found[-1].preps, *clause.preps))
        elif found and _goes_on(found[-1], clause):
            found[-1] = replace(
                clause,
                subjects=found[-1].objects,
                preps=(*found[-1].preps, *clause.preps),
                under=(*(_told_of(found[-1].objects[-1:], inner) for inner in found[-1].under), *clause.under),
            )
        elif clause.marker and not found:
            found.append(clause)
        elif clause.marker:
            found[-1] = replace(found[-1], under=(*found[-1].under, clause))
        elif found and found[-1].marker:
            found[-1] = replace(clause, under=(*found[-1].under, replace(found[-1], under=()), *clause.under))
        elif found and clause.verb and not clause.subjects and found[-1].subjects:
            passive = clause.passive or (found[-1].passive and _opens_with_participle(part, words))
            modal = clause.modal or found[-1].modal
            found.append(replace(clause, subjects=found[-1].subjects, modal=modal, passive=passive))
        else:
            found.append(clause)
    return tuple(found)


def _spelt_out(tags: tuple[Tagged, ...], words: Words) -> tuple[Tagged, ...]:
    """'A complaint made by a guest' as 'a complaint which is made by a guest'."""
    found: list[Tagged] = []
    for n, tag in enumerate(tags):
        reduced = (
            tag.tag in ("adj", "verb")
            and n > 0
            and tags[n - 1].tag in ("noun", "note")
            and words.is_participle(tag.low)
            and [t.low for t in tags[n + 1 : n + 2]] == ["by"]
        )
        if reduced:
            found += [
                Tagged(Token("which", tag.token.at), "rel", "which"),
                Tagged(Token("is", tag.token.at), "be", "be"),
            ]
            tag = replace(tag, tag="verb", lemma=words.lemma(tag.low, "verb"))
        found.append(tag)
    return tuple(found)


def _only_preps(clause: Clause) -> bool:
    return not (clause.verb or clause.objects or clause.subjects or clause.marker or clause.under)


def _told_of(subject: tuple[Phrase, ...], clause: Clause) -> Clause:
    """A relative clause with what it tells of: its subject, or what the preposition before it is about."""
    if clause.marker in ("which", "whom") and clause.subjects and clause.preps and not clause.preps[-1][1]:
        return replace(clause, preps=(*clause.preps[:-1], (clause.preps[-1][0], subject)))
    relative = clause.marker in ("which", "who", "that") and not clause.subjects
    return replace(clause, subjects=subject) if relative else clause


def _opens_with_participle(part: tuple[Tagged, ...], words: Words) -> bool:
    """'... is requested by an agent and | carried out by a pilot': the second of two passives has no verb 'to be'."""
    first = next((t for t in part if t.tag not in ("adv", "punct", "conj")), None)
    return first is not None and words.is_participle(first.low) and not first.gerund


def _goes_on(before: Clause, clause: Clause) -> bool:
    """'An invoice that is paid | can't be changed': the subject and its verb, with a relative clause in between."""
    relative = any(under.marker in ("which", "who", "whom", "that") for under in before.under)
    return bool(
        not before.verb and before.objects and relative and clause.verb and not clause.subjects and not clause.marker
    )


def _segments(tags: tuple[Tagged, ...], words: Words) -> Iterator[tuple[str, tuple[Tagged, ...]]]:
    """Cuts where a new clause begins: its marker ('' for a main clause) and its words."""
    begins = [n for n in range(1, len(tags)) if _begins(tags, n)]
    relatives = [n + _is_fronted(tags, n) for n in (0, *begins)]
    ends = [end for n in relatives if tags[n : n + 1] and tags[n].tag == "rel" and (end := _relative_end(tags, n))]
    cuts = sorted({0, *begins, *ends, len(tags)})
    for start, end in itertools.pairwise(cuts):
        part = tags[start:end]
        while part and (part[-1].token.text in _MARKS or (part[-1].tag == "conj" and len(part) > 1)):
            part = part[:-1]
        marker = ""
        if _is_fronted(part, 0):
            part = (part[1], *part[2:], part[0])
        while part and (part[0].tag in ("conj", "sub") or part[0].token.text in _MARKS or _is_marker(part, words)):
            if part[0].tag in ("sub", "rel") or _is_marker(part, words):
                marker = marker or part[0].low
            part = part[1:]
        if part:
            yield marker, part


def _is_marker(part: tuple[Tagged, ...], words: Words) -> bool:
    return part[0].tag == "rel" or (part[0].low in _TIMES and _has_clause(part[1:], words) and not _fronts(part))


def _fronts(part: tuple[Tagged, ...]) -> bool:
    """'After every walk | the walker files a report': a phrase in front of a clause."""
    head = next(
        (n for n, t in enumerate(part) if n and t.tag == "noun" and part[n + 1 : n + 2] and part[n + 1].tag != "noun"),
        0,
    )
    return (
        bool(head)
        and part[head + 1].tag in ("det", "pron")
        and all(t.tag in ("det", "adj", "noun", "num") for t in part[1:head])
    )


def _begins(tags: tuple[Tagged, ...], at: int) -> bool:
    """Whether a clause begins at this word."""
    here, before = tags[at], tags[at - 1]
    if _is_fronted(tags, at):
        return before.tag in ("noun", "note", "punct", "adj")
    if here.tag == "sub" and before.tag not in ("prep",):
        return True
    if here.tag == "rel":
        return at + 1 < len(tags) and before.tag != "prep"
    if here.low in _TIMES and here.tag in ("prep", "adv", "sub"):
        return _verb_before_mark(tags, at + 1)
    if before.token.text in (";", ".", "!", "?", "–", "—"):
        return True
    if here.tag == "conj" and here.low in ("and", "but", "or", "so", "nor", "yet"):
        return _had_verb(_since_cut(tags[:at])) and _starts_clause(tags, at + 1)
    if before.token.text in (",", ":"):
        return here.tag != "conj" and (before.token.text == ":" or _had_verb(tags[:at])) and _starts_clause(tags, at)
    return False


def _is_fronted(tags: tuple[Tagged, ...], at: int) -> bool:
    """'An event | to which I bring the device': a preposition that stands before its relative."""
    if not tags[at + 2 : at + 3] or tags[at].tag != "prep" or tags[at + 1].low not in ("which", "whom"):
        return False
    return tags[at + 1].tag == "rel" and tags[at + 2].tag in ("pron", "det", "noun", "adj", "poss")


def _since_cut(tags: tuple[Tagged, ...]) -> tuple[Tagged, ...]:
    """What stands since the last mark that ends a clause for certain."""
    start = max((n for n, t in enumerate(tags) if t.token.text in (";", ":", ".") or t.tag == "sub"), default=-1)
    return tags[start + 1 :]


def _relative_end(tags: tuple[Tagged, ...], at: int) -> int:
    """Where the main clause goes on behind a relative clause: at its second finite verb; 0 when it does not."""
    groups, inside = 0, False
    for n in range(at + 1, len(tags)):
        tag = tags[n]
        if tag.tag in ("conj", "sub", "rel") or tag.token.text in (";", ":", "."):
            return 0
        finite = tag.tag in _FINITE and not tag.gerund
        again = tag.tag in ("modal", "be", "have", "do") and tags[n - 1].tag in ("verb", "adj", "noun", "note")
        if finite and (again or not inside):
            groups += 1
            if groups == 2:
                return n
        inside = finite or (inside and tag.tag in ("adv", "neg"))
    return 0


def _starts_clause(tags: tuple[Tagged, ...], at: int) -> bool:
    """Whether what follows has a subject and a verb of its own, or goes on with a further verb."""
    rest = tags[at:]
    if not rest:
        return False
    if rest[0].tag in _FINITE and rest[0].tag != "verb":
        return True
    if rest[0].tag == "verb":
        return not rest[0].gerund and _had_verb(tags[:at])
    seen = False
    for tag in rest:
        if tag.token.text in _MARKS or tag.tag in ("conj", "sub", "rel", "prep", "to"):
            return False
        if tag.tag in _FINITE and seen:
            return not tag.gerund
        seen = seen or tag.tag in ("noun", "pron", "adj", "num")
    return False


def _had_verb(tags: tuple[Tagged, ...]) -> bool:
    return any(tag.tag in _FINITE for tag in tags)


def _verb_before_mark(tags: tuple[Tagged, ...], at: int) -> bool:
    for tag in tags[at:]:
        if tag.token.text in _MARKS or tag.tag in ("sub", "rel", "conj"):
            return False
        if tag.tag in _FINITE and not tag.gerund:
            return True
    return False


def _has_clause(tags: tuple[Tagged, ...], words: Words) -> bool:
    return _verb_before_mark(tags, 0)


def _clause(part: tuple[Tagged, ...], marker: str, words: Words) -> Clause:
    text = " ".join(t.token.text for t in part)
    start = next((n for n, t in enumerate(part) if t.tag in _FINITE and not _is_gerund(part, n)), len(part))
    subjects, adverbs, extra = _list(part[:start], words)
    built = Clause(text=text, marker=marker, subjects=subjects, adverbs=adverbs, preps=extra)
    if start == len(part):
        return replace(built, subjects=(), objects=subjects)
    built, end = _verb_group(built, part, start, words)
    return _rest(built, part[end:], words)


def _is_gerund(part: tuple[Tagged, ...], at: int) -> bool:
    return part[at].gerund and not (at and part[at - 1].tag == "be")


def _verb_group(clause: Clause, part: tuple[Tagged, ...], start: int, words: Words) -> tuple[Clause, int]:
    """Modal, auxiliaries, negation and the verb itself."""
    modal, verb, passive, negated = "", "", False, False
    adverbs = list(clause.adverbs)
    last = ""
    at = start
    while at < len(part) and (part[at].tag in _FINITE or part[at].tag in ("neg", "adv") or part[at].low == "able"):
        tag = part[at]
        if verb and tag.tag not in ("adv", "neg"):
            break
        if tag.tag == "modal":
            modal = tag.low
        elif tag.tag == "neg":
            negated = True
        elif tag.tag == "adv":
            adverbs.append(tag.low)
        elif tag.tag == "verb":
            verb = tag.lemma
            passive = last == "be" and not tag.gerund and (words.is_participle(tag.low) or tag.low in _UNCHANGED)
        else:
            last = tag.tag
        at += 1
    if not verb:
        verb = {"be": "be", "have": "have", "do": "do"}.get(last, "")
    negated = negated or any(s.determiner == "no" or s.words[:1] in (("nobody",), ("none",)) for s in clause.subjects)
    return replace(clause, modal=modal, verb=verb, passive=passive, negated=negated, adverbs=tuple(adverbs)), at


def _rest(clause: Clause, part: tuple[Tagged, ...], words: Words) -> Clause:
    """What follows the verb: objects, what it is said to be, prepositions, an infinitive."""
    infinitive = next((n for n, t in enumerate(part) if t.tag == "to"), None)
    under: tuple[Clause, ...] = ()
    if infinitive is not None:
        inner = _clause(part[infinitive + 1 :], "to", words)
        under, part = (inner,), part[:infinitive]
    if clause.verb == "be" and part and part[0].low in _THEMSELVES:
        part = part[1:]
    state = _said_to_be(part) if clause.verb in ("be", "become", "get", "stay", "remain") and not clause.passive else ()
    objects, adverbs, preps = _list(part, words)
    return replace(
        clause,
        objects=objects,
        state=state,
        adverbs=(*clause.adverbs, *adverbs),
        preps=(*clause.preps, *preps),
        under=(*clause.under, *under),
    )


def _said_to_be(part: tuple[Tagged, ...]) -> tuple[str, ...]:
    """'is open or closed': the words, in order, where adjectives or participles follow."""
    return tuple(t.low for t in part if t.tag in ("adj", "verb"))


def _list(
    part: tuple[Tagged, ...], words: Words
) -> tuple[tuple[Phrase, ...], tuple[str, ...], tuple[tuple[str, tuple[Phrase, ...]], ...]]:
    """The phrases in a row, adverbs, and the phrases behind prepositions."""
    phrases: list[Phrase] = []
    adverbs: list[str] = []
    preps: list[tuple[str, tuple[Phrase, ...]]] = []
    at = 0
    into: list[Phrase] = phrases
    while at < len(part):
        tag = part[at]
        found, end = phrase_at(part, at, words)
        if found:
            into.append(found)
            at = end
            continue
        if tag.tag in ("adv", "neg"):
            adverbs.append(tag.low)
        elif tag.tag == "prep":
            into = []
            preps.append((tag.low, ()))
            at = _behind(part, at + 1, words, into)
            preps[-1] = (tag.low, tuple(into))
            into = phrases
            continue
        at += 1
    return tuple(phrases), tuple(adverbs), tuple(preps)


def _behind(part: tuple[Tagged, ...], at: int, words: Words, into: list[Phrase]) -> int:
    """The list of phrases that one preposition governs."""
    while at < len(part):
        found, end = phrase_at(part, at, words)
        if not found:
            return at
        into.append(found)
        at = end
        joined = at
        while joined < len(part) and (part[joined].token.text == "," or part[joined].tag in ("conj", "adv")):
            joined += 1
        row = at < joined < len(part) and part[at].tag != "adv"
        following = phrase_at(part, joined, words)[0] if row else None
        if following is None or following.pronoun:
            return at
        at = joined
    return at
