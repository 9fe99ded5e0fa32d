"""English morphology over the lexicon: singular and plural, names made of phrases, number words. Used by every rule."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import Any, TypeVar

from engines.spec.grammar import Clause, parse
from engines.spec.kept import Kept
from engines.spec.lexicon import Lexicon
from engines.spec.patterns import pattern

T = TypeVar("T")
_WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?")
_POSSESSIVE = re.compile(r"'s?$")
_LONGEST_NAME = 48
_ENDS_IN_US = pattern(r"(?!excuses)\w{2,}[^aeiou]uses")
_DIGITS = re.compile(r"\d{1,12}")
_DOUBLED = re.compile(r"(\w+?)(\w)\2(?:ed|ing)")


@dataclass(frozen=True, eq=False)
class English:
    """Knows words by the lexicon first and by suffix rules otherwise; made for one reading, whose texts it looks at once."""

    lexicon: Lexicon

    def about(self, text: str, work: Callable[[str, English], T]) -> T:
        """What is worked out of a text, kept as long as this reading."""
        told = self._worked[work]
        if text not in told:
            told[text] = work(text, self)
        found: T = told[text]
        return found

    @cached_property
    def _worked(self) -> defaultdict[Callable[[str, English], Any], dict[str, Any]]:
        return defaultdict(dict)

    def parse(self, text: str) -> tuple[Clause, ...]:
        """The main clauses of a sentence, with who does what to what."""
        return parse(text, self.lexicon.grammar)

    def singular(self, word: str) -> str:
        """`boxes` is `box`, `people` is `person`, `address` stays."""
        return self._singulars[word]

    @cached_property
    def _singulars(self) -> Kept[str, str]:
        return Kept(partial(_singular, lexicon=self.lexicon))

    def plural(self, word: str) -> str:
        """The plural of a singular word."""
        return _plural(word, self.lexicon)

    def is_plural(self, word: str) -> bool:
        """Whether the word means several."""
        return self.singular(word) != word or word in ("staff", "data", "media")

    def words(self, phrase: str) -> list[str]:
        """Lower-case words without leading determiners."""
        return list(self.about(phrase, _words))

    def name(self, phrase: str) -> str:
        """snake_case with the last word in the singular: 'the ticket types' is `ticket_type`."""
        return self.about(phrase, _name)

    def plural_name(self, name: str) -> str:
        """The plural of a snake_case name: `ticket_types`."""
        *first, last = name.split("_")
        return "_".join([*first, self.plural(last)])

    def snake(self, phrase: str) -> str:
        """snake_case as it stands, for states and choices."""
        return _snake(phrase)

    def number(self, text: str) -> int | None:
        """A number in digits or as a word."""
        text = text.lower().strip().replace(",", "")
        if _DIGITS.fullmatch(text):
            return int(text)
        if text in self.lexicon.numbers:
            return self.lexicon.numbers[text]
        tens, _, ones = text.partition("-")
        if tens in self.lexicon.numbers and ones in self.lexicon.numbers:
            return self.lexicon.numbers[tens] + self.lexicon.numbers[ones]
        return None

    def base(self, verb: str) -> str:
        """The infinitive of a verb form, as well as suffixes tell: `borrowed` is `borrow`, `lent` is `lend`."""
        if verb in self.lexicon.past_tense:
            return self.lexicon.past_tense[verb]
        known = self._verbs
        for cut, add in (
            ("ied", "y"),
            ("ed", ""),
            ("ed", "e"),
            ("d", ""),
            ("ing", ""),
            ("ing", "e"),
            ("es", ""),
            ("s", ""),
        ):
            if verb.endswith(cut) and (stem := verb[: -len(cut)] + add) in known:
                return stem
        doubled = _DOUBLED.fullmatch(verb)
        if doubled and doubled[1] + doubled[2] in known:
            return doubled[1] + doubled[2]
        return verb

    @cached_property
    def _verbs(self) -> frozenset[str]:
        return frozenset((*self.lexicon.records, *self.lexicon.verbs))

    def is_verb(self, word: str) -> bool:
        """Whether the word is a finite verb or a modal that ends a noun phrase."""
        return word in self.lexicon.verbs or word in self.lexicon.modals

    def noun_phrase(self, text: str) -> tuple[str, str]:
        """Splits a clause after its leading noun phrase of at most five words; ('', text) when it has none."""
        words = text.split()
        end = 0
        for end, raw in enumerate(words[:7]):
            word = raw.lower().strip(",.;:()\"'")
            named = end == 1 and words[0].lower() in self.lexicon.determiners
            if end and not named and (self.is_verb(word) or word in self.lexicon.prepositions):
                break
            if raw.endswith((",", ";", ":")) or raw.startswith("("):
                return (" ".join(words[: end + 1]), " ".join(words[end + 1 :])) if end < 6 else ("", text)
        else:
            return ("", text) if len(words) > 6 else (text, "")
        return " ".join(words[:end]), " ".join(words[end:])


def _singular(word: str, lexicon: Lexicon) -> str:
    if word in lexicon.irregular:
        return lexicon.irregular[word]
    if len(word) < 3 or not word.endswith("s") or word in lexicon.singular_in_s:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    if (word.endswith("oes") and len(word) > 4) or _ENDS_IN_US.fullmatch(word):
        return word[:-2]
    return word if word.endswith(("ss", "us", "is")) else word[:-1]


@lru_cache(maxsize=4_096)
def _plural(word: str, lexicon: Lexicon) -> str:
    for many, one in lexicon.irregular.items():
        if one == word:
            return many
    if word.endswith("y") and word[-2:-1] not in ("a", "e", "i", "o", "u", ""):
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + ("zes" if word.endswith(("iz", "uiz")) else "es")
    return word + "s"


def _name(phrase: str, english: English) -> str:
    found = english.words(phrase)
    return identifier("_".join([*found[:-1], english.singular(found[-1])])) if found else ""


def _words(phrase: str, english: English) -> tuple[str, ...]:
    found = _WORD.findall(_plain(phrase.lower()).replace("’", "'").replace("e-mail", "email"))
    while found and found[0] in english.lexicon.determiners:
        found = found[1:]
    return tuple(_POSSESSIVE.sub("", word) if "'" in word else word for word in found)


@lru_cache(maxsize=8192)
def _snake(phrase: str) -> str:
    return "_".join(_WORD.findall(_plain(phrase.lower()).replace("'", "")))[:_LONGEST_NAME].strip("_")


def _plain(text: str) -> str:
    """Without accents: a café is a cafe."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def identifier(words: str) -> str:
    """A name that programs can use: without apostrophes, and with a letter at its beginning."""
    name = words.replace("'", "")[:_LONGEST_NAME].strip("_")
    return f"a_{name}"[:_LONGEST_NAME] if name[:1].isdigit() else name
