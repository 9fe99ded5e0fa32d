"""What a phrase can refer to: an entity, or an account by its role. Used by the readers of relations."""

from __future__ import annotations

from dataclasses import dataclass

from engines.spec import people
from engines.spec.context import Context
from engines.spec.grammar import Phrase

_ONE = frozenset(
    {
        "a",
        "an",
        "the",
        "one",
        "each",
        "every",
        "its",
        "their",
        "his",
        "her",
        "our",
        "my",
        "another",
        "any",
        "this",
        "that",
    }
)
_AMOUNTS = frozenset(
    {"number", "lot", "couple", "handful", "series", "set", "bunch", "majority", "pair", "variety", "row"}
)
_LOOSE = frozenset({"", "a", "any", "some"})


@dataclass(frozen=True, kw_only=True)
class Link:
    """An entity refers to another, or to an account when `target` is `user`. `weak`: only when nothing else links the two."""

    entity: str
    name: str
    target: str
    required: bool = True
    owner: bool = False
    many: bool = False
    weak: bool = False


def entity_of(phrase: Phrase | None, context: Context) -> str:
    """The entity that a phrase names; 'one of the members' is member."""
    if phrase is None or not phrase.words:
        return ""
    if phrase.of is not None and phrase.words[-1] in (
        "one",
        "some",
        "any",
        "each",
        "all",
        "most",
        "several",
        "many",
        "none",
        "kind",
        "sort",
        "part",
    ):
        return entity_of(phrase.of, context)
    if phrase.of is not None and phrase.of.plural and phrase.words[-1] in _AMOUNTS and phrase.determiner in _LOOSE:
        return entity_of(phrase.of, context)
    if phrase.pronoun and len(phrase.words) == 1:
        return ""
    return context.named(" ".join(phrase.words)) or context.named(" ".join(_unsaid(phrase.words, context)))


def _unsaid(words: tuple[str, ...], context: Context) -> tuple[str, ...]:
    """'The customer concerned' is the customer."""
    said = len(words) > 1 and (context.english.lexicon.grammar.is_participle(words[-1]) or words[-1] == "responsible")
    return words[:-1] if said else ()


def account_of(phrase: Phrase | None, context: Context) -> str:
    """The role or `user` that a phrase means where no entity has its name; '' when it means no account."""
    if phrase is None or not phrase.words or not context.roles:
        return ""
    if phrase.of is not None and phrase.words[-1] in ("one", "any", "member"):
        return account_of(phrase.of, context)
    for name in ("_".join(phrase.words), phrase.words[-1]):
        if name in context.roles:
            return name
    words = context.english.lexicon.relations
    return "user" if phrase.words[-1] in words.accounts or " ".join(phrase.words) in words.accounts else ""


def is_person(name: str, context: Context) -> bool:
    """Whether an entity or role is somebody."""
    return name in context.roles or people.is_person(name, context.english)


def is_one(phrase: Phrase) -> bool:
    """Whether a phrase means a single thing: 'a room', 'exactly one room'."""
    if phrase.of is not None and phrase.words == ("one",):
        return True
    if phrase.plural:
        return False
    return phrase.determiner in _ONE or phrase.number in ("one", "1") or bool(phrase.owner)


def whole(phrase: Phrase, context: Context) -> Phrase:
    """The phrase that names a thing, or the thing whose part it names: 'on the grounds of a lodge', 'in charge of a ward'."""
    inner = phrase.of
    return inner if inner is not None and is_one(inner) and not entity_of(phrase, context) else phrase


def listed(phrases: tuple[Phrase, ...], context: Context) -> tuple[tuple[str, str], ...]:
    """(name, target) of phrases in a row, as long as they name things; 'two players, the white and the black' are white and black.

    In 'a white and a black player' each word stands for a player of that kind.
    """
    if not phrases:
        return ()
    targets = [entity_of(p, context) for p in phrases]
    first, head = phrases[0], targets[0]
    if head and first.plural and first.number in ("two", "2"):
        named = [p for p, target in zip(phrases[1:3], targets[1:3], strict=True) if not target]
        if len(named) == 2:
            return tuple((p.name, head) for p in named)
        return ((f"first_{head}", head), (f"second_{head}", head))
    apart = len(phrases) > 1 and bool(first.determiner and phrases[1].determiner)
    apart = apart and (len(phrases) == 2 or "adj" in context.english.lexicon.grammar.classes(first.words[-1]))
    if apart and not head and targets[1] and len(first.words) == 1 and len(phrases[1].words) > 1:
        rest = "_".join(phrases[1].words)
        if rest.endswith("_" + targets[1]) or rest.split("_")[-1] == targets[1].split("_")[-1]:
            last = phrases[1].words[-1]
            return ((f"{first.name}_{last}", targets[1]), (rest, targets[1]))
    found: list[tuple[str, str]] = []
    for phrase, target in zip(phrases, targets, strict=True):
        if not target:
            break
        twin = targets.count(target) > 1 and len(phrase.words) > 1
        found.append(("_".join(phrase.words) if twin else target, target))
    return tuple(found)
