"""Reads a list of properties as people say it, with asides, relative clauses and questions, into attributes. Used by telling."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from engines.kernel.spec import FieldType
from engines.spec.alternatives import modified, of_values, open_values, whether_values
from engines.spec.attributes import is_verb_phrase, read_attributes
from engines.spec.chunks import Chunk, Tags, chunks, spoken
from engines.spec.english import English
from engines.spec.fieldtypes import type_of
from engines.spec.items import shared, thing
from engines.spec.model import Attribute
from engines.spec.nesting import lists_properties
from engines.spec.notes import apply_note
from engines.spec.patterns import pattern
from engines.spec.people import is_person
from engines.spec.questions import question_attributes
from engines.spec.remarks import noted, remarked, values_at
from engines.spec.truths import either_way, truth_asked, truth_item

_PEOPLE = pattern(
    r"^(?:(?:who|which|that) (?:are|is)|(?:both|each)(?: of (?:them|whom|which|the two))?(?: are| is| being)?) (?:both |all |also |simply )?"
    r"(?:an? |another |one of (?:the|our) |our |the )?(?P<what>[a-z]+(?: [a-z]+)?)$"
)
_WHOLE = re.compile(r"^(?:an? |always an? )?(?:whole number|integer|round number)\b", re.IGNORECASE)
_SCALARS = (FieldType.TEXT, FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY, FieldType.DATE, FieldType.EMAIL)
_WHOLES = (FieldType.URL, FieldType.EMAIL, FieldType.PHONE)
_WANTED = pattern(
    r"^if (?:he|she|they|it|you|we|one|somebody|anybody|someone|the \w+) (?:wants?|likes?|wish(?:es)?|prefers?|would like)",
    re.IGNORECASE,
)
_BOUNDS = pattern(
    r"\b(?:from|between) -?\d[\d.,]* (?:to|and|till|-|–) -?\d[\d.,]*.*$|\b(?:at most|at least|max|min|up to) \d.*$"
)
_EXAMPLE = re.compile(r"\b(?:such as|like|e\.? ?g|for example|for instance)\b")

_TURNING = frozenset({"of", "for", "about", "on", "with"})


@dataclass(frozen=True, kw_only=True)
class Properties:
    """What a list says, and where in its words the list ends."""

    attributes: tuple[Attribute, ...]
    end: int


def read_properties(tags: Tags, english: English, *, giving: bool = False, inner: bool = False) -> Properties:
    """All properties of a list, up to the first clause that says something else.

    `giving`: the list may tell what somebody enters ("they upload a photo"). `inner`: it stands in another thing's list.
    """
    reader = _Reader(tags=tags, english=english, giving=giving, inner=inner, parts=chunks(tags, english))
    reader.read()
    return Properties(attributes=tuple(reader.found), end=reader.end)


@dataclass
class _Reader:
    tags: Tags
    english: English
    giving: bool
    inner: bool
    parts: tuple[Chunk, ...]
    found: list[Attribute] = field(default_factory=list)
    at: int = 0
    end: int = 0

    def read(self) -> None:
        """Piece by piece; `end` is where the list stops."""
        self.end = len(self.tags)
        while self.at < len(self.parts) and self.end == len(self.tags):
            part = self.parts[self.at]
            if self._stops(part):
                self.end = part.at
                return
            self._take(part)
            self.at += 1

    def _stops(self, part: Chunk) -> bool:
        if not self.at:
            return False
        own = bool(self.found) and self.inner and part.glue == "and" and part.tags[0].low in ("its", "their")
        fresh = self.inner and part.tags[0].tag == "det" and self.parts[0].tags[0].tag in ("noun", "adj")
        own |= fresh and len(self.found) == 1 and part.kind == "thing"
        loose = part.glue == ":" and self.parts[self.at - 1].kind != "thing"
        turns = part.glue == ";" and _fronts(part.tags)
        return part.glue == "." or own or loose or turns or (bool(self.found) and self._reheaded(part))

    def _reheaded(self, part: Chunk) -> bool:
        """'; for each film, the title, the director': a list of another thing begins."""
        alone = part.glue == ";" and len(part.tags) > 2 and part.tags[1].low in ("each", "every")
        before = part.tags[0].low in ("for", "of") and all(t.tag in ("noun", "adj") for t in part.tags[2:])
        return is_reheaded(part.tags) or (alone and before and self.at + 1 < len(self.parts))

    def _take(self, part: Chunk) -> None:
        values, after = values_at(self.parts, self.at)
        if that := self._that_of(part):
            self.found += thing(that, self.english, soft=part.soft)
            return
        if self.found and (either := either_way(part.tags, self.english)):
            self.found.append(either)
            return
        if part.kind == "each" and self.found and self._goes_on(part):
            self.found += read_properties(part.tags[1:], self.english).attributes
        elif part.kind == "each" and self.found:
            self._nest(part.at + _opening(part.tags))
        elif values and self.found and (part.kind in ("relative", "note") or _is_choice(part.tags)):
            self.found[-1] = apply_note(self.found[-1], values, self.english)
            self.at = after - 1
        elif part.kind in ("verb", "clause"):
            self._clause(part)
        elif self.found and part.kind == "relative" and (people := _PEOPLE.match(part.text)):
            both = 2 if re.search(r"\b(?:both|each)\b", part.text) else 1
            self.found[-both:] = [replace(a, target=people["what"]) for a in self.found[-both:]]
        elif part.kind in ("note", "relative"):
            self._note(part)
        elif part.kind == "question":
            self._question(part)
        elif part.kind == "thing":
            self._thing(part, values, after)

    def _that_of(self, part: Chunk) -> Tags:
        """'the expiry date of the pads and that of the battery': the head stands for both."""
        before = self.parts[self.at - 1].tags if self.at else ()
        of = next((n for n, t in enumerate(before) if t.low in ("of", "for")), 0)
        that = part.tags[0].low in ("that", "those", "the") and len(part.tags) > 2 and part.tags[1].low in ("of", "for")
        if part.tags[0].low == "the":
            that = len(part.tags) > 3 and part.tags[1].low == "one" and part.tags[2].low in ("of", "for")
        return (*before[:of], *part.tags[2 if part.tags[1].low == "one" else 1 :]) if that and of else ()

    def _counts(self, behind: str) -> bool:
        """'a whole number of nights' counts nights, 'of degrees' only says how the last property is measured."""
        word = re.match(r"^ of (?P<what>[a-z]+)", behind)
        return word is not None and word["what"] not in self.english.lexicon.units

    def _goes_on(self, part: Chunk) -> bool:
        """'under a number, with the date': a number has nothing itself, so the list goes on."""
        last, types = self.found[-1], self.english.lexicon.types
        own = len(part.tags) > 1 and part.tags[1].low in ("its", "their", "his", "her")
        if part.glue == "," and len(part.tags) > 1 and part.tags[0].low == "with" and part.tags[1].low == "the":
            return True
        again = own and part.glue == "and" and not last.plural and type_of(last.name, self.english) in _SCALARS
        single = again or (not last.plural and types.get(last.name.replace("_", " ")) in _SCALARS)
        return single and part.tags[0].low in ("with", "having") and len(part.tags) > 1

    def _clause(self, part: Chunk) -> None:
        told = part.kind == "clause" and part.glue in ("", ",", "and") and self.found
        if told and (changed := remarked(self.found[-1], part.text)):
            self.found[-1] = changed
            return
        if (noun := self._recorded(part)) and self.found:
            self.found += thing(part.tags[:noun], self.english)
            self.end = part.at + noun
            return
        verb = next((n for n, t in enumerate(part.tags) if t.tag == "verb"), -1)
        gives = verb >= 0 and part.tags[verb].lemma in self.english.lexicon.giving and part.glue != ";"
        if not self.giving or not gives or any(t.tag == "noun" for t in part.tags[:verb]):
            self.end = part.at
            return
        soft = any(t.low in ("may", "can", "might", "could") for t in part.tags[:verb])
        given = read_properties(part.tags[verb + 1 :], self.english).attributes
        self.found += [replace(a, required=False) if soft else a for a in given]

    def _recorded(self, part: Chunk) -> int:
        """Where 'the shelf | shall be recorded' ends its item; 0 when the clause says something else."""
        first = next((n for n, t in enumerate(part.tags) if t.tag in ("modal", "be")), 0)
        group = [t for t in part.tags[first:] if t.tag not in ("adv", "to")]
        passive = len(group) > 1 and group[-2].tag == "be" and group[-1].lemma in self.english.lexicon.described
        return first if passive and part.glue == "and" and all(t.tag in ("modal", "be", "verb") for t in group) else 0

    def _note(self, part: Chunk) -> None:
        inner = part.text.strip("()[]{}")
        if self.found and part.kind == "note" and self.found[-1].plural and lists_properties(inner, self.english):
            self.found[-1] = replace(self.found[-1], children=read_attributes(inner, self.english))
        elif self.found:
            self.found[-1] = noted(self.found[-1], part, self.english)
        self._skip_examples(part)

    def _skip_examples(self, part: Chunk) -> None:
        """'such as a neighbour, a newspaper or a book': the examples are no properties."""
        if not _EXAMPLE.search(part.text.lower()):
            return
        ahead = self.parts[self.at + 1 : self.at + 6]
        last = next((n for n, p in enumerate(ahead) if p.glue == "or"), -1)
        if last >= 0 and all(p.kind == "thing" and p.glue in (",", "or") for p in ahead[: last + 1]):
            self.at += last + 1

    def _question(self, part: Chunk) -> None:
        lows = [t.low for t in part.tags[:2]]
        whom = (
            part.tags[0].tag == "prep"
            and lows[1:] in (["whom"], ["which"])
            and part.tags[2:3]
            and part.tags[2].tag == "pron"
        )
        if whom and part.tags[2].low == "there":
            once = any(t.low in ("only", "one") for t in part.tags)
            self.found[-1:] = [replace(a, unique=a.unique or once) for a in self.found[-1:]]
            return
        before = self.parts[self.at - 1] if self.at else None
        if whom and before is not None and before.kind == "thing" and self.found:
            self.found.pop()
            self.end = before.at
            return
        if truth := truth_asked(part.tags, self.english):
            self.found.append(truth)
            return
        asked, after = whether_values(self.parts, self.at, self.english)
        if asked:
            self.found.append(asked)
            self.at = after - 1
            return
        if wanted := _WANTED.match(part.text):
            self._wanted(part, len(wanted[0].split()))
            return
        tags = part.tags
        values, after = values_at(self.parts, self.at)
        if values:
            self.found += [apply_note(a, values, self.english) for a in question_attributes(tags, self.english)[:1]]
            self.at = after - 1
            return
        choices, after = open_values(self.parts, self.at, self.english)
        if choices and (one := question_attributes(tags, self.english)[:1]):
            self.found.append(replace(one[0], type=FieldType.ENUM, choices=choices))
            self.at = after - 1
            return
        while self.at + 1 < len(self.parts) and self.parts[self.at + 1].glue == "or":
            self.at += 1
            tags = (*tags, *self.parts[self.at].tags) if self.parts[self.at].kind == "clause" else tags
        small = self.english.lexicon.prepositions - {"from", "until", "since", "till"}
        plain = tuple(t for t in tags if t.tag != "note")
        asked_for = [a for a in question_attributes(plain, self.english) if a.name and a.name not in small]
        if bounds := _BOUNDS.search(spoken(plain)):
            asked_for[-1:] = [apply_note(a, bounds[0], self.english) for a in asked_for[-1:]]
        for note in (t.token.text[1:-1] for t in tags if t.tag == "note"):
            said = re.sub(
                r"^(?:that ?'?s|that is|i\.? ?e\.?|namely|so|meaning)[,:]? ", "", note.strip(), flags=re.IGNORECASE
            )
            if len(asked_for) == 1 or not lists_properties(said, self.english):
                asked_for[-1:] = [apply_note(a, said, self.english) for a in asked_for[-1:]]
        self.found += asked_for

    def _wanted(self, part: Chunk, words: int) -> None:
        """'if he wants some remark': a remark that may be left out."""
        item = part.tags[words:]
        self.found += thing(item, self.english, soft=True) if item else ()

    def _thing(self, part: Chunk, values: str, after: int) -> None:
        if any(t.low in ("latter", "former") for t in part.tags):
            return
        if (
            self.found
            and part.glue == ","
            and (whole := _WHOLE.match(part.text))
            and not self._counts(part.text[whole.end() :])
        ):
            self.found[-1] = apply_note(
                replace(self.found[-1], type=FieldType.INTEGER), part.text[whole.end() :], self.english
            )
            return
        gives = part.tags[0].lemma in self.english.lexicon.giving or part.tags[0].low in self.english.lexicon.giving
        if (
            self.giving
            and gives
            and len(part.tags) > 1
            and part.tags[1].low != "of"
            and part.tags[1].tag in ("prep", "sub", "det", "rel", "poss")
        ):
            self.found += read_properties(part.tags[1:], self.english).attributes
            return
        if self.found and is_verb_phrase(part.text, self.english):
            self.end = part.at
            return
        if truth := truth_item(part.tags, self.english):
            self.found.append(truth)
            return
        if (whole := _WHOLE.match(part.text)) and self._counts(part.text[whole.end() :]):
            counted = thing(part.tags[len(whole[0].split()) + 1 :], self.english, soft=part.soft)
            self.found += [replace(a, type=FieldType.INTEGER) for a in counted]
            return
        valued, behind = of_values(self.parts, self.at, self.english)
        if valued or (valued := modified(part.tags, self.english)):
            self.found.append(valued)
            self.at = max(behind - 1, self.at)
            return
        if inner := _with(part):
            made = thing(part.tags[:inner], self.english, soft=part.soft)
            if made and not made[-1].plural and type_of(made[-1].name, self.english) in _WHOLES:
                self.found += made
                return
            if made:
                self.found += made
                self._nest(part.at + inner + 1)
                return
        following = self.parts[self.at + 1] if self.at + 1 < len(self.parts) else None
        made = thing(shared(part, following, self.english), self.english, soft=part.soft)
        several = bool(made) and (made[-1].plural or is_person(made[-1].name, self.english))
        if following and following.glue == ":" and several and lists_properties(self._named(), self.english):
            self.found += made
            self._nest(following.at)
            return
        choices, behind = open_values(self.parts, self.at, self.english)
        if choices and part.tags[0].tag == "det" and len(made) == 1 and _takes_values(made[0], self.english):
            self.found.append(replace(made[0], type=FieldType.ENUM, choices=choices))
            self.at = behind - 1
            return
        if values and made:
            made = (*made[:-1], apply_note(made[-1], values, self.english))
            self.at = after - 1
        self.found += made
        self._skip_examples(part)

    def _named(self) -> str:
        """The things that follow a colon, up to the first that is none."""
        found: list[str] = []
        for piece in self.parts[self.at + 1 :]:
            if piece.kind != "thing" or piece.glue not in (":", ",", "and"):
                break
            found.append(piece.text)
        return ", ".join(found)

    def _nest(self, start: int) -> None:
        """What the last thing of the list has itself; the list goes on behind it."""
        read = read_properties(self.tags[start:], self.english, inner=True)
        if read.attributes:
            self.found[-1] = replace(self.found[-1], children=read.attributes)
        stop = start + read.end
        ahead = next((n for n in range(self.at + 1, len(self.parts)) if self.parts[n].at >= stop), len(self.parts))
        if ahead < len(self.parts) and self.parts[ahead].kind != "thing":
            self.end = stop
        self.at = ahead - 1


def _takes_values(attribute: Attribute, english: English) -> bool:
    """Whether 'a belt, white, yellow or black' may list the values of a property: a word without a type of its own."""
    plain = attribute.type is None and not (attribute.plural or attribute.choices or attribute.children)
    return plain and type_of(attribute.name, english) is FieldType.TEXT and not is_person(attribute.name, english)


def is_reheaded(tags: Tags) -> bool:
    """'..., and for the makers | the name and the village': what follows is another thing's list."""
    if len(tags) < 5 or tags[0].low not in ("for", "of", "about") or tags[1].tag != "det":
        return False
    end = next((n for n in range(2, len(tags)) if tags[n].tag not in ("noun", "adj")), len(tags))
    return 2 < end < len(tags) - 1 and tags[end].low in ("the", "a", "an") and tags[end + 1].tag in ("noun", "adj")


def _opening(tags: Tags) -> int:
    """Where the list begins in 'each of which has a name', 'each one a text'."""
    found = next((n for n, t in enumerate(tags) if t.low in ("with", "having", "being") or t.tag == "have"), -1)
    if found < 0:
        found = 1 if len(tags) > 1 and tags[1].low == "one" else 0
    return found + 1


def _is_choice(tags: Tags) -> bool:
    """'a colour, one of red, green or blue'."""
    return [t.low for t in tags[:2]] == ["one", "of"] and tags[2:3] != () and tags[2].tag not in ("det", "pron")


def _with(part: Chunk) -> int:
    """Where 'lists with a name and a position' begins to say what the things have; 0 when it does not."""
    tags = part.tags
    found = next((n for n, t in enumerate(tags) if n and t.low in ("with", "having", "containing")), 0)
    if not found or found + 1 >= len(tags) or tags[found + 1].tag == "note" or tags[found - 1].tag in ("verb", "be"):
        return 0
    shared = tags[found - 1].tag == "adj" and found > 1 and tags[found - 2].tag == "noun"
    return 0 if shared or tags[found + 1].low in ("the", "which", "whom", "no") else found


def _fronts(tags: Tags) -> bool:
    """'of artists | we keep', 'for each visit | a date': what is turned to, in front of a list of its own."""
    noun = next((n for n, tag in enumerate(tags) if tag.tag == "noun"), 0)
    behind = tags[noun + 1 : noun + 2]
    return tags[0].low in _TURNING and bool(noun and behind) and behind[0].tag in ("det", "pron")
