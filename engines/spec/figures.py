"""Takes figures of speech in formulas apart: '5 euros per guest', 'the difference between both', 'the larger of the two'. Used by arithmetic."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from engines.spec.patterns import pattern

_COIN = r"(?:€|\$|£|%|percent|euros?|eur|dollars?|usd|pounds?|gbp|francs?|chf|cents?|ct|pence|points?|credits?|kilos?|kg|litres?|minutes?|hours?)"
_RATE = pattern(
    rf"^[€$£]?\s?(?P<number>\d+(?:\.\d+)?)\s?(?P<coin>{_COIN})?,? (?:per|for each|for every|for|each|every|an?) (?P<what>[a-z][\w ]*)$"
)
_LATE = pattern(
    r"^(?:started |begun |full )?(?P<unit>day|week|hour)s? (?:late|overdue|of delay|past \w+(?: \w+)*|after \w+(?: \w+)*)$"
)
_DIFFERENCE = pattern(r"^difference(?: (?:between|of|from|in)(?: the)? (?P<parts>.+))?$")
_CHOSEN = pattern(
    r"^(?P<kind>larger|greater|bigger|higher|largest|greatest|highest|smaller|lesser|lower|smallest|lowest)(?: value| one| amount)? (?:of|out of|between|among) (?:the )?(?P<parts>.+)$"
)
_SHARE = pattern(r"^(?P<number>\d+(?:\.\d+)?)\s?(?:%|percent) (?:of|from|on) (?P<what>.+)$")
_PERCENT = pattern(
    r"^(?P<what>.+?),?(?: (?:in|as|given in|expressed in)(?: an?)? (?:percent|percentage|%)| x 100| times 100)$"
)
_AND = pattern(r"\s*,\s*(?:and )?|\s+and\s+(?:the |its )?|\s*&\s*")
_CENTS = ("cent", "ct", "penc")
_BOTH = ("both", "two", "both values", "two values", "them", "both of them")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What a text reckons with: a `number` for each of some `parts`, their difference, the largest or least, a share.

    No `parts`: those are meant that were spoken of, 'the difference of both'. `late`: only what lies behind a date counts.
    """

    kind: Literal["rate", "difference", "greatest", "least", "share", "percent"]
    number: float = 1.0
    parts: tuple[str, ...] = ()
    coined: bool = False
    late: bool = False


def figure(text: str) -> Figure | None:
    """The figure of speech that a text in lower case is; None when it is none."""
    if match := _RATE.match(text):
        coin = match["coin"] or ""
        number = float(match["number"]) / (100 if coin.startswith(_CENTS) else 1)
        money = bool(coin) and not coin.startswith(("%", "perc", "point", "cred", "kilo", "kg", "lit", "min", "hour"))
        if late := _LATE.match(match["what"]):
            return Figure(kind="rate", number=number, parts=(late["unit"],), coined=money, late=True)
        return Figure(kind="rate", number=number, parts=_parts(match["what"]), coined=money)
    if match := _DIFFERENCE.match(text):
        return Figure(kind="difference", parts=_parts(match["parts"] or ""))
    if match := _CHOSEN.match(text):
        kind: Literal["greatest", "least"] = (
            "least" if match["kind"].startswith(("small", "les", "low")) else "greatest"
        )
        return Figure(kind=kind, parts=_parts(match["parts"]))
    if match := _SHARE.match(text):
        return Figure(kind="share", number=float(match["number"]) / 100, parts=(match["what"],))
    if match := _PERCENT.match(text):
        return Figure(kind="percent", parts=(match["what"],))
    return None


def _parts(said: str) -> tuple[str, ...]:
    return (
        ()
        if said in ("", *_BOTH)
        else tuple(part for part in _AND.split(re.sub(r"^(?:the|its|their) ", "", said)) if part)
    )
