"""Finds the things that a sentence speaks of: a verb's subjects, and what stands in front, at the end or beside. Used by telling."""

from __future__ import annotations

from dataclasses import dataclass

from engines.spec.antecedents import HERE, Antecedents
from engines.spec.chunks import Tags
from engines.spec.names import ANY

_GROUP = frozenset({"modal", "adv", "do", "neg", "be", "have"})
_ABOUT = frozenset({"for", "of", "about", "on", "with", "from", "at", "per", "to"})


@dataclass(frozen=True, kw_only=True)
class Found:
    """A subject and its list: `names` of the things, where the list begins, the verb, and what else the thing hangs on.

    `after`: where reading goes on at the earliest, behind the verb whose subject the list is.
    """

    names: tuple[str, ...]
    start: int
    stop: int = 0
    verb: str = ""
    strength: float = 1.0
    related: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    after: int = 0


@dataclass(frozen=True)
class Things(Antecedents):
    """The things around a verb or a mark of a tagged sentence."""

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
            said = [n for n in range(begin + 1, end - 1) if tags[n].tag in ("verb", "have", "be", "modal")]
            nearest = next((n for n in reversed(said) if self._is_fresh(tags, n)), 0)
            return self.subjects(tags, nearest or said[0]) if said else ()
        if before.tag == "rel":
            end -= 1
            if end >= 2 and tags[end - 1].low == "of" and tags[end - 2].low in ("each", "all"):
                end -= 2
            while end and tags[end - 1].token.text == ",":
                end -= 1
            start, stop = self.phrase_before(tags, end)
            return self.names(tags[start:stop])
        if before.tag in ("verb", "prep") and (names := self._taken(tags, end)):
            return names
        if before.low in HERE and before.tag in ("pron", "det"):
            return self.antecedent(tags, end - 1)
        start, stop = self.phrase_before(tags, end)
        if (
            start
            and tags[start - 1].tag in ("prep", "verb", "sub")
            and tags[start - 1].low not in ("so", "that", "while", "because", "whereas")
        ):
            return self._headed(tags, start - 1)
        if start and tags[start - 1].low in ("which", "what", "whose"):
            return ()
        names = self.names(tags[start:stop], subject=True)
        return (*self.joined(tags, start), *names) if names and tags[stop - 1].tag == "noun" else names

    def _is_fresh(self, tags: Tags, at: int) -> bool:
        """Whether a verb has a subject of its own that begins a clause: ', and I | hand', 'everyone | plays'."""
        who = self.group_start(tags, at) - 1
        if who < 1 or tags[at].gerund or (tags[who].tag != "pron" and tags[who].low not in HERE):
            return False
        return tags[who - 1].tag == "conj" or tags[who - 1].token.text in (",", "-", "–", "—")

    def _taken(self, tags: Tags, end: int) -> tuple[str, ...]:
        """'Every dish we cook | has', 'the record I put in | gets', 'tools that people lend | have': what is done something with."""
        while end and tags[end - 1].tag == "prep" and tags[end - 1].low not in ("of", "with"):
            end -= 1
        if not end or tags[end - 1].tag != "verb":
            return ()
        who = self.group_start(tags, end - 1)
        who = who - 1 if who and tags[who - 1].tag == "pron" else self.phrase_before(tags, who)[0]
        if who == self.group_start(tags, end - 1):
            return ()
        who -= bool(who) and tags[who - 1].tag == "rel"
        start, stop = self.phrase_before(tags, who)
        opens = start == 0 or tags[start - 1].tag in ("punct", "conj", "adv") or tags[start].low in ("each", "every")
        return self.names(tags[start:stop], subject=True) if opens and start < stop == who else ()

    def _headed(self, tags: Tags, at: int) -> tuple[str, ...]:
        """'A complaint made by a guest has a text', 'every request for a room has': the thing before what only tells which."""
        head = at
        while head and tags[head].tag in ("prep", "adj", "verb") and tags[head - 1].tag in ("adj", "verb"):
            head -= 1
        start, stop = self.phrase_before(tags, head)
        if start < stop and start > 1 and tags[start - 1].tag == "prep" and tags[start - 2].tag in ("noun", "note"):
            return self._headed(tags, start - 1)
        opens = start == 0 or tags[start - 1].tag in ("punct", "conj")
        general = start < stop and (tags[start].low in ANY or (tags[start].tag == "noun" and tags[head].tag != "prep"))
        return self.names(tags[start:stop], subject=True) if opens and general and tags[at].tag == "prep" else ()

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
