"""Reads values that stand in the open: 'left or right arm', 'a finish of matt, satin or gloss', 'whether it is red or blue'. Used by properties."""

from __future__ import annotations

from engines.kernel.spec import FieldType
from engines.spec.chunks import Chunk, Tags
from engines.spec.english import English
from engines.spec.grammar.tagging import Tagged
from engines.spec.model import Attribute

_RHYTHM = frozenset(
    {"daily", "weekly", "monthly", "yearly", "annually", "quarterly", "hourly", "fortnightly", "once", "biweekly"}
)
_SMALL = frozenset(
    {"either", "it", "they", "he", "she", "is", "are", "was", "were", "be", "to", "the", "a", "an", "by"}
)


def modified(tags: Tags, english: English) -> Attribute | None:
    """'left or right arm', 'an inside or outside seat': two values before the name."""
    plain = [t for t in tags if t.tag not in ("det", "note")]
    at = next((n for n, t in enumerate(plain) if t.low == "or"), 0)
    if at != 1 or len(plain) < 4 or any(t.tag not in ("noun", "adj", "verb", "adv") for t in (plain[0], *plain[2:])):
        return None
    name = english.name(" ".join(t.low for t in plain[3:]))
    choices = tuple(dict.fromkeys(english.snake(plain[n].low) for n in (0, 2)))
    return Attribute(name=name, choices=choices, type=FieldType.ENUM) if name and len(choices) > 1 else None


def of_values(parts: tuple[Chunk, ...], at: int, english: English) -> tuple[Attribute | None, int]:
    """'a finish of matt, satin or gloss', 'language en, de or es' and where it ends; (None, at) when what follows 'of' is no value."""
    tags = parts[at].tags
    of = next((n for n, t in enumerate(tags) if t.low == "of"), 0)
    first = tags[of + 1 :]
    types = english.lexicon.types
    if (not of and len(tags) == 2 and tags[0].low in types and tags[1].low not in types and tags[1].tag != "note") or (
        not of and len(tags) == 2 and tags[0].tag == "noun" and tags[1].tag in ("adj", "verb", "adv")
    ):
        of, first = 1, tags[1:]
    elif not of or not first or first[-1].tag not in ("adj", "verb", "adv") or len(first) > 2:
        return None, at
    values, n = [first], at + 1
    while n < len(parts) and parts[n].kind != "note" and len(parts[n].tags) <= 2 and parts[n].glue in (",", "or"):
        values.append(parts[n].tags)
        n += 1
        if parts[n - 1].glue == "or":
            name = english.name(" ".join(t.low for t in tags[:of]))
            return Attribute(name=name, type=FieldType.ENUM, choices=_choices(values, english)), n
    return None, at


def whether_values(parts: tuple[Chunk, ...], at: int, english: English) -> tuple[Attribute | None, int]:
    """'whether it comes daily, weekly or monthly', 'whether it is red or blue' and where it ends."""
    tags = parts[at].tags
    if tags[0].low not in ("whether", "if"):
        return None, at
    last, n = 0, at + 1
    values = [tags[_value_at(tags) :]]
    while n < len(parts) and len(parts[n].tags) <= 4 and parts[n].glue in (",", "or") and parts[n].kind != "note":
        values.append(parts[n].tags)
        if parts[n].glue == "or":
            last = n
            break
        n += 1
    if (
        not last
        or values[-1][0].low == "not"
        or not values[0]
        or any(t.tag == "det" for v in values[:1] for t in v[:1])
    ):
        return None, at
    choices = _choices(values, english)
    return Attribute(name=_asked(tags, choices), type=FieldType.ENUM, choices=choices), last + 1


def open_values(parts: tuple[Chunk, ...], at: int, english: English) -> tuple[tuple[str, ...], int]:
    """'how it was paid, cash or card': the values behind a question, and where they end."""
    values: list[tuple[Tagged, ...]] = []
    for n in range(at + 1, len(parts)):
        plain = (
            parts[n].kind == "thing"
            and len(parts[n].tags) <= 2
            and all(t.tag in ("noun", "adj", "verb") for t in parts[n].tags)
        )
        known = " ".join(t.low for t in parts[n].tags) in english.lexicon.types
        if not plain or known or parts[n].glue not in (",", "or"):
            break
        values.append(parts[n].tags)
        if parts[n].glue == "or":
            return (_choices(values, english), n + 1) if len(values) > 1 else ((), at)
    return (), at


def _value_at(tags: Tags) -> int:
    """Where the first value begins: behind the copula, else the last word, else the verb itself."""
    for n in range(len(tags) - 1, 0, -1):
        if tags[n].tag in ("be", "pron", "modal"):
            return n + 1 if tags[n].tag != "be" or n + 1 < len(tags) else n
        if tags[n].tag in ("verb", "have") and n + 1 < len(tags):
            return len(tags) - 1 if tags[-1].tag in ("adv", "adj", "noun") else n
    return len(tags)


def _asked(tags: Tags, choices: tuple[str, ...]) -> str:
    if set(choices) & _RHYTHM:
        return "frequency"
    subject = next((t for t in tags[1:] if t.tag == "noun"), None)
    if subject is not None and tags[1].tag == "det" and any(t.tag == "be" for t in tags):
        return f"{subject.low}_kind"
    return "kind" if any(t.tag == "be" for t in tags) else "answer"


def _choices(values: list[tuple[Tagged, ...]], english: English) -> tuple[str, ...]:
    words = [" ".join(t.low for t in value if t.low not in _SMALL) for value in values]
    return tuple(dict.fromkeys(name for word in words if (name := english.snake(word))))
