"""Writes TRACE.md: each sentence of the brief with the facts read from it, their code and their tests. Called by the service."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from engines.kernel.spec import Spec, facts
from engines.kernel.tree import Anchor

_STATUS = {
    "facts": "built",
    "question": "asked",
    "context": "context",
    "not_understood": "not understood",
}


def trace(spec: Spec, anchors: Sequence[Anchor]) -> str:
    """The table as Markdown; a fact without code is named as not built."""
    by_fact: dict[str, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        by_fact[anchor.fact].append(anchor)
    by_sentence: dict[int, list[str]] = defaultdict(list)
    conventions: list[str] = []
    for fact, origin in facts(spec):
        for number in origin.sentences:
            by_sentence[number].append(fact)
        if not origin.sentences:
            conventions.append(fact)
    parts = [f"# From the brief of {spec.title} to its code and tests\n"]
    for sentence in spec.sentences:
        parts.append(f"\n## {sentence.number}. {_STATUS[sentence.status]}\n\n> {_quoted(sentence.text)}\n")
        parts.extend(_table(by_sentence[sentence.number], by_fact))
    if conventions:
        parts.append("\n## By convention\n")
        parts.extend(_table(conventions, by_fact))
    return "".join(parts)


def _quoted(text: str) -> str:
    return " ".join(text.split())


def _table(names: Sequence[str], by_fact: dict[str, list[Anchor]]) -> list[str]:
    if not names:
        return []
    rows = ["\n| fact | code | tests |\n|---|---|---|\n"]
    for name in names:
        code = ", ".join(f"{a.path}:{a.line}" for a in by_fact[name] if not a.test) or "not built"
        tests = ", ".join(dict.fromkeys(a.test for a in by_fact[name] if a.test)) or "-"
        rows.append(f"| `{name.replace('|', '/')}` | {code} | {tests} |\n")
    return rows
