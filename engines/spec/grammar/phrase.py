"""Noun phrases: what is spoken of, how many, whose, and what stands in brackets behind it. Used by clause."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from engines.spec.grammar.tagging import Tagged
from engines.spec.grammar.words import Words

_INSIDE = frozenset({"det", "adj", "noun", "num", "poss"})


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """A noun phrase; `words` in lower case, the last in the singular, without determiner; a pronoun is one word.

    `owner`: the possessor's words ('their', "the book's"). `of`: what follows 'of'. `note`: what stands in brackets.
    """

    text: str
    words: tuple[str, ...]
    plural: bool = False
    pronoun: bool = False
    determiner: str = ""
    owner: str = ""
    number: str = ""
    note: str = ""
    of: Phrase | None = None

    @cached_property
    def name(self) -> str:
        """snake_case, the head in the singular."""
        return "_".join(word.replace("-", "_").replace("/", "_") for word in self.words)

    @property
    def head(self) -> str:
        """The last word, in the singular."""
        return self.words[-1] if self.words else ""


def phrase_at(tags: tuple[Tagged, ...], start: int, words: Words, depth: int = 4) -> tuple[Phrase | None, int]:
    """The phrase that starts here and where it ends; (None, start) when none does. `depth` bounds 'of ... of ...'."""
    if start < len(tags) and tags[start].tag == "pron":
        low = tags[start].low
        return Phrase(text=tags[start].token.text, words=(low,), pronoun=True, plural=low in ("they", "we")), start + 1
    if tags[start : start + 1] and tags[start].low == "another" and not _goes_on(tags, start + 1):
        return Phrase(text=tags[start].token.text, words=("another",), pronoun=True), start + 1
    end = start
    while end < len(tags) and (tags[end].tag in _INSIDE or _joins(tags, end)):
        if end > start and tags[end].tag == "det" and tags[end - 1].tag in ("noun", "adj"):
            break
        end += 1
    while end > start and tags[end - 1].tag in ("det", "poss"):
        end -= 1
    found = _built(tags[start:end], words)
    if found is None:
        return None, start
    if end < len(tags) and tags[end].tag == "note":
        found = replace(found, note=tags[end].token.text[1:-1].strip())
        end += 1
    if depth and end + 1 < len(tags) and tags[end].low == "of":
        inner, after = phrase_at(tags, end + 1, words, depth - 1)
        if inner:
            return replace(found, of=inner, note=found.note or inner.note, text=_text(tags[start:after])), after
    return found, end


def _goes_on(tags: tuple[Tagged, ...], at: int) -> bool:
    return at < len(tags) and tags[at].tag in _INSIDE


def _joins(tags: tuple[Tagged, ...], at: int) -> bool:
    """'two to six options', 'one or more tags': a range of numbers is inside."""
    return (
        tags[at].tag in ("conj", "prep", "to")
        and tags[at].low in ("to", "or")
        and at > 0
        and tags[at - 1].tag == "num"
        and at + 1 < len(tags)
        and (tags[at + 1].tag == "num" or tags[at + 1].low in ("more", "several", "many"))
    )


def _built(part: tuple[Tagged, ...], words: Words) -> Phrase | None:
    heads = [t for t in part if t.tag in ("noun", "adj", "num")]
    if not heads:
        return None
    owner = ""
    rest = part
    marks = [n for n, t in enumerate(part) if t.tag == "poss"]
    if marks:
        owner, rest = _text(part[: marks[-1]]), part[marks[-1] + 1 :]
    determiners = [t.low for t in rest if t.tag == "det"]
    owners = [low for low in determiners if low in words.possessives]
    plain = [t for t in rest if t.tag in ("noun", "adj")]
    counted = any(t.tag == "num" for t in rest)
    small = ("to", "or", "more", "several", "many") if counted else ("to", "or", "more")
    number = " ".join(t.low for t in rest if t.tag == "num" or (t.low in small and t.tag != "noun"))
    if not plain:
        numbers = [t for t in rest if t.tag == "num"]
        return Phrase(text=_text(part), words=tuple(t.low for t in numbers), number=number) if numbers else None
    last = plain[-1]
    spoken = (*(t.low for t in plain[:-1]), last.lemma if last.tag == "noun" else last.low)
    return Phrase(
        text=_text(part),
        words=spoken,
        plural=last.tag == "noun" and words.is_plural(last.low),
        determiner=determiners[0] if determiners else "",
        owner=owner or (owners[0] if owners else ""),
        number=number,
    )


def _text(part: tuple[Tagged, ...]) -> str:
    return " ".join(t.token.text for t in part)
