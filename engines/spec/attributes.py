"""Reads a list of properties, as English gives them, into attributes. Used by every rule that finds such a list."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from engines.kernel.spec import FieldType
from engines.spec.clauses import clause_attributes
from engines.spec.english import English
from engines.spec.fieldtypes import type_of
from engines.spec.grammar.tagging import tags_of
from engines.spec.lists import items
from engines.spec.model import Attribute
from engines.spec.nesting import lists_properties
from engines.spec.notes import apply_note
from engines.spec.patterns import pattern
from engines.spec.people import is_person

_BRACKETS = re.compile(r"[\(\[\{]([^()\[\]{}]*)[\)\]\}]")
_NESTED = pattern(
    r"^(?P<head>.{2,60}?)\s*,?\s+(?:each\s+)?(?:with|having|consisting of|made of)\s+(?:their |its |an? |the )?(?P<rest>\S.+)$",
    re.IGNORECASE,
)
_EACH_WITH = pattern(r"^(?:each|all)?\s*(?:of which has|each has|with|having)\s+(?P<rest>.+)$", re.IGNORECASE)
_TRAILING = re.compile(
    r"\s+(?:that|which)\s+(?:must be|has to be|should be|is|are|can be|may be|needs to be)\s+(?P<note>.+)$"
    r"|\s+(?P<unit>in (?:the range )?(?:(?:square|cubic) )?[a-z€$%°]+[0-9]?)$|\s+(?P<range>(?:from|between) .+? (?:to|and) \S+)$"
    r"|\s+(?P<default>defaults? (?:to )?\S+)$|\s+(?P<kind>bool|boolean|int|integer|float|decimal|string|y/n)$|(?<! per)\s+(?P<measure>(?:ml|cl|kg|mg|km|cm|mm|m2|m²|m3|m³|kwh|kw|mw|min|m|ha|hl|ft|lb|lbs|hz|khz|mhz|ghz|kn|rpm|km/h|kph|mph|db|lux))$"
    r"|\s+(?P<signs>(?:(?:exactly|max|min|at most|at least|up to) )?\d+(?:\s*(?:-|to)\s*\d+)? (?:(?:upper|lower)case )?(?:characters?|chars?|letters?|digits?|figures?))$"
    r"|\s+(?P<letters>(?:from )?(?:[A-Z]\s*-\s*[A-Z]|[IVX]+\s*(?:-|to)\s*[IVX]+))$|\s+(?P<example>(?:e\.g\.?|for example) .+)$"
    r"|\s+(?P<flag>unique|optional|required|yes/no)$|\s+(?P<span>\d+\s*(?:-|–|to)\s*\d+)$"
    r"|\s*(?P<least>(?:>=|<=|>|at least|at most|up to|max\.?|min\.?) ?\d[\d.,]*(?: characters| letters)?)$",
    re.IGNORECASE,
)
_ENUM_TAIL = pattern(
    r"^(?P<name>[A-Za-z][\w \-]*?)\s*(?::|=|\bis one of\b|\bone of\b|\beither\b)?\s+(?P<values>[\w\-]+(?:\s*/\s*[\w\- ]+)+)$",
    re.IGNORECASE,
)
_PAIR = pattern(
    r"^(?P<one>(?:the |an? )?(?:(?P<stem>[a-z]+(?: [a-z]+)?) (?:[a-z]|\d|[a-z]{3,})|[a-z]+ (?P<head>[a-z]+)))\s*/\s*"
    r"(?P<two>(?:the |an? )?(?:(?P=stem) (?:[a-z]|\d|[a-z]{3,})|[a-z]+ (?P=head)))$",
    re.IGNORECASE,
)
_FORMULA = pattern(
    r"^(?P<name>[A-Za-z][\w ]*?)\s*(?:=|\bequals\b|\bis calculated as\b|\bcalculated as\b)\s*(?P<formula>.+)$"
)
_FOR_WHOM = pattern(r"^(?:the |an? )?(?P<head>\w+(?: \w+)?) for (?P<whom>[a-z]+s|children|men|women)$", re.IGNORECASE)
_IN_ONE = re.compile(r"^(?:in|at|on|by|during) (?:an?|one|exactly one) (?=[\w\-]+(?: [\w\-]+)?$)", re.IGNORECASE)
_SEVERAL = re.compile(
    r"^(?:any number|(?:a )?(?:lots?|loads?|plenty|bunch|couple|list|set|series|range|variety)) of (?=[a-z]+s\b|[a-z]+ [a-z]+s\b)",
    re.IGNORECASE,
)
_MEASURED = pattern(
    r"^(?P<name>[\w ]+?) in (?:[munk]?g|[mc]?l|km|k?m|miles|kwh|w|kg)/(?:d?l|h|kg|km|m[23]?|s|min|day)$", re.IGNORECASE
)
_PER = pattern(r"^(?P<head>.+?) (?:per|of (?:an?|the|each)|for each) (?P<per>\w[\w ]*)$", re.IGNORECASE)
_FLAGS = re.compile(
    r"^(?P<flag>unique|optional|optionally|an? unique|an? optional|the optional|required|mandatory|possibly|maybe)\s+(?:an? |the )?(?P<rest>.+)$",
    re.IGNORECASE,
)


_BELONGS = pattern(
    r"^(?:(?:is|are) )?(?P<how>belongs?|refers?|takes? place|happens?|[a-z]+(?: out| up)?)? ?(?P<prep>to|by|in|at|on|from|for|with|under|of|into) "
    r"(?:exactly )?(?P<target>(?:an?|one|the|its|their) [\w\- ]+?)(?P<other> or (?:[a-z]+ )?(?:in|at|on|by|to|from|not|none|nothing)\b.*)?$",
    re.IGNORECASE,
)
_HANGING = frozenset({"belong", "belongs", "refer", "refers", "take place", "takes place", "happen", "happens"})
_FLAG = pattern(r"^(?:has|is|allows|accepts) (?!a |an |the |one |its |their )[a-z]+(?: [a-z]+)?$", re.IGNORECASE)
_WHO_ARE = pattern(r"^(?:who|which|that) (?:are|is) (?:both |all |also )?(?:an? )?(?P<what>[a-z]+)$", re.IGNORECASE)
_WHICH_IS = pattern(r"^(?:which|that) (?:is|are|equals)(?: calculated as)? (?P<formula>.+)$", re.IGNORECASE)
_COUNTED = re.compile(
    r"^(?P<low>\w+)(?: (?:to|or) (?P<high>\w+))? (?P<noun>[\w ]+?)(?:,? (?:one )?of which (?:exactly |only )?(?:one|some|at least one)?\s*(?:is|are) (?P<flag>\w+))?$",
    re.IGNORECASE,
)
_NOUNS_TOO = frozenset(
    {"start", "end", "place", "return", "order", "book", "bid", "log", "play", "work", "use", "contact", "lists"}
)


_POINTING = frozenset({"own", "certain", "respective", "particular", "specific", "corresponding"})
_MASSES = frozenset({"staff", "equipment", "furniture", "stock", "data", "personnel", "luggage", "people"})
_LONGEST = 6
_COUNTS = frozenset({"number", "amount", "count"})
_SPACES = re.compile(r"\s+")
_ONE = re.compile(r"^(?:an?|one|the|each)\s")


def read_attributes(text: str, english: English) -> tuple[Attribute, ...]:
    """All properties of a list, in order; things with properties of their own carry them as `children`."""
    found: list[Attribute] = []
    parts = _twins(_whole_enumerations(items(text), english), english)
    for position, part in enumerate(parts):
        following = parts[position + 1 :]
        if (again := _EACH_WITH.match(part)) and found:
            nested = read_attributes(", ".join([again["rest"], *following]), english)
            found[-1] = replace(found[-1], children=nested)
            break
        if (said := _WHICH_IS.match(part)) and found:
            found[-1] = replace(found[-1], formula=", ".join([said["formula"], *following]))
            break
        nest = _NESTED.match(_BRACKETS.sub("", part))
        if nest and english.words(nest["head"]) and not _is_participle(nest["rest"]):
            nested = read_attributes(", ".join([nest["rest"], *following]), english)
            found += [replace(a, children=nested) for a in read_attribute(nest["head"], english)[:1]]
            break
        if people := _WHO_ARE.match(part):
            both = 2 if re.search(r"\bboth\b", part) else len(found)
            found[-both:] = [replace(a, target=people["what"]) for a in found[-both:]]
            continue
        if belonging := _belonging(part, english):
            found += belonging
            continue
        if flag := _FLAG.match(part):
            found.append(Attribute(name=english.snake(flag[0]), type=FieldType.BOOLEAN))
            continue
        part = re.sub(r"^(?:has|have|having) ", "", part)
        if found and is_verb_phrase(part, english):
            break
        found += read_attribute(part, english)
    return tuple(found)


def _belonging(part: str, english: English) -> tuple[Attribute, ...]:
    """'Given by a donor', 'shown in a showcase or kept in store', 'by a restorer': what it hangs on."""
    match = _BELONGS.match(part)
    if not match:
        return ()
    how = (match["how"] or "").lower()
    if how and how not in _HANGING and not english.lexicon.grammar.is_participle(how.split()[0]):
        return ()
    if not how and match["prep"].lower() not in ("by", "of", "for", "under"):
        return ()
    found = read_attribute(match["target"], english)
    return tuple(replace(a, required=False) for a in found) if match["other"] else found


def read_attribute(part: str, english: English) -> tuple[Attribute, ...]:
    """One item; a range or 'which member took which book' gives several, nonsense none."""
    part = part.strip(" .;:")
    if formula := _FORMULA.match(_BRACKETS.sub("", part)):
        name = english.name(formula["name"])
        return (Attribute(name=name, formula=formula["formula"].strip()),) if name else ()
    if clauses := clause_attributes(part, english):
        return clauses
    if belonging := _belonging(part, english):
        return belonging
    if counted := _counted(part, english):
        return counted
    notes = [note for note in _BRACKETS.findall(part) if note.strip()]
    plain = _SPACES.sub(" ", _BRACKETS.sub(" ", part)).strip()
    attribute = Attribute(name="")
    if flag := _FLAGS.match(plain):
        attribute, plain = apply_note(attribute, flag["flag"], english), flag["rest"]
    plain, more = _trailing(plain, english)
    notes = [*more, *notes]
    if pair := _range_pair(plain, notes, english):
        return pair
    if two := _PAIR.match(plain):
        return tuple(_side(side, two["stem"] or two["head"], notes, english) for side in (two["one"], two["two"]))
    plain = _IN_ONE.sub("", _SEVERAL.sub("", plain))
    if (whose := _FOR_WHOM.match(plain)) and type_of(english.snake(whose["head"]), english) is FieldType.MONEY:
        plain = f"{english.name(whose['whom'])} {whose['head']}"
    if measured := _MEASURED.match(plain):
        plain, attribute = measured["name"], replace(attribute, type=FieldType.NUMBER)
    if tail := _ENUM_TAIL.match(plain):
        plain, notes = tail["name"], [*notes, tail["values"]]
    return _named(plain, notes, attribute, english)


def _side(spoken: str, kind: str, notes: list[str], english: English) -> Attribute:
    """'team a / team b', 'the buying party / the selling party': two of one kind."""
    words = re.sub(r"^(?:the|an?) (?=[a-z]+ )", "", spoken.lower())
    side = Attribute(name=english.snake(words), target=kind.lower())
    for note in notes:
        side = apply_note(side, note, english) if "differ" not in note else side
    return side


def _counted(part: str, english: English) -> tuple[Attribute, ...]:
    """'two to six answer options of which one is correct' are things of their own, with a flag."""
    match = _COUNTED.match(part)
    if not match or english.number(match["low"]) is None or match["low"].lower() in ("i", "v", "single"):
        return ()
    if match["high"] and english.number(match["high"]) is None:
        return ()
    name, plural = english.name(match["noun"]), english.is_plural(match["noun"].split()[-1].lower())
    flag = match["flag"]
    inner = (Attribute(name="text"), Attribute(name=flag.lower(), type=FieldType.BOOLEAN)) if flag else ()
    return (Attribute(name=name, plural=plural, children=inner),) if name else ()


def _named(plain: str, notes: list[str], attribute: Attribute, english: English) -> tuple[Attribute, ...]:
    head, colon, rest = plain.partition(":")
    if colon:
        plain, notes = head, [*notes, rest]
    plain = re.split(
        r"\s+(?:as|for|that|which|who|where|so that|because|if|when|we|they|on which|of which|from which|to which|by which)\s+",
        plain,
        maxsplit=1,
    )[0]
    words = english.words(plain)
    told = [word for word in words if word not in english.lexicon.determiners]
    if not words or len(told) > _LONGEST or not words[0][0].isalpha():
        return ()
    name = _name(words, plain, english)
    plural = english.is_plural(words[-1]) and not _ONE.match(plain.lower())
    attribute = replace(attribute, name=name, plural=plural)
    for note in notes:
        if (plural or is_person(name, english)) and lists_properties(note, english):
            attribute = replace(attribute, children=read_attributes(note, english))
        else:
            attribute = apply_note(attribute, note, english)
    return (attribute,)


def _name(words: list[str], plain: str, english: English) -> str:
    """'date of birth' is birth_date; 'number of pages' stays; 'name of the owner' is owner_name; 'license plates' singular."""
    if words[-2:] == ["email", "address"]:
        words = words[:-1]
    if words[:2] == ["number", "of"] and len(words) > 2 and not any(english.is_plural(w) for w in words[2:]):
        rest = [w for w in words[2:] if w not in english.lexicon.determiners]
        if rest and rest[-1] not in _MASSES:
            return "_".join([*rest, "number"])
    if "of" in words and words[0] not in ("number", "amount", "proof", "point", "place", "unit"):
        position = words.index("of")
        if words[position - 1] in _COUNTS and position > 1:
            return "_".join(word for word in words if word not in english.lexicon.determiners)[:48].strip("_")
        rest = [word for word in words[position + 1 :] if word not in english.lexicon.determiners]
        words = [*rest, *words[:position]] if rest else words[:position]
    words = [word for word in words if word not in ("the", "a", "an", "its", "their")]
    while len(words) > 1 and words[0] in _POINTING:
        words = words[1:]
    return "_".join(words)[:48].strip("_")


def _trailing(plain: str, english: English) -> tuple[str, list[str]]:
    notes: list[str] = []
    while match := _TRAILING.search(plain):
        said = next((value for value in match.groupdict().values() if value), "")
        unit = said[3:].strip().lower()
        known = unit in english.lexicon.units or english.lexicon.typed_words.get(unit) is FieldType.LONG_TEXT
        if match["unit"] and not known:
            break
        notes.append(said)
        plain = plain[: match.start()]
    return plain, notes


def _range_pair(plain: str, notes: list[str], english: English) -> tuple[Attribute, ...]:
    words = english.words(plain)
    if len(words) > 1 and words[-1] == "range" and (not notes or any("min" in note.lower() for note in notes)):
        stem = "_".join(words[:-1])
        return (Attribute(name=f"{stem}_minimum"), Attribute(name=f"{stem}_maximum"))
    if notes and (
        match := re.fullmatch(
            r"(min(?:imum)?|from|start|begin)\s*(?:and|to|/|,|-)\s*(max(?:imum)?|to|until|end)", notes[0].lower()
        )
    ):
        stem = english.name(plain)
        return (Attribute(name=f"{stem}_{match[1]}"), Attribute(name=f"{stem}_{match[2]}"))
    return ()


def _twins(parts: list[str], english: English) -> list[str]:
    """'start and end odometer' names two odometers."""
    found = list(parts)
    for position, (one, two) in enumerate(itertools.pairwise(parts)):
        first, second = english.words(one), english.words(_BRACKETS.sub("", two))
        if len(first) == 1 and len(second) > 1 and (first[0], second[0]) in english.lexicon.twins:
            found[position] = f"{one} {' '.join(second[1:])}"
    return found


def _whole_enumerations(parts: list[str], english: English) -> list[str]:
    """Joins 'status: draft' 'sent or paid' again: values after a colon reach to the end of the list."""
    for position, part in enumerate(parts):
        head, colon, rest = part.partition(":")
        if colon and rest.strip() and "(" not in part and len(parts) > position + 1 and english.words(head):
            return [*parts[:position], f"{head} ({', '.join([rest.strip(), *parts[position + 1 :]])})"]
        one_of = re.match(r"^(?P<head>.+?)\s+(?:which is |that is )?(?:one of|either)\s+(?P<rest>.+)$", part)
        if one_of and "(" not in part:
            return [*parts[:position], f"{one_of['head']} ({', '.join([one_of['rest'], *parts[position + 1 :]])})"]
    return parts


def _is_participle(text: str) -> bool:
    return bool(re.match(r"^(?:time zone|tax|vat|or without)\b", text.lower()))


def _is_bounded_noun(part: str, english: English) -> bool:
    """'places from 1 to 50', 'hours (0 to 8)'."""
    tags = tags_of(part, english.lexicon.grammar)
    return tags[0].tag == "noun" and tags[1].tag in ("prep", "num", "note")


def is_verb_phrase(part: str, english: English) -> bool:
    """Whether an item goes on with what the subject does: 'and post jobs', 'is one'."""
    words = part.lower().split()
    if (
        len(words) < 2
        or words[0] in _NOUNS_TOO
        or _is_bounded_noun(part, english)
        or words[-1] in ("at", "on", "by", "from", "to", "until", "in")
    ):
        return False
    if " ".join(words[1:]) in english.lexicon.types:
        return False
    return words[0] in english.lexicon.modals or words[0] in english.lexicon.verbs
