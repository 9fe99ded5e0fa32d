"""Reads properties that hold or don't: 'a tick for paid', 'with or without music', 'did they sign it or not'. Used by properties and items."""

from __future__ import annotations

import re

from engines.kernel.spec import FieldType
from engines.spec.chunks import Tags, is_asked, spoken
from engines.spec.clauses import truth_name
from engines.spec.english import English
from engines.spec.model import Attribute
from engines.spec.patterns import pattern

_MARK = pattern(
    r"^(?:(?:an?|the|some|simple|plain|little) )*(?P<what>flag|check ?box|tick(?: ?box)?|indicat(?:ion|or)|switch|toggle|marker?|yes ?/ ?no(?: field)?|y/n|boolean"
    r"|information|info|note|remark|statement|mention|answer)"
    r"(?: (?:for|of|on|about|showing|saying|telling|stating|indicating|marking|meaning|to (?:show|say|tell|mark|indicate)|as to))?(?: (?:us|me|them|you))?"
    r"(?: (?P<asks>that|whether|if|when|[\"“']))?"
    r"(?P<rest> .+)$",
    re.IGNORECASE,
)
_SPEAKING = pattern(r"^(?:information|info|note|remark|statement|mention|answer)$", re.IGNORECASE)
_EITHER_WAY = re.compile(r"^(?:with or without|with/without) (?P<with>.+)$|^(?P<plain>.+?),? or not$", re.IGNORECASE)
_QUESTION = pattern(
    r"^(?:do|does|did|is|are|was|were|has|have|had|can|could|may|must|should|will|would) (?P<rest>.+?)(?: or not)?$",
    re.IGNORECASE,
)


def truth_item(tags: Tags, english: English) -> Attribute | None:
    """The boolean that an item in words is; None when it is something else."""
    text = spoken(tuple(t for t in tags if t.tag != "note")).replace("'s", "is")
    if match := _EITHER_WAY.match(text):
        return _truth(match["with"] or match["plain"], english)
    if flagged := _flagged(tags, english):
        return _truth(flagged, english)
    match = _MARK.match(text)
    if not match or (_SPEAKING.match(match["what"]) and match["asks"] != "whether"):
        return None
    if not match["asks"] and re.match(
        rf"^(?:(?:an?|the) )?{re.escape(match['what'])}\s+(?!for |showing|saying|telling|stating|indicating|marking|meaning|to |as |on |about |of |[\"“'])",
        text,
        re.IGNORECASE,
    ):
        return None
    return _truth(match["rest"], english)


def _flagged(tags: Tags, english: English) -> str:
    """'a flag defective', 'a checkbox primary': what is flagged; '' for a flag's colour."""
    words = [t for t in tags if t.tag not in ("det", "note")]
    if len(words) != 2 or words[0].low not in ("flag", "checkbox", "tick", "indicator"):
        return ""
    said = english.lexicon.grammar.classes(words[1].low) & {"adj", "verb"}
    return words[1].low if said and words[1].low not in english.lexicon.types else ""


def either_way(tags: Tags, english: English) -> Attribute | None:
    """'either has a kitchen or not', 'is electric or not': the boolean that a verb's two ways are."""
    start = 1 if tags[0].low == "either" else 0
    rest = tags[start:]
    if (
        len(rest) < 4
        or [t.low for t in rest[-2:]] != ["or", "not"]
        or rest[0].tag not in ("be", "have", "modal", "verb")
    ):
        return None
    return _truth(spoken(rest[1:-2] if rest[0].tag in ("be", "have") else rest[:-2]), english)


def truth_asked(tags: Tags, english: English) -> Attribute | None:
    """'did they sign the waiver or not', 'is it heated': a question with its verb in front."""
    match = _QUESTION.match(spoken(tuple(t for t in tags if t.tag != "note"))) if is_asked(tags) else None
    return _truth(match["rest"], english) if match else None


def _truth(text: str, english: English) -> Attribute:
    plain = re.sub(r"^(?:an?|the) ", "", text.strip())
    return Attribute(name=truth_name(plain, english), type=FieldType.BOOLEAN)
