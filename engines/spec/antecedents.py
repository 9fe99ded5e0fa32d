"""What pronouns mean: it, they, each, everybody, and the owner in 'its name'. Used by things."""

from __future__ import annotations

from dataclasses import dataclass

from engines.spec.chunks import Tags
from engines.spec.names import ANY, Names
from engines.spec.people import is_person

_FINITE = frozenset({"modal", "be", "have", "do", "verb"})
_SENTENCES = frozenset({".", "!", "?"})
HERE = frozenset(
    {
        "it",
        "they",
        "he",
        "she",
        "this",
        "these",
        "each",
        "both",
        "him",
        "her",
        "them",
        "all",
        "every",
        "everybody",
        "everyone",
    }
)
_SOMEBODY = frozenset({"somebody", "someone", "anybody", "anyone", "people"})
_ALL_OF_THEM = frozenset({"each", "everybody", "everyone"})


@dataclass(frozen=True)
class Antecedents(Names):
    """Finds what a pronoun stands for, by what stands before it in its sentence."""

    def antecedent(self, tags: Tags, at: int) -> tuple[str, ...]:
        """What a pronoun means: what stands right before it, the subject of the sentence's earlier clause, else the last thing."""
        begin = next((n + 1 for n in range(at - 1, -1, -1) if tags[n].token.text in _SENTENCES), 0)
        if taken_up := self._taken_up(tags, at):
            return taken_up
        if tags[at].low == "they" and at > begin + 1 and tags[at - 1].token.text == "," and tags[at - 2].tag == "noun":
            start = at - 1
            while start and tags[start - 1].tag in ("noun", "adj"):
                start -= 1
            if self.english.is_plural(tags[at - 2].low) and (names := self.names(tags[start : at - 1])):
                return names
        if tags[at].low in _ALL_OF_THEM and (names := self._nearest_several(tags, begin, at)):
            return names
        if tags[at].low in ("everybody", "everyone"):
            return ()
        if (
            tags[at].low == "they"
            and self.before.several
            and all(t.tag in ("adv", "conj", "punct") for t in tags[begin:at])
        ):
            return (self.before.several,)
        verb = next((n for n in range(begin + 1, at - 1) if tags[n].tag in _FINITE), 0)
        said = tags[begin].low not in HERE or tags[begin + 1].tag in ("noun", "adj")
        clear = verb and tags[begin].tag in ("det", "noun", "adj") and said
        start, stop = self.phrase_before(tags, self.group_start(tags, verb)) if clear else (0, 0)
        general = clear and (
            tags[start].low in ANY
            or (tags[start].tag != "det" and (tags[at].low == "it" or self.english.is_plural(tags[stop - 1].low)))
        )
        names = self.names(tags[start:stop]) if general and start == begin else ()
        if tags[at].low == "it" and names and self._several_or_people(tags[stop - 1].low, names):
            names = ()
        return names or self._object(tags, begin, at) or ((self.last,) if self.last else ())

    def _several_or_people(self, low: str, names: tuple[str, ...]) -> bool:
        """What 'it' can't mean: 'members book a session; it has ...', 'a sponsor makes a deal: it has ...'."""
        return self.english.is_plural(low) or any(is_person(name, self.english) for name in names)

    def _taken_up(self, tags: Tags, at: int) -> tuple[str, ...]:
        """'Hives, they have ...': what is named first and taken up by the pronoun."""
        if at < 2 or tags[at].tag != "pron" or tags[at - 1].token.text not in (",", "-", "–", "—"):
            return ()
        start, stop = self.phrase_before(tags, at - 1)
        return self.names(tags[start:stop]) if start < stop and self._first_in_clause(tags, start) else ()

    def _first_in_clause(self, tags: Tags, start: int) -> bool:
        """Whether only small words stand before it in its clause."""
        for n in range(start - 1, -1, -1):
            if tags[n].token.text in (*_SENTENCES, ":", ";"):
                return True
            if tags[n].tag not in ("conj", "adv", "punct"):
                return False
        return True

    def _object(self, tags: Tags, begin: int, at: int) -> tuple[str, ...]:
        """'I can start a thread in a category; it ...': the thread."""
        verb = next((n for n in range(begin + 1, at - 1) if tags[n].tag == "verb"), 0)
        who = tags[self.group_start(tags, verb) - 1] if verb else None
        people = who is not None and (who.tag == "pron" or is_person(self.english.singular(who.low), self.english))
        first = next((n for n in range(verb + 1, at) if tags[n].low in ("a", "an")), 0) if people else 0
        if not first or tags[at].low != "it" or any(t.low == "it" for t in tags[begin:at]):
            return ()
        start, stop = self.phrase_after(tags, first, at)
        return self.names(tags[start:stop])

    def owner(self, tags: Tags, at: int, subject: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Whose the property is that a possessive opens: 'its' is no person's, 'his' and 'their' may be the `subject`'s."""
        if tags[at].low in ("his", "her", "their") and subject:
            return subject
        begin = next((n + 1 for n in range(at - 1, -1, -1) if tags[n].token.text in _SENTENCES), 0)
        start, end = self.phrase_after(tags, begin, at)
        if start < end < at - 1 and tags[end].token.text == "," and tags[end + 1].tag == "pron":
            return self.names(tags[start:end])
        if tags[at].low != "its" and any(t.low in _SOMEBODY for t in tags[begin:at]):
            return ()
        if tags[at].low == "their" and self.before.several and not any(t.tag == "noun" for t in tags[begin:at]):
            return (self.before.several,)
        return self.antecedent(tags, at)

    def _nearest_several(self, tags: Tags, begin: int, at: int) -> tuple[str, ...]:
        for n in range(at - 1, begin, -1):
            if tags[n].tag == "noun" and self.english.is_plural(tags[n].low):
                start, stop = self.phrase_before(tags, n + 1)
                if start > begin and tags[start - 1].low == "by" and tags[start - 2].tag == "verb":
                    continue
                if names := self.names(tags[start:stop]):
                    return (*self.joined(tags, start), *names)
        return ()
