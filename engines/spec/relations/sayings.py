"""Flattens a sentence into sayings: who does what to what, with pronouns and stories resolved. Used by the readers of relations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engines.spec.context import Context
from engines.spec.grammar import Clause, Phrase
from engines.spec.model import Statement

_STORY = re.compile(r"^\W*(?:\w+[:.)]\s*)?as (?:an?|the) (?P<role>[a-z][a-z\- ]{1,40}?),? (?:i|we)\b", re.IGNORECASE)
_RELATIVE = frozenset({"which", "who", "whom", "that", "where", "whose"})
_HEDGED = frozenset(
    {"if", "when", "unless", "while", "until", "before", "after", "as", "because", "since", "whenever", "than"}
)
_PARTICLES = frozenset({"up", "out", "off", "down", "back", "away", "over"})
_HERE = frozenset({"it", "this", "these", "each", "they", "them"})
_WANT = frozenset(
    {
        "want",
        "need",
        "like",
        "love",
        "wish",
        "have",
        "be",
        "able",
        "let",
        "allow",
        "help",
        "try",
        "expect",
        "would",
        "get",
    }
)


@dataclass(frozen=True, kw_only=True)
class Saying:
    """One verb with what belongs to it; `verb` has its particle ('sign up').

    `before` are the phrases that stand before a relative clause; `sure` is false under if, when and their like.
    """

    text: str
    subjects: tuple[Phrase, ...]
    verb: str
    objects: tuple[Phrase, ...]
    preps: tuple[tuple[str, tuple[Phrase, ...]], ...]
    modal: str = ""
    passive: bool = False
    negated: bool = False
    sure: bool = True
    relative: bool = False
    speaker: str = ""
    state: tuple[str, ...] = ()
    adverbs: tuple[str, ...] = ()
    before: tuple[Phrase, ...] = ()

    def after(self, *prepositions: str) -> tuple[Phrase, ...]:
        """The phrases behind any of these prepositions."""
        return tuple(p for name, phrases in self.preps if name in prepositions for p in phrases)

    @property
    def optional(self) -> bool:
        """Whether it need not be so."""
        return self.modal in ("may", "can", "might", "could") or bool(
            {"optionally", "sometimes", "maybe", "perhaps", "possibly"} & set(self.adverbs)
        )


def sayings(statement: Statement, context: Context, last: str) -> tuple[Saying, ...]:
    """All sayings of a statement; `last` is the thing that 'it' means. Several readers ask for them, so they are kept."""
    kept = context.once(_kept)
    key = (statement.number, statement.text, last)
    if key not in kept:
        kept[key] = _sayings(statement, context, last)
    return kept[key]


def _kept(context: Context) -> dict[tuple[int, str, str], tuple[Saying, ...]]:
    """The sayings that were asked for, as long as the same things are known."""
    return {}


def _sayings(statement: Statement, context: Context, last: str) -> tuple[Saying, ...]:
    if statement.kind in ("title", "heading", "aside"):
        return ()
    found: list[Saying] = []
    for text in statement.said if statement.properties else (statement.text,):
        story = _STORY.match(text)
        speaker = context.english.name(story["role"]) if story else ""
        subjects: tuple[Phrase, ...] = ()
        head, colon, rest = text.partition(":")
        thing = context.named(head) if colon and len(head.split()) < 4 else ""
        if thing and not context.english.parse(head)[0].verb:
            last, text = thing, rest
        for clause in context.english.parse(text):
            found += _flat(_upright(clause, context), subjects, speaker, last)
            subjects = found[-1].subjects if found else ()
    return tuple(found)


def _upright(clause: Clause, context: Context) -> Clause:
    """'Out of a lot come batches' as 'batches come of a lot'; 'behind every claim stands a policy' as a claim that has one.

    What 'up to five boats' do, they do themselves.
    """
    if (
        not clause.subjects
        and [name for name, _ in clause.preps[:2]] == ["up", "to"]
        and clause.text[:2].lower() == "up"
    ):
        return replace(clause, subjects=clause.preps[1][1], preps=clause.preps[2:])
    if clause.subjects or clause.marker or len(clause.objects) != 1 or not clause.preps or clause.passive:
        return clause
    low, grammar = clause.text.lower().split(), context.english.lexicon.grammar
    third = any(grammar.is_third(word) and grammar.lemma(word, "verb") == clause.verb for word in low)
    wholes = clause.preps[0][1] or (clause.preps[1][1] if clause.preps[1:] else ())
    if (
        low[0] != clause.preps[0][0]
        or not wholes
        or not (third or clause.verb in (*context.english.lexicon.relations.hang, "be"))
    ):
        return clause
    subject, other = clause.objects[0], wholes[0]
    if other.determiner in ("each", "every") and not subject.plural:
        subject, other = other, subject
    rest = clause.preps[1:] if clause.preps[0][1] else clause.preps[2:]
    return replace(clause, subjects=(subject,), objects=(), preps=(("in", (other,)), *rest))


def _flat(clause: Clause, above: tuple[Phrase, ...], speaker: str, last: str, sure: bool = True) -> Iterator[Saying]:
    times = tuple(c for c in clause.under if c.marker == "once" and not c.verb and not c.subjects)
    if times:
        more = tuple(p for c in times for p in c.preps)
        under = tuple(c for c in clause.under if c not in times)
        clause = replace(clause, preps=(*clause.preps, *more), under=under)
    subjects = clause.subjects or above
    pronoun = next((p for p in subjects[1:] if p.pronoun and p.words[0] in _HERE), None)
    subjects = tuple(_meant(p, above, speaker, last) for p in ((pronoun,) if pronoun else subjects))
    verb, objects, preps = _with_particle(clause)
    said = Saying(
        text=clause.text,
        subjects=subjects,
        verb=verb,
        objects=objects,
        preps=preps,
        modal=clause.modal,
        passive=clause.passive,
        negated=clause.negated or "never" in clause.adverbs,
        sure=sure and clause.marker not in _HEDGED,
        relative=clause.marker in _RELATIVE,
        speaker=speaker,
        state=clause.state,
        adverbs=clause.adverbs,
    )
    yield said
    behind = _in_order(clause)
    for inner in (_filled(each, behind) for each in clause.under):
        if inner.marker in _RELATIVE and not inner.subjects and behind:
            for found in _flat(inner, behind[-1:], speaker, last, said.sure):
                yield replace(found, before=found.before or behind)
        else:
            wanted = inner.marker == "to" and not (inner.subjects and clause.verb not in _WANT)
            yield from _flat(inner, subjects if wanted or not inner.subjects else (), speaker, last, said.sure)


def _filled(clause: Clause, behind: tuple[Phrase, ...]) -> Clause:
    """'An event to which I bring a device': what the preposition without a phrase stands for."""
    if clause.marker not in ("which", "whom", "that") or not clause.subjects or not behind or not clause.preps:
        return clause
    *first, (name, phrases) = clause.preps
    return clause if phrases else replace(clause, preps=(*first, (name, behind[-1:])))


def _meant(phrase: Phrase, above: tuple[Phrase, ...], speaker: str, last: str) -> Phrase:
    if phrase.words[:1] in (("i",), ("we",)) and speaker:
        return Phrase(text=speaker, words=tuple(speaker.split("_")))
    one = phrase.words == ("one",) and phrase.of is None and phrase.determiner in ("", "each", "every")
    if (phrase.pronoun or one) and phrase.words[:1] and phrase.words[0] in (*_HERE, "one") and len(phrase.words) == 1:
        if above and not above[0].pronoun:
            return above[0]
        return Phrase(text=last, words=tuple(last.split("_")), determiner="the") if last else phrase
    return phrase


def _with_particle(
    clause: Clause,
) -> tuple[str, tuple[Phrase, ...], tuple[tuple[str, tuple[Phrase, ...]], ...]]:
    """'set up viewings' has the verb 'set up' and viewings as its object; 'at most one vote' is an object too."""
    verb, objects, preps = clause.verb, list(clause.objects), []
    for n, (name, phrases) in enumerate(clause.preps):
        if n == 0 and name in _PARTICLES and verb:
            verb, objects = f"{verb} {name}", [*objects, *phrases]
        elif n == 0 and not phrases and verb and clause.passive:
            verb = f"{verb} {name}"
        elif name == "at" and phrases and phrases[0].determiner in ("most", "least"):
            objects += phrases
        else:
            preps.append((name, phrases))
    return verb, tuple(objects), tuple(preps)


def _in_order(clause: Clause) -> tuple[Phrase, ...]:
    """The phrases of a clause as they stand in its text."""
    inner = (c for c in clause.under if c.marker == "to")
    phrases = [p for c in (clause, *inner) for p in (*c.subjects, *c.objects, *(p for _, row in c.preps for p in row))]
    return tuple(sorted(phrases, key=lambda p: clause.text.rfind(p.text)))
