"""What sentences say how a number is worked out: `tax is 10 percent of the subtotal, rounded down`, `total is both together`. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

_ROUNDED = {"down": "floor({})", "up": "ceil({})", "": "round({})", "half up": "round({})"}
_NAME = r"[a-z]\w*"
_OF = re.compile(
    rf"(?:the )?(?P<share>\d+(?:\.\d+)?|{_NAME})(?: ?%| percent| per cent)? of (?:the |its )?(?P<base>{_NAME})"
    r"(?:.{0,12}?\brounded (?P<how>down|up|half up))?",
    re.IGNORECASE,
)
_BOTH = re.compile(r"(?:the sum of )?both(?: together)?\b", re.IGNORECASE)
_JOINED = re.compile(
    rf"(?:the )?(?P<first>{_NAME})(?P<rest>(?: ?(?:\+|-|−|\*|×|plus|minus|times|less|and|multiplied by) ?(?:the |its )?{_NAME})+)",
    re.IGNORECASE,
)
_PART = re.compile(rf"(\+|-|−|\*|×|plus|minus|times|less|and|multiplied by) ?(?:the |its )?({_NAME})", re.IGNORECASE)
_SIGNS = {"plus": "+", "and": "+", "minus": "-", "less": "-", "−": "-", "times": "*", "×": "*", "multiplied by": "*"}
_SUM = re.compile(r"(?:the )?(?:sum|total) of (?:all |the |its |each )*(?P<what>[a-z]\w*)", re.IGNORECASE)


def formulas(text: str, names: Mapping[str, str], wanted: Mapping[str, str], sums: Mapping[str, str]) -> dict[str, str]:
    """The terms for members that a text tells of. `names`: word (in small letters) -> term of what may be used; `wanted`: word
    -> member to work out; `sums`: word -> the term that sums it up."""
    found: dict[str, str] = {}
    words = "|".join(sorted(map(re.escape, wanted), key=len, reverse=True))
    if not words:
        return found
    subjects = list(re.finditer(rf"\b({words})\b`? ?(?:is|are|equals|=|:|—|comes to)\s+", text, re.IGNORECASE))
    known = dict(names)
    said: list[str] = []
    for index, match in enumerate(subjects):
        end = subjects[index + 1].start() if index + 1 < len(subjects) else len(text)
        rest = re.split(r"[.;](?:\s|$)", text[match.end() : end])[0].strip(" ,`")
        member = wanted[match[1].lower()]
        term = formula(rest, {**known, "it": known.get(said[-1], "") if said else ""}, sums, said)
        if term:
            found[member] = term
            known[match[1].lower()] = member
            said.append(match[1].lower())
    return found


def formula(text: str, names: Mapping[str, str], sums: Mapping[str, str], said: list[str]) -> str:
    """The term for what a phrase says; empty where it says none that is known."""
    if _BOTH.match(text) and len(said) > 1:
        return " + ".join(names[word] for word in said[-2:])
    if match := _SUM.match(text):
        return sums.get(match["what"].lower(), "")
    if match := _OF.match(text):
        share, base = match["share"], names.get(match["base"].lower(), "")
        rate = share if share[0].isdigit() else names.get(share.lower(), "")
        return _ROUNDED[(match["how"] or "").lower()].format(f"{base} * {rate} / 100") if base and rate else ""
    if match := _JOINED.match(text):
        parts = [("", match["first"]), *_PART.findall(match["rest"])]
        terms = [(_SIGNS.get(sign.lower(), sign), names.get(word.lower(), "")) for sign, word in parts]
        if all(term for _, term in terms):
            return "".join(f" {sign} {term}" if sign else term for sign, term in terms)
    return ""
