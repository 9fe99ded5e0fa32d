"""Reads 'name, badge number unique, team (a, b)' as a list of properties when it is one. Used by outline and tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from engines.spec.layout.remarks import annotated, is_formula, is_kind, is_note, is_rule, unbracketed
from engines.spec.layout.values import valued, whole
from engines.spec.lists import top_level
from engines.spec.patterns import pattern

_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|isn't|aren't|has|have|had|can|can't|cannot|may|must|mustn't|shall|should|shouldn't|will|won't|would|needs?|does|do|don't|doesn't|gets?|we|you|they|it|i|he|she|who|which|that|when|where|what|how|if|unless|because|so|never|always|nobody|everybody|everyone|only(?=\s+\w)|please|per|no|not|there)\b|[<>]=?\s|\s->\s|[!?]",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"^(?:when|where|whether|who|whom|which|what|how|if|whose)\b", re.IGNORECASE)
_PER_OK = pattern(
    r"\b(?:price|cost|fee|rate|wage|pay|charge|days|hours|minutes|pieces|units|items|points|places|seats|number|amount|kilometres|km|litres|percent|percentage|limit|quota|charges?|quantity|size|salary|discount)\b[\w ]* per \w",
    re.IGNORECASE,
)
_KEYED = re.compile(
    r"^(?P<key>[A-Za-z][\w\- '/&]{0,40}?)\s*(?:[(\[](?P<note>[^()\[\]]*)[)\]]\s*)?(?:: ?|\s=\s)\s*(?P<rest>\S.*)$"
)
_FLAG = re.compile(
    r"^(?:has|is|allows|accepts|needs|can be) (?!an? |the |one |its |their )[a-z]+(?: [a-z]+)?$", re.IGNORECASE
)
_OR_NOT = re.compile(r"^(?P<name>(?!who\b|if\b|when\b)[a-z]+(?:[ -][a-z]+){0,3}) or (?:not|no)$", re.IGNORECASE)
_RELATIVE = re.compile(
    r"^(?P<name>(?!(?:whenever|once|after|before|until|while|because|whose|which|what|where|when|who|how|whether|if|that|we|they|it|i|you|he|she)\b)[a-z][\w-]*(?: (?!(?:if|when|where|how|as|because|that|and|or|who|whether|what|which)\b)[\w-]+){0,4}?) (?:(?:that|which|who) )?(?:it|they|he|she|we|you|i) (?!is\b|are\b|has\b|have\b|was\b)\w.*$",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"^(?!(?:by|for|on|at|under) (?:an?|one|exactly one) [a-z\-]+$)(?:(?:as|for|with|by|at|about|during|under|over|into|like)|(?:in|on) (?:an?|the|our|which)) \w",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"^(?P<name>(?:[\w\-]+ )?(?:status|state|stage|phase)) (?P<states>\S+.*(?:/|\||->).*)$", re.IGNORECASE
)
_IF = pattern(
    r"\s+(?:if|when|where) (?:any|known|available|there|needed|applicable|possible|given|we|they|you|he|she|it|one)\b.*$",
    re.IGNORECASE,
)
_RANGE = pattern(r"\s+(?:from|between) \S+ (?:to|and) \S+$", re.IGNORECASE)
_BOUND = re.compile(
    r"^(?P<name>[\w ]+?) (?P<rule>(?:[<>]=?|!=) [a-z].*|(?:not |always |strictly )?(?:after|before|later than|earlier than|at most|at least|above|below|not? more than|less than|greater than|larger than|smaller than|higher than|lower than) (?:the |its |their )?[a-z].*)$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"^(?:\d+|one|two|three|up to \d+|any number of)(?:\s*(?:-|to|or)\s*(?:\d+|\w+))? (?:[a-z]+ )?[a-z]+s$",
    re.IGNORECASE,
)
_NAMELESS = re.compile(
    r"^[a-z][\w\-]*(?:\s*[/|]\s*[a-z][\w\- ]*)+$|^[a-z][\w\-/ ]*(?: -> [a-z][\w\-/ ]*)+$", re.IGNORECASE
)
_LONGEST_NAME = 9
_DEFAULT = re.compile(r"\s+default\s.*$|\s[<>]=?\s.*$")
_NO = re.compile(r"\bno\b(?=\.|$| unique| optional)")


@dataclass(frozen=True)
class Listing:
    """Properties, each with its notes in brackets, and the sentences that stand among them."""

    properties: tuple[str, ...]
    said: tuple[str, ...] = ()


@lru_cache(maxsize=512)
def read_listing(text: str) -> Listing | None:
    """The listing that a text is, None when it is something else."""
    text = _bare(text)
    found: list[tuple[str, list[str]]] = []
    said: list[str] = []
    if _BOUND.match(text):
        return None
    for segment in top_level(text, ";"):
        parts = whole(top_level(segment, ","))
        nameless = bool(_NAMELESS.match(parts[0])) or (is_note(parts[0]) and len(parts) == 1)
        if found and not _is_property(parts[0]) and not nameless:
            said.append(segment)
            continue
        for position, part in enumerate(parts):
            if found and _NAMELESS.match(part) and ("->" in part or part.count("/") > 1):
                found.append(("status", [part]))
            elif found and re.match(r"(?:or|and then|then) ", part):
                _extend(found[-1], part)
            elif found and not is_kind(part) and (is_note(part) or is_rule(part)):
                found[-1][1].append(part)
            elif _is_property(part):
                found += _named(part)
            elif not found:
                return None
            elif _SENTENCE.search(unbracketed(part)[0]):
                said.append(", ".join(parts[position:]))
                break
    if not found:
        return None
    properties: list[str] = []
    for name, notes in found:
        shown, rules = annotated(name, notes)
        properties.append(shown)
        said += rules
    return Listing(tuple(properties), tuple(said))


def read_property(text: str) -> Listing | None:
    """One line below a thing: 'tag: unique, like A-1', 'from / until: date', 'status: a -> b', or a whole listing."""
    text = _bare(text.strip(" ."))
    match = _KEYED.match(text)
    if not match or _SENTENCE.search(match["key"]) or len(match["key"].split()) > _LONGEST_NAME:
        return read_listing(text)
    if " = " in text[: match.start("rest")] and is_formula(match["rest"]) and "|" not in match["rest"]:
        return Listing((f"{match['key']} = {match['rest']}",))
    names = [part.strip() for part in match["key"].split(" / ")]
    notes = [note for note in (match["note"], _unwrapped(match["rest"])) if note]
    done = [annotated(name, notes) for name in names]
    return Listing(tuple(name for name, _ in done), tuple(rule for _, rules in done for rule in rules))


def is_nameless_states(text: str) -> bool:
    """Whether a sentence is nothing but values with signs between: 'open / closed', 'draft -> sent'."""
    return bool(_NAMELESS.match(text.strip(" .")))


def keyed(text: str, longest: int = 6) -> tuple[str, str]:
    """'Employee: [name, email]' in its two parts; ('', '') when there is no key of so few words."""
    match = _KEYED.match(text)
    if not match or len(match["key"].split()) > longest or ("," in match["key"] and longest < _LONGEST_NAME):
        return "", ""
    return match["key"].strip(), match["rest"].strip()


def _extend(found: tuple[str, list[str]], part: str) -> None:
    """The last of several values: 'status open -> done' 'or dropped'."""
    if found[1]:
        found[1][-1] += f", {part}"


def _named(part: str) -> list[tuple[str, list[str]]]:
    """A property's name and what its brackets say; 'group: a|b' and 'until: date' likewise."""
    match = _KEYED.match(part) if "," not in part.partition(":")[0] else None
    if match and not is_formula(match["rest"]):
        return [(match["key"], [note for note in (match["note"], match["rest"]) if note])]
    if match:
        return [(f"{match['key']} = {match['rest']}", [])]
    name, notes = unbracketed(part)
    name = _RELATIVE.sub(r"\g<name>", name)
    if told := _OR_NOT.match(name):
        return [(re.sub(r"^(?:whether |is |are |it is )+", "", told["name"]), ["yes/no", *notes])]
    if name.endswith("?"):
        return [(name.rstrip("? "), ["optional", *notes])]
    if _CLAUSES.match(part):
        return [(part, [])]
    if states := _STATES.match(name):
        return [(states["name"], [states["states"], *notes])]
    if _IF.search(name):
        return [(_IF.sub("", name), ["optional", *notes])]
    if alternatives := valued(name):
        return [(alternatives[0], [alternatives[1], *notes])]
    if bound := _BOUND.match(name):
        return [(bound["name"], [bound["rule"], *notes])]
    return [(name, notes)]


@lru_cache(maxsize=512)
def _is_property(part: str) -> bool:
    """Whether a part of a list names a property, perhaps with notes behind the name."""
    plain, _ = unbracketed(part)
    plain = _RELATIVE.sub(r"\g<name>", _RANGE.sub("", _IF.sub("", plain)))
    if any(each.match(plain) for each in (_CLAUSES, _FLAG, _COUNTED, _OR_NOT)):
        return True
    if bound := _BOUND.match(plain):
        plain = bound["name"]
    if _OPENS.match(plain):
        return False
    if match := _KEYED.match(part):
        return not _SENTENCE.search(match["key"]) and len(match["key"].split()) <= _LONGEST_NAME
    states = _STATES.match(plain)
    name = states["name"] if states else _DEFAULT.sub("", plain)
    name = _NO.sub("number", name).rstrip("? ")
    words = name.split()
    if not words or not words[0][0].isalpha() or len([w for w in words if "/" not in w]) > _LONGEST_NAME:
        return False
    return not _SENTENCE.search(name) or bool(_PER_OK.search(name))


def _bare(text: str) -> str:
    """Without the brackets that stand around the whole."""
    text = text.strip(" .,;")
    while text[:1] + text[-1:] in ("[]", "{}", "()") and closes_last(text):
        text = text[1:-1].strip(" .,;")
    return text


def _unwrapped(text: str) -> str:
    return _bare(text) if text[:1] in "[{(" else text


def closes_last(text: str) -> bool:
    """Whether the bracket that opens a text closes at its end."""
    depth = 0
    for position, char in enumerate(text):
        depth += (char in "([{") - (char in ")]}")
        if depth == 0:
            return position == len(text) - 1
    return False
