"""Finds the things that a sentence speaks of: a verb's subjects, the phrase before or behind a word, and their names. Used by telling."""

from __future__ import annotations

from dataclasses import dataclass

from engines.spec.chunks import Tags
from engines.spec.english import English
from engines.spec.grammar.tagging import Tagged

_GROUP = frozenset({"modal", "adv", "do", "neg", "be", "have"})
_INSIDE = frozenset({"det", "adj", "noun", "num", "poss", "note"})
_ABOUT = frozenset({"for", "of", "about", "on", "with", "from", "at", "per", "to"})
_SPANS = frozenset(
    {
        "week",
        "month",
        "year",
        "weekend",
        "evening",
        "morning",
        "afternoon",
        "night",
        "day",
        "hour",
        "moment",
        "time",
        "summer",
        "winter",
        "season",
    }
)
_PLURAL_NAMES = frozenset(
    {
        "sales",
        "goods",
        "sports",
        "works",
        "customs",
        "savings",
        "parents",
        "operations",
        "systems",
        "members",
        "media",
        "data",
        "arms",
    }
)
_FINITE = frozenset({"modal", "be", "have", "do", "verb"})
_ANY = frozenset({"a", "an", "each", "every", "any"})
_HERE = frozenset({"it", "they", "he", "she", "this", "these", "each", "both", "him", "her", "them", "all", "every"})


@dataclass(frozen=True, kw_only=True)
class Found:
    """A subject and its list: `names` of the things, where the list begins, the verb, and what else the thing hangs on."""

    names: tuple[str, ...]
    start: int
    stop: int = 0
    verb: str = ""
    strength: float = 1.0
    related: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Things:
    """Phrases of a tagged sentence, and which of them can be the name of a thing; `last` is what 'it' means, `speaker` who 'I' is."""

    english: English
    last: str = ""
    speaker: str = ""

    def subjects(self, tags: Tags, at: int) -> tuple[str, ...]:
        """The things before a verb group."""
        end = at
        while end and tags[end - 1].tag in _GROUP:
            end -= 1
        if not end:
            return ()
        before = tags[end - 1]
        if before.tag == "conj" or before.token.text == ",":
            begin = next((n + 1 for n in range(end - 1, -1, -1) if tags[n].token.text in (";", ".", ":")), 0)
            first = next((n for n in range(begin + 1, end - 1) if tags[n].tag in ("verb", "have", "be", "modal")), 0)
            return self.subjects(tags, first) if first else ()
        if before.tag == "rel":
            end -= 1
            if end >= 2 and tags[end - 1].low == "of" and tags[end - 2].low in ("each", "all"):
                end -= 2
            while end and tags[end - 1].token.text == ",":
                end -= 1
            start, stop = self.phrase_before(tags, end)
            return self.names(tags[start:stop])
        if before.low in _HERE and before.tag in ("pron", "det"):
            return self.antecedent(tags, end - 1)
        start, stop = self.phrase_before(tags, end)
        if (
            start
            and tags[start - 1].tag in ("prep", "verb", "sub")
            and tags[start - 1].low not in ("so", "that", "while", "because", "whereas")
        ):
            return ()
        names = self.names(tags[start:stop], subject=True)
        joined = start - 1
        if names and joined > 0 and tags[joined].low == "and" and tags[stop - 1].tag == "noun":
            first, other = self.phrase_before(tags, joined)
            more = self.names(tags[first:other])
            if more and not any(t.tag in ("verb", "be", "have", "prep") for t in tags[:first]):
                return (*more, *names)
        return names

    def antecedent(self, tags: Tags, at: int) -> tuple[str, ...]:
        """What a pronoun means: the subject of the sentence's earlier clause, else the last thing."""
        begin = next((n + 1 for n in range(at - 1, -1, -1) if tags[n].token.text in (".", "!", "?")), 0)
        if tags[at].low == "each" and (names := self._nearest_several(tags, begin, at)):
            return names
        verb = next((n for n in range(begin + 1, at - 1) if tags[n].tag in _FINITE), 0)
        named = tags[begin].low not in _HERE or tags[begin + 1].tag in ("noun", "adj")
        clear = verb and tags[begin].tag in ("det", "noun", "adj") and named
        start, stop = self.phrase_before(tags, self.group_start(tags, verb)) if clear else (0, 0)
        general = clear and (
            tags[start].low in _ANY or (tags[start].tag != "det" and self.english.is_plural(tags[stop - 1].low))
        )
        names = self.names(tags[start:stop]) if general and start == begin else ()
        return names or self._object(tags, begin, at) or ((self.last,) if self.last else ())

    def _object(self, tags: Tags, begin: int, at: int) -> tuple[str, ...]:
        """'I can start a thread in a category; it ...': the thread."""
        verb = next((n for n in range(begin + 1, at - 1) if tags[n].tag == "verb"), 0)
        first = next((n for n in range(verb + 1, at) if tags[n].low in ("a", "an")), 0) if verb else 0
        if not first or tags[at].low != "it" or any(t.low == "it" for t in tags[begin:at]):
            return ()
        start, stop = self.phrase_after(tags, first, at)
        return self.names(tags[start:stop])

    def _nearest_several(self, tags: Tags, begin: int, at: int) -> tuple[str, ...]:
        for n in range(at - 1, begin, -1):
            if tags[n].tag == "noun" and self.english.is_plural(tags[n].low):
                start, stop = self.phrase_before(tags, n + 1)
                return self.names(tags[start:stop])
        return ()

    def group_start(self, tags: Tags, at: int) -> int:
        """Where the verb's group begins: 'has also been' with has."""
        while at and tags[at - 1].tag in _GROUP:
            at -= 1
        return at

    def in_front(self, tags: Tags, begin: int, who: int) -> tuple[str, ...]:
        """'For each contract, we ...': the thing in front; 'patients, for whom we ...': the one before the relative."""
        if begin < who and tags[begin].low in _ABOUT:
            start, end = self.phrase_after(tags, begin + 1, who)
            return self.names(tags[start:end])
        if begin >= 2 and tags[begin - 1].tag == "rel" and tags[begin - 2].low in _ABOUT:
            head = begin - 2
            while head and (
                tags[head - 1].token.text == ","
                or tags[head - 1].low in ("course",)
                or (tags[head - 1].low == "of" and tags[head].low == "course")
            ):
                head -= 1
            start, end = self.phrase_before(tags, head)
            return self.names(tags[start:end])
        return ()

    def at_the_end(self, tags: Tags, start: int) -> tuple[int, tuple[str, ...]]:
        """'... of each member' at the end: where the list stops, and the thing."""
        for n in range(len(tags) - 2, start, -1):
            if tags[n].low in ("for", "of", "about", "per") and tags[n + 1].low in ("each", "every", "all", "any"):
                first, end = self.phrase_after(tags, n + 1, len(tags))
                names = self.names(tags[first:end])
                if names and all(t.tag == "punct" for t in tags[end:]):
                    return n, names
        return 0, ()

    def related(self, tags: Tags, start: int, end: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The things behind the prepositions between two places: the sure ones ('for a viewing'), and the others."""
        sure: list[str] = []
        near: list[str] = []
        for n in range(start, end):
            if tags[n].tag == "prep" and tags[n].low in ("for", "to", "from", "of", "on", "in", "at", "with", "about"):
                first, after = self.phrase_after(tags, n + 1, end)
                if name := self.named(tags[first:after]):
                    clear = tags[n].low in ("for", "to", "of", "on") and tags[first].low in ("a", "an", "each", "every")
                    (sure if clear else near).append(name)
        return tuple(sure), tuple(near)

    def is_nobody(self, tags: Tags, begin: int, who: int) -> bool:
        """Whether the subject is no thing of its own: we, I, the system, the register."""
        low = tags[who].low
        if tags[who].tag == "pron":
            return low in self.english.lexicon.keepers
        return low in self.english.lexicon.itself or low in self.english.lexicon.keepers

    def names(self, part: Tags, *, subject: bool = False) -> tuple[str, ...]:
        """The name as a tuple, empty when there is none."""
        name = self.named(part, subject=subject)
        return (name,) if name else ()

    def named(self, part: Tags, *, subject: bool = False) -> str:
        """The name of the thing that a phrase means, '' when it can be none; a `subject` may be what objects seldom are."""
        part = tuple(t for t in part if t.tag != "note")
        of = next((n for n, t in enumerate(part) if t.low == "of"), -1)
        if of >= 0:
            part = (
                part[of + 1 :]
                if part[of - 1].low in ("each", "all", "list", "kind", "number", "most", "register", "collection")
                else part[:of]
            )
        marks = [n for n, t in enumerate(part) if t.tag == "poss"]
        part = part[marks[-1] + 1 :] if marks else part
        determiner = part[0].low if part and part[0].tag == "det" else ""
        words = [
            t
            for t in part
            if t.tag in ("noun", "adj")
            and t.low not in ("different", "new", "single", "same", "own", "various", "such", "following", "individual")
        ]
        if not words or words[-1].tag != "noun" or len(words) > 3:
            return ""
        lexicon = self.english.lexicon
        if self.speaker and words[-1].low in lexicon.oneself:
            return self.speaker
        head = self.english.singular(words[-1].low)
        if head in _SPANS:
            return ""
        general = subject and determiner in _ANY and head not in ("one", "other")
        if len(words) == 1 and (
            (head in lexicon.nothing and not general) or (head in lexicon.itself and determiner == "this")
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
        return plural and not word.low.endswith("ics") and word.low not in _PLURAL_NAMES

    def clause_start(self, tags: Tags, at: int) -> int:
        """Where the clause of a word begins for certain."""
        for n in range(at - 1, -1, -1):
            if tags[n].token.text in (";", ".", ":", "!", "?") or (tags[n].tag == "sub" and n) or tags[n].tag == "rel":
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
