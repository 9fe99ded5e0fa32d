"""Finds the columns of the data in statements and decides what each holds. Called by the reading of learning tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engines.kernel.spec import Column, ColumnKind, FieldType, Origin
from engines.spec.attributes import read_attribute
from engines.spec.english import English
from engines.spec.fieldtypes import type_of
from engines.spec.learning.parts import Part
from engines.spec.learning.words import LearningWords
from engines.spec.lists import items, options, top_level
from engines.spec.model import Attribute

_NOUN = r"(?:columns?|fields?|features?|attributes?|variables?|headers?|predictors?|inputs?|measurements?)"
_ARE = r"(?:\s+(?:are|is|named|called|include[sd]?|will be|like|such as|being|namely|for|of|as follows|in the csv are|there are)\b)*"
_STOP = re.compile(
    r"(?:\s*[;.!?]\s*|\s+[–—-]\s+|,?\s+(?:and\s+|then\s+|to\s+|it\s+should\s+|i\s+want\s+(?:to\s+)?|we\s+want\s+(?:to\s+)?)?\b(?:show|report|offer|serve|train|return|expose|print|"
    r"predict|predicts|estimate|classify|evaluate|tell|tells|decide|learn|provide|publish|give me|output|build|use it|split|compare)\b"
    r"|,?\s+(?:where|so that|in order|because|which we|which i|that we want|for each|for every|per row|of each|of every|to (?:predict|estimate|learn|tell|decide|classify|forecast|guess|train)|and (?:we|i|it|the (?:service|model|target|goal|last|label))|(?:we|i) (?:want|need|would)|over http|via (?:an? )?(?:http|rest|api)|from a csv|in a csv|as a csv|using (?:scikit|a model))\b)(?=.*|$)",
    re.IGNORECASE,
)
_CALLED = re.compile(
    rf"\b(?:with|has|have|having|containing|contains?|of)?\s*(?:the |these |following |\w+ |its )*{_NOUN}{_ARE}\s*:?\s*(?P<list>\S.*)$",
    re.IGNORECASE,
)
_LISTS = (
    re.compile(
        r"\b(?:these|those|the same|all these) (?:columns|fields|values|features|inputs)?,? ?(?:and|plus|as well as) (?P<list>\S.*)$",
        re.IGNORECASE,
    ),
    re.compile(
        r"\((?:[^():]{0,40}\b(?:csv|columns?|fields?|features?|data)\b[^():]{0,20}[: ])\s*(?P<list>[^()]+(?:\([^()]*\)[^()]*)*)\)",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:the |our |my )?(?:data|csv|data ?set|file|table|rows?|header)\s*:\s*(?P<list>\S.*)$", re.IGNORECASE
    ),
    _CALLED,
    re.compile(
        r"\b(?:csv|data ?set|data|file|table|list|export|history)\b[^().:]{0,40}\((?P<list>[^()]+(?:\([^()]*\)[^()]*)*)\)",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:csv|data ?set|data|file|table|export)\b(?: [\w\-]+){0,4}:\s*(?P<list>\S.*)$", re.IGNORECASE),
    re.compile(
        r"^(?:each|every|an?|one) [\w\-]+(?: [\w\-]+)?(?: in (?:it|the \w+))? (?:has|comes with|is described by|consists of)\s*:?\s*(?P<list>\S.*)$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:each|every|one|a) (?:row|line|record|entry|sample|example|observation|data point)\b[^:]{0,40}?\b(?:has|holds|contains|with|lists|gives|records|describes|consists of|is made of|:)\s*:?\s*(?P<list>\S.*)$",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:for|about|of) (?:each|every|all) [\w\- ]{2,30}? (?:we|i|it|they|the (?:csv|file|data|dataset)) (?:know|have|has|record|keep|store|log|track|collect|note|measure|hold|holds|lists?|contains?)\s*:?\s*(?P<list>\S.*)$",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:csv|file|data ?set|data|table|export|spreadsheet)\b(?: file| export)?(?: [\w\-]+){0,6}? (?:has|have|with|contains?|containing|holds?|lists?|including|includes?|of|records?|gives?)\s*:?\s+(?P<list>\S.*)$",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:predict\w*|estimat\w+|forecast\w*|classif\w+|guess\w*|determin\w+|detect\w*|tells?|learns?|recogni[sz]\w+|identif\w+|decides?)\b.{2,90}?\b(?:from|using|based on|given|out of|by looking at|depending on)\s+(?P<list>(?!a csv|csv|an? (?:data|file|upload)|past|historic|old|held)\S.*)$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:given|from|using|based on)\s+(?P<list>(?!a csv|csv)[^.]+?),?\s+(?:we |i |it |please )?(?:want to |would like to |should )?(?:predict|estimate|tell|forecast|classify|guess|decide|learn|determine)\b",
        re.IGNORECASE,
    ),
)
_OUTRIGHT = (_LISTS[0], _CALLED)
_MORE = _LISTS[0]
_LOOSE = _LISTS[-2:]  # in these, the target stands before its inputs
_HEADER = re.compile(r"^[A-Za-z_]\w*(?: \w+)?(?:[,;][ ]?[A-Za-z_]\w*(?: \w+)?){2,}$")
_UNDER = re.compile(rf"\b(?:{_NOUN}|csv|data|dataset|data set|file|table|rows?)\b", re.IGNORECASE)
_NAMING = re.compile(r"\b(?:column|field|name|feature|attribute|variable|header|input)\b", re.IGNORECASE)
_BRACKET = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_OPEN = re.compile(r"\b(?:e\.?g\.?|for example|for instance|such as|like|etc|and so on)\b", re.IGNORECASE)
_TAIL = re.compile(
    r"^(?P<name>[\w \-/]+?)\s*(?::|\s[-–—]\s|=|\bas (?:an? |the )?|\bwhich (?:is|holds|contains) |\bis (?:an? |the )?)\s*(?P<note>\S.*)$"
)
_LEADING = re.compile(
    r"^(?:(?:and|or|plus|the|an?|its|their|his|her|our|of|also|only|two|three|four|five|six|seven|eight|nine|ten|just|flag|column|columns|field|named|called)\s+)+",
    re.IGNORECASE,
)
_UNIT = re.compile(r"^(?P<name>.+?)\s+in\s+(?P<unit>[\w°%€$£/²³. ]{1,20})$", re.IGNORECASE)
_VERBS = re.compile(
    r"\b(?:is|are|has|have|shows?|predicts?|must|should|can|returns?|reports?|offers?)\b", re.IGNORECASE
)
_NUMERIC = (FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY)
_RELATIVE = re.compile(r"\s+(?:it|they|he|she|we|i|you|that|which|who|when|at which)\s+.*$", re.IGNORECASE)
_WHETHER = re.compile(
    r"^(?:whether|if) (?:or not )?(?:(?:it|they|he|she|the \w+|an? \w+|there|someone)\s+)?(?:(?:is|was|are|were|has|have|had|will be|uses|owns)\s+)?(?:been |an? |the )?(?P<what>[\w \-]+)$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(between [\w\- ]+?) and ", re.IGNORECASE)
_NO_COLUMN = re.compile(
    r"\b(?:csv|csvs|file|files|data|dataset|records?|columns?|values|them|it|this|these|those|my|your|examples|history|past|rows|inputs?|features?)$|^(?:these|this|my|your|past|historic(?:al)?|old|such|so on|more|etc)\b",
    re.IGNORECASE,
)
_COUNTED = (
    "days",
    "hours",
    "minutes",
    "months",
    "weeks",
    "years",
    "seconds",
    "times",
    "number",
    "count",
    "total",
    "average",
)
_REQUEST = re.compile(r"\b(?:GET|POST|PUT|PATCH|DELETE)\s+`?/")
_UNITS = frozenset(
    {
        "mm",
        "cm",
        "m",
        "km",
        "kg",
        "g",
        "kwh",
        "kw",
        "mg",
        "ml",
        "l",
        "c",
        "f",
        "pct",
        "percent",
        "usd",
        "eur",
        "min",
        "mins",
        "sec",
        "secs",
        "hrs",
        "sqm",
        "sqft",
        "m2",
        "k",
        "hp",
        "cc",
    }
)
_PER = re.compile(r"(?:in )?[A-Za-z€$£]{1,4}/(?:h|s|l|m2|m3|m²|m³|min|km|kg|hour|day|week|month|year)")
_ENOUGH = 3
_LONGEST_LIST = 1_500
_MOST_WORDS = 6


@dataclass(frozen=True, kw_only=True)
class Found:
    """A column as a statement gives it. `target`: it is said to be what is predicted; `inputs`: its list holds inputs alone."""

    column: Column
    target: bool = False
    inputs: bool = False
    guessed: bool = False


def read_columns(parts: tuple[Part, ...], english: English, words: LearningWords) -> tuple[Found, ...]:
    """Every column in the order of its first mention; later mentions add what they say."""
    found: dict[str, Found] = {}
    for part in parts:
        for column in _of_statement(part, english, words, strict=len(found) >= _ENOUGH):
            name = column.column.name
            found[name] = _joined(found[name], column) if name in found else column
    return tuple(found.values())


def _joined(one: Found, two: Found) -> Found:
    """What both say; a kind that was said wins over one that was guessed."""
    sentences = tuple(sorted({*one.column.origin.sentences, *two.column.origin.sentences}))
    said = two if (one.guessed and not two.guessed) or (two.column.choices and not one.column.choices) else one
    origin = replace(one.column.origin, sentences=sentences)
    return replace(
        said,
        column=replace(said.column, origin=origin),
        target=one.target or two.target,
        inputs=one.inputs and two.inputs,
        guessed=one.guessed and two.guessed,
    )


def _of_statement(part: Part, english: English, words: LearningWords, *, strict: bool) -> Iterator[Found]:
    """Once a list is known (`strict`), only statements that speak of columns outright add to it."""
    if part.cells:
        yield from _row(part, english, words)
        return
    text = part.text
    if _UNDER.search(part.under) and not part.headers and _is_item(text):
        inputs = bool(re.search(r"\b(?:inputs?|features|predictors)\b", part.under, re.IGNORECASE))
        listed = [text] if _has_notes(text, words) else _split(text)
        yield from _listed(listed, part, english, words, inputs=inputs)
        return
    if part.heads and not part.text.endswith(":") and part.number == 1:
        return
    if not strict and not _VERBS.search(text) and _HEADER.match(text.rstrip(".")) and " and " not in text:
        yield from _listed(re.split(r"[,;]", text.rstrip(".")), part, english, words)
        return
    for pattern in () if _REQUEST.search(text) else _OUTRIGHT if strict else _LISTS:
        match = pattern.search(text)
        listed = _split(_cut(_behind_colon(match["list"]))) if match and len(match["list"]) <= _LONGEST_LIST else []
        known = [item for item in listed if _plausible(item)]
        if len(known) >= 2 or (known and pattern in (_MORE, *_LOOSE)):
            inputs = pattern in _LOOSE or bool(
                re.search(r"\b(?:features|inputs|predictors)\b", text[: text.find(known[0])], re.IGNORECASE)
            )
            yield from _listed(known, part, english, words, inputs=inputs)
            return


def _behind_colon(text: str) -> str:
    """'deliveries: distance, weight' lists what stands behind the colon; 'plan: basic or pro, age' does not."""
    head, colon, rest = text.partition(":")
    return rest.strip() if colon and rest.count(",") >= 1 and "," not in head and "(" not in head else text


def _split(text: str) -> list[str]:
    """The items of a list; 'days between booking and visit' is one."""
    return [item.replace("\x1f", "and") for item in items(_BETWEEN.sub("\\1 \x1f ", text))][:200]


def _has_notes(text: str, words: LearningWords) -> bool:
    """Whether commas part a name from its notes: 'quality (0-10), target'."""
    rest = [piece.lower() for piece in top_level(text)[1:]]
    return any(piece in words.notes or piece in words.target_notes for piece in rest)


def _is_item(text: str) -> bool:
    """Whether a line below a heading names one column, rather than saying a sentence."""
    plain = _BRACKET.sub("", text).strip()
    return _plausible(plain) and not plain.endswith((".", ":")) and not _VERBS.search(plain.partition(":")[0])


def _cut(text: str) -> str:
    """The list alone: it ends where the sentence goes on with something else; brackets belong to it."""
    depth = 0
    for position, char in enumerate(text):
        depth += (char in "([") - (char in ")]")
        if depth <= 0 and position and _STOP.match(text, position):
            return text[:position]
    return text


def _plausible(item: str) -> bool:
    plain = _LEADING.sub("", _BRACKET.sub("", item)).partition(":")[0]
    plain = _RELATIVE.sub("", plain).strip()
    return 0 < len(plain.split()) <= _MOST_WORDS and plain[:1].isalpha() and not _NO_COLUMN.search(plain)


def _row(part: Part, english: English, words: LearningWords) -> Iterator[Found]:
    """A row of a table that describes columns: its name first, then its kind and what is said of it."""
    if not part.cells or not part.headers or not _NAMING.search(part.headers[0]):
        return
    notes = [cell for cell in part.cells[1:] if cell.strip(" -")]
    yield from _item(part.cells[0], notes, part, english, words)


def _listed(
    listed: list[str], part: Part, english: English, words: LearningWords, *, inputs: bool = False
) -> Iterator[Found]:
    for item in listed:
        for found in _item(item, [], part, english, words):
            yield replace(found, inputs=inputs and not found.target)


def _item(text: str, notes: list[str], part: Part, english: English, words: LearningWords) -> Iterator[Found]:
    """One column with its notes, in brackets, behind a colon or in cells."""
    said = [*(a or b for a, b in _BRACKET.findall(text)), *notes]
    if _has_notes(text, words):
        text, *more = top_level(text)
        said += more
    plain = re.sub(r"\s+", " ", _BRACKET.sub(" ", text)).strip(" .,;\"'`")
    flag = _WHETHER.match(_LEADING.sub("", plain))
    if not flag and (tail := _TAIL.match(plain)):
        plain, said = tail["name"], [tail["note"], *said]
    plain = _LEADING.sub("", plain).strip()
    plain = flag["what"] if flag else _RELATIVE.sub("", plain)
    unit = ""
    if measured := _UNIT.match(plain):
        plain, unit = measured["name"], measured["unit"].strip()
    name = english.snake(plain)
    if not name or not name[0].isalpha() or len(plain.split()) > _MOST_WORDS:
        return
    if any(pattern.search(plain.lower()) for says in words.metrics.values() for pattern in says):
        return
    column, target, sure = _noted(Column(name=name, kind=ColumnKind.NUMBER, unit=unit), said, english, words)
    if flag and not sure:
        column, sure = replace(column, kind=ColumnKind.BOOLEAN), True
    if not sure:
        column, sure = _kind(column, english, words)
    origin = Origin(sentences=(part.number,), confidence=1.0 if sure else 0.6)
    last = english.singular(name.split("_")[-1])
    counted = (
        column.kind is ColumnKind.NUMBER
        and not column.unit
        and (last in words.whole or name.startswith(("number_of", "num_", "n_")))
    )
    yield Found(column=replace(column, origin=origin, whole=column.whole or counted), target=target, guessed=not sure)


def _noted(column: Column, notes: list[str], english: English, words: LearningWords) -> tuple[Column, bool, bool]:
    """The column with what its notes say, whether it is the target, and whether its kind was said."""
    target = sure = False
    for note in notes:
        for piece in (note, *re.split(r"[,;]\s*", note)):
            low = piece.lower().strip(" .")
            if low in words.target_notes or re.search(r"\b(?:target|to predict|to be predicted)\b", low):
                target = True
            elif low in words.notes and not sure:
                column, sure = replace(column, kind=words.notes[low]), True
                if low in ("text", "string of text") and _kind(column, english, words)[0].kind is not ColumnKind.TEXT:
                    column = replace(column, kind=ColumnKind.CATEGORY)  # one word or two, as most texts in tables are
                column = replace(column, whole=low in ("integer", "int", "whole number", "count"))
        attributes = () if sure or target else read_attribute(f"{column.name.replace('_', ' ')} ({note})", english)
        if len(attributes) == 1 and not sure:
            column, sure = _attributed(column, attributes[0], note)
    return column, target, sure


def _attributed(column: Column, attribute: Attribute, note: str) -> tuple[Column, bool]:
    """What a note says by its choices, its bounds or its unit."""
    if _PER.fullmatch(note.strip()):
        return replace(column, kind=ColumnKind.NUMBER, unit=note.strip()), True
    choices = (
        tuple(options(re.sub(r"^(?:one of|either)\s+", "", note.strip(), flags=re.IGNORECASE)))
        if attribute.choices
        else ()
    )
    if {choice.lower() for choice in choices} in ({"yes", "no"}, {"true", "false"}, {"0", "1"}):
        return replace(column, kind=ColumnKind.BOOLEAN), True
    if len(choices) > 1 and all(len(choice.split()) <= 4 for choice in choices):
        known = () if _OPEN.search(note) else choices
        return replace(column, kind=ColumnKind.CATEGORY, choices=known), True
    if attribute.minimum is not None or attribute.maximum is not None:
        return replace(column, kind=ColumnKind.NUMBER, minimum=attribute.minimum, maximum=attribute.maximum), True
    if attribute.type in _NUMERIC or attribute.unit:
        return replace(column, kind=ColumnKind.NUMBER, unit=attribute.unit or column.unit), True
    if _OPEN.search(note):
        return replace(column, kind=ColumnKind.CATEGORY), True
    if re.fullmatch(r"(?:in )?[a-zA-Z°%€$£²³/]{1,12}", note.strip()) and not attribute.type:
        return replace(column, unit=note.strip().removeprefix("in ")), False
    return column, False


def _kind(column: Column, english: English, words: LearningWords) -> tuple[Column, bool]:
    """The kind that a name means, and whether it is known."""
    name = column.name
    if column.unit or ("_" in name and name.split("_")[-1] in _UNITS):
        return replace(column, kind=ColumnKind.NUMBER), True
    if name.startswith(("is_", "has_", "was_", "can_", "had_")):
        return replace(column, kind=ColumnKind.BOOLEAN), True
    if name.startswith(
        (
            "number_of",
            "num_",
            "count_of",
            "amount_of",
            "n_",
            "total_",
            "average_",
            "avg_",
            "mean_",
            "max_",
            "min_",
            "percent",
        )
    ):
        return replace(column, kind=ColumnKind.NUMBER), True
    parts = name.split("_")
    if parts[0] in _COUNTED and len(parts) > 1:
        return replace(column, kind=ColumnKind.NUMBER, whole=parts[0] not in ("total", "average")), True
    forms = (parts, [english.singular(part) for part in parts])
    for phrases in ([" ".join(form[start:]) for start in range(len(parts)) for form in forms], [forms[1][0]]):
        for phrase in phrases:
            if kind := words.columns.get(phrase):
                counted = kind is ColumnKind.BOOLEAN and parts[-1] != forms[1][-1]  # 'previous no shows' counts them
                return replace(column, kind=ColumnKind.NUMBER if counted else kind, whole=counted), True
    return _typed(column, english)


def _typed(column: Column, english: English) -> tuple[Column, bool]:
    match type_of(column.name, english):
        case FieldType.INTEGER | FieldType.NUMBER | FieldType.MONEY:
            return replace(column, kind=ColumnKind.NUMBER), True
        case FieldType.BOOLEAN:
            return replace(column, kind=ColumnKind.BOOLEAN), True
        case FieldType.DATE | FieldType.DATETIME:
            return replace(column, kind=ColumnKind.DATE), True
        case FieldType.LONG_TEXT:
            return replace(column, kind=ColumnKind.TEXT), True
        case FieldType.TEXT if column.name.split("_")[-1].endswith(("ed", "er", "ing")):
            return replace(column, kind=ColumnKind.CATEGORY), False
        case _:
            return replace(column, kind=ColumnKind.NUMBER), False
