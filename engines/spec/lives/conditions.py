"""How until, while, only and never bound a step, and the small words that stand in their way. Used by telling."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engines.spec.lives.predicates import Said
from engines.spec.model import Step
from engines.spec.patterns import pattern, rewriting, rewritten

_PLAINLY = (
    rewriting(pattern(r"\beither\s+"), ""),
    rewriting(pattern(r"\s+(?:any ?more|any longer)\b"), ""),
    rewriting(pattern(r"\bno longer\b"), "not"),
    rewriting(pattern(r"\b(an?|the|each|every|any) (\w+) ones? only (?=\w+)"), r"\1 \2 thing can only be "),
    rewriting(pattern(r"\bthats\b"), "that is"),
    rewriting(pattern(r"\bits (?=(?:open|done|ready|\w+ed)\b)"), "it is "),
    rewriting(pattern(r"\b(an?|the|each|every|any) ((?:\w+ (?:or )?)?\w+) one\b"), r"\1 \2 thing"),
    rewriting(pattern(r"\b(\w+) ones\b"), r"\1 things"),
    rewriting(
        pattern(r"\b(?:what|whatever|anything that) (?:was|is|has been) (\w+) (?=is|are|may|can|must)", re.IGNORECASE),
        r"an \1 thing ",
    ),
)


@dataclass(frozen=True)
class Condition:
    """'until it is paid': the marker, the states and whether they are denied."""

    marker: str
    states: tuple[str, ...]
    negated: bool
    actor: str = ""


def plain(text: str) -> str:
    """'What was approved is handed out' is 'an approved thing is handed out'; 'one' and 'ones' are things too."""
    return rewritten(text, _PLAINLY)


def _bound(condition: Condition, states: tuple[str, ...], negated: bool, sources: tuple[str, ...]) -> dict[str, object]:
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


def bounded(step: Step, said: Said, conditions: Iterable[Condition], is_state: Callable[[str], bool]) -> Step:
    """The step with all that bounds it: only, never, from any state, until another one."""
    parts = vars(step) | {"kind": "never" if said.negated else "may"}
    if said.duty and not said.negated:
        conditions = [c for c in conditions if c.marker not in ("before", "until", "till")]
    if said.only and step.sources:
        parts["kind"] = "only"
    if said.any_time and not step.sources:
        parts |= {"span": "any"}
    for condition in conditions:
        if states := tuple(s for s in condition.states if is_state(s)):
            parts |= _bound(condition, states, said.negated, step.sources)
    return Step(**parts)
