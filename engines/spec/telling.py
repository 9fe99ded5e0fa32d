"""Finds in a sentence who has which properties: the subject, and where the list of them begins. Used by describing."""

from __future__ import annotations

from dataclasses import dataclass

from engines.spec.chunks import Tags
from engines.spec.english import English
from engines.spec.grammar.tagging import tagged
from engines.spec.grammar.words import tokens
from engines.spec.model import Attribute, Description
from engines.spec.properties import read_properties
from engines.spec.things import Things

_GROUP = frozenset({"modal", "adv", "do", "neg", "be", "have"})
_INSIDE = frozenset({"det", "adj", "noun", "num", "poss", "note"})
_EVERY = frozenset({"each", "every", "any", "all", "a", "an", "the", "our", "one"})
_ABOUT = frozenset({"for", "of", "about", "on", "with", "from", "at", "per", "to"})
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


@dataclass(frozen=True)
class Teller:
    """Reads one sentence; `last` is the thing that 'it' means."""

    english: English

    @property
    def things(self) -> Things:
        """The phrases that can be things."""
        return Things(self.english)

    def read(self, text: str, sentence: int, last: str) -> tuple[Description, ...]:
        """All descriptions of a sentence."""
        tags = tagged(tokens(text), self.english.lexicon.grammar)
        found: list[Description] = []
        at = 0
        while at < len(tags):
            opened = self._open(tags, at, found[-1].subject if found else last)
            if opened is None:
                at += 1
                continue
            told, at = self._told(tags, opened, sentence, at)
            found += told
        return tuple(found)

    def _told(self, tags: Tags, opened: Found, sentence: int, at: int) -> tuple[list[Description], int]:
        stop = opened.stop or len(tags)
        if opened.verb == "belong":
            made = [
                Description(subject=n, attributes=(), sentence=sentence, related=opened.related) for n in opened.names
            ]
            return made, at + 1
        read = read_properties(tags[opened.start : stop], self.english)
        if not self._meant(opened, read.attributes):
            return [], at + 1
        made = [
            Description(
                subject=name,
                attributes=read.attributes,
                sentence=sentence,
                strength=opened.strength,
                related=opened.related,
            )
            for name in opened.names
        ]
        return made, max(opened.start + read.end, at + 1)

    def _meant(self, opened: Found, attributes: tuple[Attribute, ...]) -> bool:
        """Whether what was found are properties: 'a member gets a reminder' has none."""
        if not attributes:
            return False
        lexicon = self.english.lexicon
        first = attributes[0].name.split("_")[-1]
        if first in lexicon.messages and len(attributes) < 3:
            return False
        return len(attributes) > 1 or opened.verb not in lexicon.weak

    def _open(self, tags: Tags, at: int, last: str) -> Found | None:
        tag = tags[at]
        for reader in (self._possessing, self._described, self._recorded, self._made, self._linked):
            if tag.tag in ("have", "verb", "be", "prep") and (found := reader(tags, at, last)):
                return found
        return None

    def _possessing(self, tags: Tags, at: int, last: str) -> Found | None:
        """'A boat has', 'it also carries', 'committees consist of'."""
        tag = tags[at]
        lemma = "have" if tag.tag == "have" else "get" if tag.low in ("gets", "get") else tag.lemma
        if tag.tag not in ("have", "verb") and lemma != "get":
            return None
        behind = [t.low for t in tags[at + 1 : at + 3]]
        if lemma in ("come", "register", "join", "enrol", "enroll") and behind[:1] == ["with"]:
            return self._owned(tags, at, at + 2, "come", last)
        if lemma == "sign" and behind == ["up", "with"]:
            return self._owned(tags, at, at + 3, "come", last)
        if lemma not in self.english.lexicon.possess:
            return None
        start = at + 1
        while start < len(tags) and tags[start].tag == "adv":
            start += 1
        if (
            start >= len(tags)
            or tags[start].tag in ("to", "neg", "verb", "be", "modal", "have")
            or tags[start].low in ("no", "to", "been", "nothing")
        ):
            return None
        if lemma in ("consist", "compose"):
            start += 1
        denied = any(t.tag == "neg" for t in tags[max(0, at - 2) : at])
        done = lemma != "have" and tag.low.endswith(("ed", "ing")) and at and tags[at - 1].tag in ("be", "have")
        if lemma != "compose" and (denied or done):
            return None
        return self._owned(tags, at, start, lemma, last)

    def _owned(self, tags: Tags, at: int, start: int, verb: str, last: str) -> Found | None:
        names = self.things.subjects(tags, at, last)
        return Found(names=names, start=start, verb=verb) if names else None

    def _described(self, tags: Tags, at: int, last: str) -> Found | None:
        """'Members are recorded with', 'an issue is identified by'."""
        if tags[at].tag != "be" or tags[at].low in ("gets", "get", "got"):
            return None
        verb = next(
            (n for n in range(at + 1, min(at + 5, len(tags))) if tags[n].tag not in ("adv", "be", "to", "neg")), 0
        )
        if not verb or tags[verb].lemma not in self.english.lexicon.described or tags[verb].low.endswith("ing"):
            return None
        if any(t.tag == "neg" for t in tags[at:verb]):
            return None
        start = verb + 1
        while start < len(tags) and tags[start].tag == "adv":
            start += 1
        if start + 1 >= len(tags) or tags[start].low not in ("with", "by", "through"):
            return None
        if tags[start].low == "by" and tags[verb].lemma not in (
            "describe",
            "identify",
            "define",
            "characterize",
            "characterise",
            "represent",
            "specify",
            "denote",
            "determine",
        ):
            return None
        following = tags[start + 1]
        if following.low in ("means", "way") and start + 3 < len(tags):
            start += 2
        names = self.things.subjects(tags, at, last)
        return Found(names=names, start=start + 1, verb="be") if names else None

    def _recorded(self, tags: Tags, at: int, last: str) -> Found | None:
        """'For every hire we note', 'we keep the name and address of each member'."""
        if tags[at].tag not in ("verb", "have") or (
            tags[at].lemma not in self.english.lexicon.record and tags[at].tag != "have"
        ):
            return None
        begin = self.things.clause_start(tags, at)
        who = next((n for n in range(at - 1, begin - 1, -1) if tags[n].tag not in _GROUP | {"to", "verb"}), -1)
        if who < begin or not self.things.is_nobody(tags, begin, who):
            return None
        start = at + 1
        while (
            start < len(tags)
            and (
                tags[start].tag == "adv"
                or (
                    tags[start].low in ("down", "up", "track", "of", "record", "in", "care")
                    and tags[start - 1].low not in ("name",)
                )
            )
            and start < at + 3
        ):
            start += 1
        about = self.things.in_front(tags, begin, who)
        if about:
            return Found(names=about, start=start, verb="record")
        stop, about = self.things.at_the_end(tags, start)
        return Found(names=about, start=start, stop=stop, verb="record") if about else None

    def _made(self, tags: Tags, at: int, last: str) -> Found | None:
        """'I want to plan a round with a date, a driver and a van'; 'three doctors, each with a name and a room number'."""
        if tags[at].low not in ("with", "having", "containing") or at + 1 >= len(tags) or not at:
            return None
        each = tags[at - 1].low in ("each", "all", "both")
        head = at - 1 if each else at
        while head and tags[head - 1].token.text == ",":
            head -= 1
        begin = self.things.clause_start(tags, head)
        verb = next(
            (
                n
                for n in range(begin, head)
                if tags[n].tag in ("verb", "have", "be") and not tags[n].low.endswith("ing")
            ),
            -1,
        )
        lexicon = self.english.lexicon
        last_verb = next(
            (
                n
                for n in range(head - 1, begin - 1, -1)
                if tags[n].tag in ("verb", "have", "be") and not self._modifies(tags, n)
            ),
            verb,
        )
        making = last_verb >= 0 and (
            tags[last_verb].lemma in lexicon.make
            or (tags[last_verb].tag == "be" and last_verb and tags[last_verb - 1].low == "there")
        )
        if each or last_verb < 0:
            start, end = self.things.phrase_before(tags, head)
        elif making:
            start, end = self.things.phrase_after(tags, last_verb + 1, head)
        else:
            return None
        name = self.things.named(tags[start:end])
        several = self.english.is_plural(tags[end - 1].low) if name else False
        if not name or not (each or making or several or any(t.token.text == "," or t.low == "and" for t in tags[at:])):
            return None
        related = self.things.related(tags, end, head) if making else ()
        return Found(names=(name,), start=at + 1, verb="with", strength=0.8, related=related)

    def _linked(self, tags: Tags, at: int, last: str) -> Found | None:
        """'An article belongs to an issue and a section', 'a plot is part of a garden'."""
        start = at + 1
        if tags[at].low in ("belong", "belongs", "refer", "refers", "pertain", "pertains", "relate", "relates"):
            start += 1
        elif (tags[at].tag == "be" and [t.low for t in tags[start : start + 2]] == ["part", "of"]) or (
            tags[at].tag == "be"
            and [t.low for t in tags[start + 1 : start + 2]] == ["to"]
            and tags[start].lemma in ("assign", "link", "attach", "relate", "connect")
        ):
            start += 2
        elif tags[at].tag == "be" and [t.low for t in tags[start : start + 1]] == ["for"]:
            start += 1
        elif (
            tags[at].tag == "be"
            and [t.low for t in tags[start + 1 : start + 2]] == ["by"]
            and tags[start].tag == "verb"
        ):
            start += 2
        else:
            return None
        found: list[str] = []
        while start < len(tags):
            if [t.low for t in tags[start + 1 : start + 2]] == ["by"]:
                start += 2
            first, end = self.things.phrase_after(tags, start, len(tags))
            name = (
                self.things.named(tags[first:end])
                if end > first and (tags[first].tag in ("det", "num") or tags[first].low == "exactly")
                else ""
            )
            if not name:
                break
            found.append(name)
            start = end + 1
            if end >= len(tags) or tags[end].low not in ("and", ","):
                break
        names = self.things.subjects(tags, at, last)
        return Found(names=names, start=start, verb="belong", related=tuple(found)) if names and found else None

    def _modifies(self, tags: Tags, at: int) -> bool:
        """Whether a verb's form stands inside a noun phrase."""
        return (
            tags[at].tag == "verb"
            and self.english.lexicon.grammar.is_participle(tags[at].low)
            and tags[at - 1].tag in ("noun", "adj")
        )


def told(text: str, sentence: int, last: str, english: English) -> tuple[Description, ...]:
    """All descriptions of a sentence in prose."""
    return Teller(english).read(text, sentence, last)
