"""Which states, flags and choices of a thing a text names, and whether it denies them. Used by the rules about several records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engines.kernel.spec import Entity, FieldType
from engines.spec.context import Context
from engines.spec.rules.forbidding import negated_at
from engines.spec.rules.stems import Text, stem

_LIGHT = frozenset(
    {
        "is",
        "has",
        "been",
        "in",
        "of",
        "the",
        "a",
        "to",
        "for",
        "under",
        "on",
        "at",
        "be",
        "being",
        "was",
        "are",
        "or",
        "not",
    }
)
_ABLE = frozenset({"can", "may", "could", "might", "will", "would", "shall"})
_BEHIND = frozenset(
    {"after", "before", "until", "till", "since", "upon", "once", "without", "pending", "awaiting", "following"}
)
_REACH = 7
_FEW = 3


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a text says of a thing at a place: `condition` in the language of expressions, and where it is denied.

    `value`: the state; `values`: all words that may stand there.
    """

    condition: str
    at: int
    value: str = ""
    values: tuple[str, ...] = ()
    denied: int | None = None


def standings(entity: Entity, text: Text, context: Context) -> tuple[Standing, ...]:
    """Everything a text says of an entity's states, flags and choices, in order."""
    if context.of(entity, _signs).isdisjoint(text.within):
        return ()
    own = frozenset(stem(word) for word in entity.name.split("_"))
    found = [*_states(entity, text, context), *_flags(entity, own, text, context), *_choices(entity, text, context)]
    return tuple(sorted(found, key=lambda s: s.at))


def spoken_of(text: Text, context: Context) -> tuple[Entity, ...]:
    """The entities of whose states, flags or choices a text may speak, in their order."""
    by_sign = context.once(_by_sign)
    found = {place for stem in text.within for place in by_sign.get(stem, ())}
    return tuple(context.entities[place] for place in sorted(found))


def _by_sign(context: Context) -> dict[str, list[int]]:
    """The places of the entities by the stems that speak of their states."""
    found: dict[str, list[int]] = {}
    for place, entity in enumerate(context.entities):
        for sign in context.of(entity, _signs):
            found.setdefault(sign, []).append(place)
    return found


def _signs(entity: Entity, context: Context) -> frozenset[str]:
    """Stems of which a text has one that speaks of any state, flag or choice."""
    lemma = context.english.lexicon.grammar.lemma
    words = [state.split("_")[0] for state in (entity.lifecycle.states if entity.lifecycle else ())]
    words += [lemma(word, "verb") for word in words]
    words += [choice.split("_")[0] for field in entity.fields for choice in field.choices]
    for flag in context.of_type(entity, FieldType.BOOLEAN):
        words += [*flag.name.split("_"), *_contrary(flag.name)]
    return frozenset(stem(word) for word in words)


def _contrary(flag: str) -> frozenset[str]:
    return frozenset(prefix + flag for prefix in ("un", "in", "non", "dis"))


def _states(entity: Entity, text: Text, context: Context) -> Iterator[Standing]:
    """The states that are named; none where they are listed."""
    states = entity.lifecycle.states if entity.lifecycle else ()
    found = [(state, at) for state in states for at in _stated(tuple(state.split("_")), text, context)]
    if _is_list(len({state for state, _ in found}), len(states)):
        return
    for state, at in found:
        denied = negated_at(text, at, context)
        yield Standing(condition=f"status == '{state}'", at=at, value=state, values=states, denied=denied)


def _is_list(named: int, known: int) -> bool:
    """Whether so many of the known values are named that they are listed rather than spoken of."""
    return (named > 1 and named > known - 2) or named > _FEW


def _stated(words: tuple[str, ...], text: Text, context: Context) -> Iterator[int]:
    """Where a state is said: by its words, or by a noun or participle of its verb; not by the act itself."""
    exact = [at for at in text.starts(words) if not _is_act(text, at)]
    yield from exact
    if exact:
        return
    first = {stem(words[0]), stem(context.english.lexicon.grammar.lemma(words[0], "verb"))}
    if text.within.isdisjoint(first):
        return
    for at, (low, lemma, stems) in enumerate(zip(text.low, text.lemmas, text.stems, strict=True)):
        if len(low) < 4 or not (stems & first) or (len(words) > 1 and not _follow(words[1:], text, at)):
            continue
        behind = not _BEHIND.isdisjoint(text.low[max(0, at - 2) : at])
        participle = low != lemma and not low.endswith(("s", "ing"))
        if (participle and not _is_act(text, at)) or (behind and (low != lemma or low not in text.lemmas)):
            yield at


def _follow(words: tuple[str, ...], text: Text, at: int) -> bool:
    near = text.low[at + 1 : at + 1 + len(words) + 2]
    return all(word in near for word in words)


def _is_act(text: Text, at: int) -> bool:
    """'Can be booked', 'not to be booked': what may be done, not what is."""
    n = at - 1
    while n >= 0 and (text.low[n].endswith("ly") or text.low[n] in ("not", "n't", "never", "only")):
        n -= 1
    if n < 0 or text.low[n] not in ("be", "get", "been"):
        return n >= 0 and (text.low[n] in _ABLE or text.low[n] == "to") and text.low[at] == text.lemmas[at]
    before = text.low[max(0, n - 4) : n]
    return not _ABLE.isdisjoint(before) or (
        before[-1:] == ("to",) and not {"has", "have", "needs", "need"} & set(before)
    )


def _flags(entity: Entity, own: frozenset[str], text: Text, context: Context) -> Iterator[Standing]:
    flags = context.of_type(entity, FieldType.BOOLEAN)
    for field in flags:
        goal = [w for w in field.name.split("_") if w not in _LIGHT] or field.name.split("_")
        goal = [w for w in goal if stem(w) not in own] or goal
        at = _together([stem(w) for w in goal], text)
        if at is not None:
            yield Standing(condition=field.name, at=at, denied=negated_at(text, at, context))
            continue
        contrary = _contrary(field.name)
        if (found := next((n for n, low in enumerate(text.low) if low in contrary), None)) is not None:
            yield Standing(condition=field.name, at=found, denied=found)


def _together(goal: list[str], text: Text) -> int | None:
    """Where all the words stand near each other."""
    places = [next((n for n, stems in enumerate(text.stems) if word in stems), None) for word in goal]
    known = [place for place in places if place is not None]
    return max(known) if len(known) == len(goal) and max(known) - min(known) <= _REACH else None


def _choices(entity: Entity, text: Text, context: Context) -> Iterator[Standing]:
    for field in entity.fields:
        found = [
            (choice, at) for choice in field.choices if len(choice) > 2 for at in text.starts(tuple(choice.split("_")))
        ]
        if not _is_list(len({choice for choice, _ in found}), len(field.choices)):
            for choice, at in found:
                denied = negated_at(text, at, context)
                yield Standing(condition=f"{field.name} == '{choice}'", at=at, values=field.choices, denied=denied)
