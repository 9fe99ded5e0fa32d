"""Noun phrases of a tagged sentence and the names of the things they mean. Used by antecedents."""

from __future__ import annotations

from dataclasses import dataclass

from engines.spec.chunks import Tags
from engines.spec.english import English
from engines.spec.grammar.tagging import Tagged

_INSIDE = frozenset({"det", "adj", "noun", "num", "poss", "note"})
_GROUP = frozenset({"modal", "adv", "do", "neg", "be", "have"})
_MARKS = frozenset({";", ".", ":", "!", "?"})
_SORTS = frozenset({"kinds", "types", "sorts", "categories", "classes"})
_KINDS = frozenset({"each", "all", "list", "kind", "number", "most", "register", "collection", "lots", "plenty"})
ANY = frozenset({"a", "an", "each", "every", "any"})


@dataclass(frozen=True, kw_only=True)
class Before:
    """What is there to be taken up: `new` was introduced without saying what it has, the likeliest first.

    `several` is what the sentence before was about in the plural, `deed` the record of what people did in it or do in this one;
    `deeds` are the things with which something was done so far, each with the record of it.
    """

    new: tuple[str, ...] = ()
    several: str = ""
    deed: str = ""
    deeds: tuple[tuple[str, str], ...] = ()


NOTHING = Before()


@dataclass(frozen=True)
class Names:
    """Which phrases can be the name of a thing; `last` is what 'it' means, `speaker` who 'I' is.

    `before`: what the sentences before left to be taken up.
    """

    english: English
    last: str = ""
    speaker: str = ""
    before: Before = NOTHING

    def names(self, part: Tags, *, subject: bool = False) -> tuple[str, ...]:
        """The name as a tuple, empty when there is none."""
        name = self.named(part, subject=subject)
        return (name,) if name else ()

    def named(self, part: Tags, *, subject: bool = False) -> str:
        """The name of the thing that a phrase means, '' when it can be none; a `subject` may be what objects seldom are."""
        part = tuple(t for t in part if t.tag != "note")
        of = next((n for n, t in enumerate(part) if t.low == "of"), -1)
        if of > 0 and part[of - 1].low in _SORTS and part[of + 1 : of + 2] and part[of + 1].tag in ("noun", "adj"):
            part = (*part[of + 1 :], part[of - 1])
        elif of >= 0:
            part = part[of + 1 :] if part[of - 1].low in _KINDS else part[:of]
        marks = [n for n, t in enumerate(part) if t.tag == "poss"]
        part = part[marks[-1] + 1 :] if marks else part
        determiner = part[0].low if part and part[0].tag == "det" else ""
        words = [t for t in part if t.tag in ("noun", "adj") and t.low not in self.english.lexicon.pointing]
        if not words or words[-1].tag != "noun" or len(words) > 3:
            return ""
        lexicon = self.english.lexicon
        if self.speaker and words[-1].low in lexicon.oneself:
            return self.speaker
        head = self.english.singular(words[-1].low)
        spoken = " ".join(t.low for t in words)
        qualified = words[0].tag == "noun" and words[0].low not in lexicon.spans and spoken not in lexicon.types
        if (head in lexicon.spans and (len(words) == 1 or not qualified)) or spoken in lexicon.labels:
            return ""
        bare = bool(part) and part[0].tag == "noun" and self.english.is_plural(part[-1].low)
        general = subject and (determiner in ANY or bare) and head not in ("one", "other")
        if len(words) == 1 and (
            (head in lexicon.nothing and not general and words[-1].low != "lots")
            or (head in lexicon.itself and determiner == "this")
        ):
            return ""
        if any(word.low == "people" or self._several_inside(word) for word in words[:-1]):
            return ""
        if determiner in ("our", "my", "this", "your") and not self.english.is_plural(words[-1].low):
            return ""
        if part and part[-1].tag == "num":
            return ""
        return self.english.name(" ".join(t.low for t in words))

    def _several_inside(self, word: Tagged) -> bool:
        """'supervisors post topics' is no name: the plural is a subject of its own."""
        plural = (
            word.tag == "noun" and self.english.is_plural(word.low) and self.english.lexicon.grammar.is_plural(word.low)
        )
        return plural and not word.low.endswith("ics") and word.low not in self.english.lexicon.plural_names

    def clause_start(self, tags: Tags, at: int) -> int:
        """Where the clause of a word begins for certain."""
        for n in range(at - 1, -1, -1):
            if tags[n].token.text in _MARKS or (tags[n].tag == "sub" and n) or tags[n].tag == "rel":
                return n + 1
        return 0

    def phrase_before(self, tags: Tags, end: int) -> tuple[int, int]:
        """Start and end of the noun phrase that ends here."""
        start = end
        while start and (tags[start - 1].tag in _INSIDE or (tags[start - 1].low == "of" and start < end)):
            start -= 1
            if tags[start].tag == "det" and start and tags[start - 1].low != "of":
                break
        return start, end

    def phrase_after(self, tags: Tags, start: int, limit: int) -> tuple[int, int]:
        """Start and end of the noun phrase that begins here."""
        end = start
        while end < limit and (tags[end].tag in _INSIDE or tags[end].tag == "adv"):
            if end > start and tags[end].tag == "det" and tags[end - 1].tag in ("noun", "adj"):
                break
            end += 1
        return start, end

    def joined(self, tags: Tags, start: int) -> tuple[str, ...]:
        """'Agents, pilots and | berths have': the things in a row before the last one."""
        found: tuple[str, ...] = ()
        joint = start - 1
        while joint > 0 and (tags[joint].low == "and" if not found else tags[joint].token.text == ","):
            first, other = self.phrase_before(tags, joint)
            more = self.names(tags[first:other])
            if not more or any(t.tag in ("verb", "be", "have", "prep") for t in tags[:first]):
                break
            found, joint = (*more, *found), first - 1
        return found

    def group_start(self, tags: Tags, at: int) -> int:
        """Where the verb's group begins: 'has also been' with has."""
        while at and tags[at - 1].tag in _GROUP:
            at -= 1
        return at
