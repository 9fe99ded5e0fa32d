"""The states that a thing may have, from all that a text says of its status: samples, lists, changes from one to another. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NAMED = re.compile(
    r"\b(?:status|state)\b(?:\s+(?:to|is|becomes|of|=|as|then|now|goes to|changes to|set to))*\s*[`\"'(]{0,2}(?P<word>[a-z][a-z_]{2,20})[`\"']?",
    re.IGNORECASE,
)
_SET = re.compile(
    r"\b(?:sets|set|brings|puts|moves|changes|back|switch(?:es)?)\b[^.;]{0,40}?\b(?:to|as)\s+[`\"'](?P<word>[a-z][a-z_]{2,20})[`\"']",
    re.IGNORECASE,
)
_PAIR = re.compile(r"\b(?P<one>[a-z_]{3,20})(?: or (?P<more>[a-z_]{3,20}))?\s+(?:to|->|→)\s+(?P<two>[a-z_]{3,20})\b")
_ALLOWED = re.compile(r"\b(?:allowed|transitions?|moves|from)\b[^:]{0,30}:|\b(?:status|state)\b", re.IGNORECASE)
_ALREADY = re.compile(r"\b(?:already|isn't|is not|not|is)\s+(?P<word>[a-z]{3,}(?:ed|en|nt))\b")
_BECOMES = re.compile(r"\b(?:status|state) (?:becomes|is|turns) (?P<one>[a-z]+)(?: or (?P<two>[a-z]+))?", re.IGNORECASE)
_FIRST = re.compile(
    r"[`\"'](?P<word>[a-z][a-z_]{2,20})[`\"']\s*(?:in the beginning|at first|initially|by default|to begin with)"
)
_NO_STATES = frozenset(
    "the and for with code codes from that this its which are was has have not one status state set way to is it all other anything accordingly changes change field must may can only already known allowed "  # noqa: SIM905
    "new_ there then when while after before order filter parameter value values back else otherwise query per page used given required optional needed changed created deleted updated missing again shown "
    "equals means sent returned asked called done_ error errors none null string text enum".split()
)


def states(shown: str, texts: Iterable[str], *, acted: Iterable[str] = ()) -> tuple[str, ...]:
    """The states told, the one that a sample shows first. `acted`: words of operations that lead to a state."""
    found = dict.fromkeys([shown] if shown and re.fullmatch(r"[a-z][\w-]*", shown) else [])
    verbs = list(acted)
    for text in texts:
        for match in _FIRST.finditer(text):
            found = dict.fromkeys([match["word"], *found])
        for expression in (_NAMED, _SET):
            found |= dict.fromkeys(_kept(match["word"]) for match in expression.finditer(text))
        for match in _BECOMES.finditer(text):
            found |= dict.fromkeys(_kept(match[group] or "") for group in ("one", "two"))
        if _ALLOWED.search(text):
            for match in _PAIR.finditer(text):
                pair = [_kept(match[group] or "") for group in ("one", "more", "two")]
                if match["one"] in found or match["two"] in found or text.lower().count(" to ") > 2:
                    found |= dict.fromkeys(pair)
        for match in _ALREADY.finditer(text):
            if any(_leads(verb, match["word"]) for verb in verbs):
                found[match["word"]] = None
    found.pop("", None)
    return tuple(found)


def _kept(word: str) -> str:
    low = word.lower()
    return "" if low in _NO_STATES or low.endswith("ing") else low


def _leads(verb: str, state: str) -> bool:
    stem = verb.rstrip("e")[:4]
    return bool(stem) and state.startswith(stem)
