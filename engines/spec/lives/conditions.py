"""How until, while, only and never bound a step, and the small words that stand in their way. Used by telling."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Condition:
    """'until it is paid': the marker, the states and whether they are denied."""

    marker: str
    states: tuple[str, ...]
    negated: bool
    actor: str = ""


def plain(text: str) -> str:
    """'What was approved is handed out' is 'an approved thing is handed out'; 'one' and 'ones' are things too."""
    text = re.sub(r"\beither\s+", "", text)
    text = re.sub(r"\s+(?:any ?more|any longer|no longer)\b", "", text)
    text = re.sub(r"\bits (?=(?:open|done|ready|\w+ed)\b)", "it is ", re.sub(r"\bthats\b", "that is", text))
    text = re.sub(
        r"\b(\w+) ones\b",
        r"\1 things",
        re.sub(r"\b(an?|the|each|every|any) ((?:\w+ (?:or )?)?\w+) one\b", r"\1 \2 thing", text),
    )
    return re.sub(
        r"\b(?:what|whatever|anything that) (?:was|is|has been) (\w+) (?=is|are|may|can|must)",
        r"an \1 thing ",
        text,
        flags=re.IGNORECASE,
    )


def bound(condition: Condition, states: tuple[str, ...], negated: bool, sources: tuple[str, ...]) -> dict[str, object]:
    """How one condition bounds a step."""
    marker = condition.marker.removeprefix("only ")
    if marker.startswith("not "):
        late = marker in ("not after", "not once", "not when")
        return (
            {"kind": "only", "span": "before", "mark": states[0], **({"sources": ()} if not sources else {"span": ""})}
            if late
            else {}
        )
    if negated:
        if marker == "unless":
            return {"kind": "only", "sources": states}
        if marker in ("before", "until", "till") and not sources:
            return {"kind": "never", "span": "before", "mark": states[0]}
        if marker == "while":
            return {"kind": "never", "sources": states}
        return {} if sources else {"kind": "never", "span": "after", "mark": states[0]}
    if marker in ("until", "till", "before") or condition.negated:
        return {"kind": "only", "span": "before", "mark": states[0], "sources": ()}
    sure = marker == "while" or condition.marker.startswith("only")
    return {"sources": states, **({"kind": "only"} if sure else {})}
