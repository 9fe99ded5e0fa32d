"""Which signs a text may consist of, as a pattern: 'lower-case letters, digits and hyphens', 'three capitals'. Pure."""

from __future__ import annotations

import re

from engines.spec.interface.prose.numbers import NUMBER, number

_SETS = (
    (r"(?:lower[- ]?case|small)(?: (?:letters?|characters?|ascii letters?))", "a-z"),
    (r"(?:upper[- ]?case|capital|big)(?: (?:letters?|characters?))|capitals", "A-Z"),
    (r"(?:ascii |latin )?letters?", "A-Za-z"),
    (r"alphanumerics?(?: characters?)?", "A-Za-z0-9"),
    (r"hex(?:adecimal)?(?: digits?| characters?)", "0-9a-fA-F"),
    (r"digits?|figures?|numbers(?= |,|$)", "0-9"),
    (r"`?\[?a-z\]?`?", "a-z"),
    (r"`?A-Z`?", "A-Z"),
    (r"`?\[?0-9\]?`?", "0-9"),
    (r"hyphens?|dash(?:es)?|minus(?:es)?", "-"),
    (r"underscores?", "_"),
    (r"dots?|periods?|full stops?", "."),
    (r"spaces?|blanks?", " "),
    (r"apostrophes?", "'"),
    (r"plus(?:es)?(?: signs?)?", "+"),
    (r"slash(?:es)?", "/"),
)
_ONE = "|".join(f"(?:{said})" for said, _ in _SETS)
_LITERAL = r"`[^`\w\s]{1,12}`|[_.\-+](?=[\s,;]|$)"
_JOIN = r"(?:\s*(?:,\s*(?:and|or)?|and|or|/|\+)\s*|\s+)"
_RUN = re.compile(rf"(?<![\w-])(?:{_ONE})(?:{_JOIN}(?:{_ONE}|{_LITERAL}))*", re.IGNORECASE)
_COUNT = re.compile(
    rf"(?:(?P<most>up to|at most|max(?:imum)?\.?|no more than)|(?P<least>at least|min(?:imum)?\.?))?\s*"
    rf"(?P<low>{NUMBER})(?P<plus>\+| or more)?(?:\s*(?:-|–|to|and|or)\s*(?P<high>{NUMBER}))?\s*(?:of\s+|of the signs\s+)?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"\s*(?:\(|, |long )?\s*(?:(?P<most>up to|at most|max(?:imum)?\.?)|(?P<least>at least|min(?:imum)?\.?))?\s*"
    rf"(?P<low>{NUMBER})(?P<plus>\+| or more)?(?:\s*(?:-|–|to)\s*(?P<high>{NUMBER}))?(?:\s*(?:characters?|chars?|signs?)|\b(?!\s*\w))",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"(?:start(?:s|ing)?|begin(?:s|ning)?) with an? (?P<what>lower[- ]?case letter|small letter|capital letter|capital|letter|digit)|"
    r"^[^.;]*?\b(?:an? )?(?P<lead>lower[- ]?case letter|small letter|capital letter|letter)(?:,| and)? (?:and )?then\b",
    re.IGNORECASE,
)


def signs(clause: str) -> tuple[str, int | None, int | None, tuple[int, int]] | None:
    """The pattern of the signs that a clause allows, its shortest and longest, and where it says so; None where it doesn't.

    Pure enumerations of sets (`letters, digits`) and single sets with a count (`three capitals`) do, a bare `letters` doesn't.
    """
    lead = _FIRST.search(clause)
    begin = lead.end() if lead and lead["lead"] else 0
    for match in _RUN.finditer(clause, begin):
        told = _told(match[0])
        counted = _COUNT.search(clause[: match.start()])
        after = None if counted else _AFTER.match(clause, match.end())
        if re.search(r"\bor\s*$", clause[: counted.start() if counted else match.start()]):
            continue
        if not told or (len(told) < 2 and not counted and not (after and re.search("capital|digit|case", match[0]))):
            continue
        low, high = _bounds(counted or after)
        if not counted and not after and re.search(r"\bwith\s*$", clause[: match.start()]):
            continue
        first = _set_of(lead["lead"] or lead["what"]) if lead else ""
        if first == "A-Za-z" and "A-Za-z" not in told and len({"a-z", "A-Z"} & set(told)) == 1:
            first = "a-z" if "a-z" in told else "A-Z"
        body = _class(told)
        if first:
            rest_low = max(0, (low or 1) - (0 if lead and lead["lead"] else 1))
            rest_high = "" if high is None else high - (0 if lead and lead["lead"] else 1)
            made = f"^[{first}]{body}{{{rest_low},{rest_high}}}$"
            shift = 1 if lead and lead["lead"] else 0
            low, high = (low or 0) + shift, None if high is None else high + shift
        elif low is not None and low == high:
            made = f"^{body}{{{low}}}$"
        elif low is None and high is None:
            made = f"^{body}+$"
        else:
            made = f"^{body}{{{1 if low is None else low},{'' if high is None else high}}}$"
        return made, low, high, (counted.start() if counted else match.start(), after.end() if after else match.end())
    return None


def _bounds(match: re.Match[str] | None) -> tuple[int | None, int | None]:
    if match is None:
        return None, None
    low = number(match["low"])
    high = number(match["high"]) if match["high"] else low
    if match["most"] and not match["high"]:
        low = None
    if match["least"] or match["plus"]:
        high = None
    return (None if low is None else int(low)), (None if high is None else int(high))


def _told(run: str) -> list[str]:
    """The sets of signs that a run of words names, as parts of a class."""
    found: list[str] = []
    at = 0
    while at < len(run):
        for said, meant in _SETS:
            flags = re.IGNORECASE if not re.search(r"[aA]-[zZ]", said) else re.NOFLAG
            if match := re.compile(rf"(?:{said})(?![\w-])", flags).match(run, at):
                found.append(meant)
                at = match.end()
                break
        else:
            if literal := re.compile(_LITERAL).match(run, at):
                found += list(literal[0].strip("`"))
                at = literal.end()
            else:
                at += 1
    return found


def _set_of(said: str) -> str:
    low = said.lower()
    if low.startswith(("lower", "small")):
        return "a-z"
    if low.startswith("capital"):
        return "A-Z"
    return "0-9" if low == "digit" else "A-Za-z"


def _ordered(parts: list[str]) -> list[str]:
    return sorted(dict.fromkeys(parts), key=lambda part: (len(part) == 1, part == "-"))


def _class(parts: list[str]) -> str:
    made = _ordered(parts)
    if "A-Za-z" in made:
        made = [part for part in made if part not in ("a-z", "A-Z")]
    return "[" + "".join(f"\\{part}" if part in ("]", "\\", "^", "[") else part for part in made) + "]"
