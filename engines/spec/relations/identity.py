"""Reads who a field names: 'the actor is a member', 'both are players', 'the two must be different examiners'."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from engines.kernel.spec import Entity, Field, FieldType
from engines.spec.context import Context
from engines.spec.grammar import Phrase
from engines.spec.model import Statement
from engines.spec.patterns import pattern
from engines.spec.relations.goals import Link, account_of, entity_of
from engines.spec.relations.sayings import Saying

_BOTH = pattern(
    r"\bboth (?:of (?:them|which|whom) )?(?:are |being |have to be |must be )?(?:the |our |of our )?(?P<what>[a-z]+(?: [a-z]+)?)"
)
_PLAIN = (FieldType.TEXT, FieldType.LONG_TEXT)


def identified(said: Saying, last: str, sentence: int, context: Context) -> Iterator[Link]:
    """Fields that a saying tells to be a thing or an account."""
    if said.verb not in ("be", "become") or said.passive:
        return
    goal = next(iter(said.objects), None)
    if goal is None or not goal.words:
        return
    if goal.plural and said.relative and re.search(r"\bis\b", said.text):
        return
    differs = (said.negated and goal.words[0] == "same") or goal.words[0] == "different"
    if said.negated and not differs:
        return
    words = goal.words[1:] if differs else goal.words
    target = context.named(" ".join(words)) if differs and words else entity_of(goal, context)
    role = "" if target or differs else account_of(goal, context)
    target = target or ("user" if role else "")
    if not target and differs and words[-1:] == ("person",):
        target = _people(said, last, context)
    if not target:
        return
    phrases = said.before[-2:] if differs and said.before else said.subjects
    whole = next((e for p in phrases if p.of and (e := entity_of(p.of, context))), "")
    for phrase in phrases:
        if found := _owner(phrase, whole, last, context):
            yield _link(*found, target)
        elif whole and not differs and _is_role(phrase, context):
            yield Link(entity=whole, name="_".join(phrase.words), target=target, required=target != whole)
        elif not differs and target != "user" and (owner := _of_whom(phrase, last, context)):
            if owner == target and phrase.determiner == "the":
                continue
            yield Link(entity=owner, name="_".join(phrase.words), target=target, required=target != owner)
    if said.subjects == () and re.match(r"both\b", said.text, re.IGNORECASE):
        yield from pair(last, sentence, target, context)


def contending(entity: Entity, links: Iterable[Link], context: Context) -> Iterator[Link]:
    """'The winner' of what refers to two of a kind is one of them; `links` are those that were found besides."""
    named = {r.name: r.target for r in entity.relations} | {x.name: x.target for x in links if x.entity == entity.name}
    targets = [target for name, target in named.items() if target not in (name, "user")]
    twice = next((target for target in targets if targets.count(target) > 1), "")
    for field in entity.fields if twice else ():
        if field.name.split("_")[0] in context.english.lexicon.relations.contenders and field.type is FieldType.TEXT:
            yield Link(entity=entity.name, name=field.name, target=twice, required=False)


def both(statement: Statement, last: str, context: Context) -> Iterator[Link]:
    """'white, black (both players)': the two fields before are players."""
    for match in _BOTH.finditer(statement.text.lower()):
        words = match["what"].split()
        target = context.named(match["what"]) or context.named(words[0])
        if not target and words[0].rstrip("s") in context.roles:
            target = "user"
        entity = context.entity(last)
        if target and entity:
            yield from pair(last, statement.number, target, context, before=statement.text[: match.start()])


def pair(last: str, sentence: int, target: str, context: Context, before: str = "") -> Iterator[Link]:
    """The last two fields of a thing that a sentence, or the one before it, has given."""
    entity = context.entity(last)
    if entity is None:
        return
    plain = [
        f
        for f in entity.fields
        if f.type in _PLAIN and not f.choices and {sentence, sentence - 1} & set(f.origin.sentences)
    ]
    told = [r for r in entity.relations if r.target == target and r.name != target and sentence in r.origin.sentences]
    if before:
        said = before.lower().replace("-", " ")
        plain = [f for f in plain if f.name.replace("_", " ") in said]
        told = [r for r in told if r.name.replace("_", " ") in said]
    missing = 2 - len(told)
    if 0 < missing <= len(plain):
        for field in plain[-missing:]:
            yield _link(entity, field, target)


def _link(entity: Entity, field: Field, target: str) -> Link:
    return Link(entity=entity.name, name=field.name, target=target, required=field.required)


def _is_role(phrase: Phrase, context: Context) -> bool:
    """'The father of a person' is a person: somebody or something by what it is to another."""
    return not phrase.plural and phrase.determiner == "the" and not entity_of(phrase, context) and not phrase.pronoun


def _of_whom(phrase: Phrase, last: str, context: Context) -> str:
    """'The coordinator is one of the performers', 'sire and dam are dogs': a part that somebody plays in what was spoken of."""
    told = phrase.determiner in ("", "the", "its") and not phrase.number and (phrase.determiner or not phrase.plural)
    plain = told and not phrase.pronoun and not phrase.of and 0 < len(phrase.words) < 3
    grammar = context.english.lexicon.grammar
    plain = plain and not (grammar.is_participle(phrase.words[-1]) or phrase.words[-1].endswith("ing"))
    known = entity_of(phrase, context) or account_of(phrase, context)
    return last if plain and not known and last in context.names else ""


def _owner(phrase: Phrase, whole: str, last: str, context: Context) -> tuple[Entity, Field] | None:
    """The field that a phrase names, of the thing it says or the one spoken of."""
    if entity_of(phrase, context) and not phrase.of:
        return None
    name = "_".join(phrase.words)
    for entity in (context.entity(whole), context.entity(last)):
        if entity:
            field = next((f for f in entity.fields if f.name == name and f.type in _PLAIN and not f.choices), None)
            if field:
                return entity, field
    return None


def _people(said: Saying, last: str, context: Context) -> str:
    """'Not the same person': what one of the two already is."""
    entity = context.entity(last)
    if entity is None:
        return ""
    names = {"_".join(p.words) for p in (*said.before, *said.subjects)}
    return next((r.target for r in entity.relations if r.name in names and r.name != r.target), "")
