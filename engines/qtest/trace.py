"""TRACE.md of a project: every sentence of the brief with what became of it. Pure; holds no times, so it is reproducible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from engines.kernel.spec import Spec
from engines.qtest.model import Requirement

MARKS = {
    "built": "✓ built",
    "partial": "◉ partial",
    "not_built": "✕ not built",
    "not_understood": "✕ not understood",
    "out_of_scope": "– context",
}


def render_trace(spec: Spec, requirements: Sequence[Requirement]) -> str:
    """The page as Markdown."""
    counts = Counter(requirement.status for requirement in requirements)
    told = ", ".join(f"{count} {status.replace('_', ' ')}" for status, count in sorted(counts.items()))
    head = f"# Trace of {spec.title}\n\nEvery sentence of the brief, the code that carries it out and the tests that prove it: {told}.\n"
    return head + "".join(_section(requirement) for requirement in requirements)


def _section(requirement: Requirement) -> str:
    lines = [f"\n## {requirement.number}. {MARKS[requirement.status]}", "", *_quoted(requirement.text)]
    if requirement.why:
        lines += ["", f"Why: {requirement.why}"]
    for title, items in (("Facts", requirement.facts), ("Code", requirement.code), ("Tests", requirement.tests)):
        if items:
            lines += ["", f"{title}:", "", *(f"- `{item}`" for item in items)]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> list[str]:
    return [f"> {line}" for line in text.splitlines() or [""]]
