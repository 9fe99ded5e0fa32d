"""Reads what stands in brackets or after a property: unique, 1-12, in minutes, max 5 characters, a/b/c. Used by attributes."""

from __future__ import annotations

import re
from dataclasses import replace

from engines.kernel.spec import FieldType
from engines.spec.english import English
from engines.spec.fieldtypes import type_of
from engines.spec.lengths import sized
from engines.spec.lists import options, top_level
from engines.spec.model import Attribute
from engines.spec.patterns import pattern

_NUMBER = r"-?\d[\d,]*(?:\.\d+)?"
_RANGE = re.compile(
    rf"(?:from|between|in the range(?: of)?)?\s*({_NUMBER})\s*(?:-|–|—|to|and|\.\.+|through)\s*({_NUMBER})(?:\s+(?P<unit>[a-z%€$°]+))?"
)
_WORD_RANGE = pattern(r"^(?:from |between )?([a-z]+)\s+(?:to|and|through)\s+([a-z]+)$")
_DENIED = r"(?:no|not|never|nor|n't|cannot be|can't be)"
_LEAST = pattern(
    rf"(?:min(?:imum)?\.?|at least|{_DENIED} (?:less than|fewer than|lower than|under|below)|>=|≥)\s*(?:of |is )?({_NUMBER})"
)
_MOST = pattern(
    rf"(?:max(?:imum)?\.?|at most|up to|{_DENIED} (?:more than|greater than|higher than|over|above|beyond|exceeding)|<=|≤)\s*(?:of |is )?({_NUMBER})"
)
_EXAMPLE = re.compile(
    r"\b(?:e\.? ?g\.?|for example|for instance|looks like|format|i\.e\.)[,:]? (?P<value>\S*).*?(?=, (?:optional|required|unique)$|$)"
)
_FLAGGED = pattern(
    r"^(?P<flag>unique|optional|required|mandatory),? (?P<rest>(?!if\b|when\b|per\b|within\b|for\b|in\b|by\b|once\b|unless\b).+)$"
)
_ANOTHER = pattern(
    r"^(?:an?other|one of (?:the|our|its)|reference to (?:an?|the)|->) (?P<what>[a-z]+(?: [a-z]+)?)$"
    r"|^(?:one or (?:more|several)|several|any number of|multiple|list of|many) (?P<many>[a-z]+(?: [a-z]+)?)$"
    r"|^(?:an?|the|one of our) ?(?P<who>user)\b.*$"
)
_BOTH = pattern(
    r"^both (?:of them )?(?:are |being )?(?:the |our )?(?P<what>[a-z]+(?: [a-z]+)?)(?:,.*| and .*| but .*)?$"
)
_SEVERAL = pattern(
    r"^(?:any number(?: of them)?|one or (?:more|several)|several(?: possible)?|many|multiple|at least one|zero or more|as many as .*)$"
)
_ROMAN = re.compile(r"^(?:from )?(i|ii|iii|iv)\s*(?:-|–|to)\s*(ii|iii|iv|v|vi|vii|viii|ix|x)$")
_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_LETTERS = re.compile(r"^(?:from )?([a-z])\s*(?:-|–|to)\s*([a-z])$")
_NUMBERS = re.compile(r"^(?=.*-\d)-?\d+(?:\s*(?:,|/|\bor\b|,\s*or\b)\s*[-+]?\d+)+$")
_OVER = pattern(rf"(?:more than|greater than|above|over|>)\s*({_NUMBER})")
_DEFAULT = pattern(r"(?:defaults? (?:to|is|=)?|by default|default:)\s*['\"]?([\w.-]+)['\"]?")


def apply_note(attribute: Attribute, note: str, english: English) -> Attribute:
    """The attribute with what one note says about it."""
    example = _EXAMPLE.search(note.lower())
    if example and attribute.type is None and re.search(r"\d[^\d.,]|[^\d.,]\d", example["value"].strip(",.;")):
        attribute = replace(attribute, type=FieldType.TEXT)
    low = _EXAMPLE.sub("", note.lower()).strip(" .,")
    if not low:
        return attribute
    if other := _ANOTHER.match(low):
        target = other["what"] or other["who"] or other["many"]
        return replace(attribute, target=target, many=bool(other["many"]))
    if both := _BOTH.match(low):
        return replace(attribute, target=both["what"])
    if _SEVERAL.match(low):
        return replace(attribute, many=True)
    if flagged := _FLAGGED.match(low):
        return apply_note(apply_note(attribute, flagged["flag"], english), flagged["rest"], english)
    parts = top_level(low)
    defaults = [part for part in parts if part.startswith("default")]
    if defaults and len(parts) > 1:
        rest = ", ".join(part for part in parts if part not in defaults)
        return apply_note(apply_note(attribute, rest, english), defaults[0], english)
    if len(parts) == 2 and any(_flag(part) for part in parts):
        for part in parts:
            attribute = apply_note(attribute, part, english)
        return attribute
    known = [part for part in parts if _flag(part) or _typed(part, english) is not None]
    units = [part for part in parts if part in english.lexicon.units]
    if len(parts) > 1 and known and len(parts) - len(known) <= 1 and len(units) < 2:
        for part in parts:
            attribute = apply_note(attribute, part, english)
        return attribute
    for reader in (_read_flag, _read_type, _read_default, _read_bounds, _read_choices):
        changed = reader(attribute, low, english)
        if changed != attribute:
            return changed
    return attribute


_ONLY_ONE = pattern(
    r"\bunique\b|\bonly once\b|\bduplicate|\b(?:never|not|no|nobody|nothing|none|can't|cannot|don't|doesn't|mustn't|won't|n't)\b.*\b(?:twice|again|re-?used|same|shared|share|repeated?s?|two)\b|\bone of a kind\b|\bno two\b"
)


def _flag(text: str) -> bool:
    return bool(
        re.fullmatch(
            r"(?:must be |is |has to be |should be )?(unique|required|mandatory|obligatory|optional|not required|if any|if known|positive|uppercase|upper case)",
            text,
        )
    )


def _read_flag(attribute: Attribute, text: str, english: English) -> Attribute:
    if _ONLY_ONE.search(text):
        return replace(attribute, unique=True)
    if re.search(
        r"\b(optional|not required|if any|if known|may be empty|can be empty|if available|if there is one)\b", text
    ):
        return replace(attribute, required=False)
    if re.search(r"\b(required|mandatory|obligatory)\b", text):
        return replace(attribute, required=True)
    if re.search(r"\bpositive\b(?!\s*(?:/|,|or\b))|\b(greater|more|larger|bigger) than (0|zero)\b", text):
        return replace(attribute, minimum=0.01)
    if re.search(r"\bupper ?-?case\b(?! letters?)", text):
        return replace(attribute, pattern="^[A-Z0-9 _-]+$")
    return attribute


def _typed(text: str, english: English) -> FieldType | None:
    text = re.sub(r"^(?:as |an? |in |of )+", "", text)
    return english.lexicon.typed_words.get(text) or english.lexicon.units.get(text)


def _read_type(attribute: Attribute, text: str, english: English) -> Attribute:
    word = re.sub(r"^(?:as |an? |in |of )+", "", text)
    if word in ("how many", "number of them", "count"):
        return replace(attribute, type=FieldType.INTEGER)
    found = english.lexicon.typed_words.get(word)
    if found:
        return replace(attribute, type=found)
    unit = english.lexicon.units.get(word)
    if unit:
        return replace(attribute, type=unit, unit=word)
    return attribute


def _read_default(attribute: Attribute, text: str, english: English) -> Attribute:
    match = _DEFAULT.search(text)
    if not match:
        match = re.match(r"^(\w+) by default$", text)
    if not match:
        return attribute
    value = match[1]
    number = english.number(value)
    truth = {"yes": True, "true": True, "y": True, "no": False, "false": False, "n": False}.get(value)
    default: str | int | bool = truth if truth is not None else number if number is not None else value
    kind = FieldType.BOOLEAN if truth is not None and attribute.type is None else attribute.type
    return replace(attribute, default=default, type=kind)


def _read_bounds(attribute: Attribute, text: str, english: English) -> Attribute:
    if (changed := sized(attribute, text)) != attribute:
        return changed
    if values := _ordered(text):
        return replace(attribute, type=FieldType.ENUM, choices=values)
    if _NUMBERS.match(text):
        values_ = sorted(float(each) for each in re.findall(r"-?\d+", text))
        return replace(attribute, type=FieldType.INTEGER, minimum=values_[0], maximum=values_[-1])
    if match := _RANGE.search(text):
        low, high = _value(match[1]), _value(match[2])
        if low < high:
            whole = "." not in match[1] and "." not in match[2]
            return _bounded(attribute, low, high, match["unit"] or "", english, whole=whole)
    if (match := _WORD_RANGE.search(text)) and not re.search(r",|\bor\b", text):
        first, last = english.number(match[1]), english.number(match[2])
        if first is not None and last is not None and first < last:
            return _bounded(attribute, first, last, "", english)
    if more := re.match(r"^(-?\d[\d.,]*) or (?:more|above|higher|greater)$", text):
        return replace(attribute, minimum=_value(more[1]))
    least, most, over = _LEAST.search(text), _MOST.search(text), _OVER.search(text)
    if least:
        attribute = replace(attribute, minimum=_value(least[1]))
    if most:
        attribute = replace(attribute, maximum=_value(most[1]))
    if over and not (least or most):
        attribute = replace(attribute, minimum=_value(over[1]) + 0.01)
    return attribute


def _ordered(text: str) -> tuple[str, ...]:
    """'I to IV' and 'A-F' as their values."""
    if roman := _ROMAN.match(text):
        return _NUMERALS[_NUMERALS.index(roman[1]) : _NUMERALS.index(roman[2]) + 1]
    if (letters := _LETTERS.match(text)) and letters[1] < letters[2]:
        return tuple(chr(code) for code in range(ord(letters[1]), ord(letters[2]) + 1))
    return ()


def _bounded(
    attribute: Attribute, low: float, high: float, unit: str, english: English, *, whole: bool = True
) -> Attribute:
    kind = attribute.type
    if kind is None and FieldType.MONEY in (english.lexicon.units.get(unit), type_of(attribute.name, english)):
        kind = FieldType.MONEY
    if kind not in (FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY):
        kind = FieldType.INTEGER if whole else FieldType.NUMBER
    unit = unit if unit in english.lexicon.units else attribute.unit
    return replace(attribute, type=kind, minimum=low, maximum=high, unit=unit)


def _value(text: str) -> float:
    return float(text.replace(",", ""))


_FREE = pattern(
    r"\b(?:whatever|whichever|whoever|etc|and so on|anything|any other|free text|plain text)\b|\.\.\.|…|^(?:of|for) "
)
_TALK = re.compile(
    r"\b(?:we|they|you|i|he|she|it|there)\b .*\b\w+|\b(?:must|shall|should|cannot|can't|cant|has to|have to)\b"
)


def _all_typed(parts: list[str], english: English) -> bool:
    """'address (street, city, zip code)': the parts of a value, which are no choices."""
    return len(parts) > 1 and all(part in english.lexicon.types for part in parts)


def _spaced(attribute: Attribute, text: str, english: English) -> list[str]:
    """'main role [top jungle mid]', 'decision (open upheld dismissed)': single words and nothing between them."""
    words = text.split()
    plain = all(word.isalpha() and word not in english.lexicon.grammar.closed for word in words)
    chosen = attribute.name.split("_")[-1] in english.lexicon.chosen
    return words if len(words) > 2 and plain and chosen else []


def _read_choices(attribute: Attribute, text: str, english: English) -> Attribute:
    if _FREE.search(text) or _TALK.search(text):
        return attribute
    text = re.sub(
        r"^(?:one of|either|can be|is one of|such as|e\.?g\.?,?|like|for example|namely|values?:?)\s+", "", text
    )
    if re.search(r",|\band\b", text) and not re.search(r"\bor\b|[/|]", text) and _all_typed(options(text), english):
        return attribute
    found = [english.snake(option) for option in (_spaced(attribute, text, english) or options(text))]
    found = list(dict.fromkeys(name for name in found if name and len(name.split("_")) <= 5))
    if set(found) in ({"yes", "no"}, {"y", "n"}) or {"true", "false"} == set(found):
        return replace(attribute, type=FieldType.BOOLEAN)
    if len(found) < 2:
        return replace(attribute, target=found[0].replace("_", " ")) if found else attribute
    return replace(attribute, type=FieldType.ENUM, choices=tuple(found))
