"""What a tool is called when the brief gives it no name, and its summary in the brief's words. Used by tools and plan."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engines.kernel.spec.tool import Checksum, Command, Compare, EditLines, Finding, Group, Measure, Ranking, Validate
from engines.spec.model import Statement

_EDITS = {
    "keep": "filter-lines", "drop": "filter-lines", "replace": "replace-text", "unique": "unique-lines", "sort": "sort-lines",
    "reverse": "reverse-lines", "wrap": "wrap-lines", "slug": "slugify", "number": "number-lines", "upper": "change-case",
    "lower": "change-case", "title": "change-case", "head": "first-lines", "tail": "last-lines",
}  # fmt: skip
INTRODUCTION = re.compile(
    r"^(?:(?:we|i)(?:'d)? (?:need|want|would like|like)(?: to have)? |(?:please )?(?:write|build|make|create|develop)(?: me| us)? "
    r"|this is |it is |it's |can you \w+ )?(?:an?|the|my|our|some)?\s*(?:[\w-]+ ){0,5}?"
    r"(?:program|tool|utility|script|app|application|cli|command(?![- ]line))\b",
    re.IGNORECASE,
)


def tool_name(command: Command) -> str:
    """A kebab-case name, told by what the tool does."""
    found = [step for step in command.steps if isinstance(step, Finding)]
    edits = [step for step in command.steps if isinstance(step, EditLines)]
    kinds = {type(step) for step in command.steps}
    if Compare in kinds:
        return "compare-texts"
    if Checksum in kinds:
        return "checksums"
    if Validate in kinds:
        return "validate-csv"
    if found:
        return "find-" + "-and-".join(step.what.replace("_", "-") for step in found[:2])
    if kinds & {Measure, Ranking}:
        ranked = next((step.of for step in command.steps if isinstance(step, Ranking)), "words")
        return "text-statistics" if Measure in kinds else f"{ranked[:-1]}-frequency"
    if edits:
        return _EDITS.get(edits[0].edit, "tidy-text") if len(edits) == 1 else "tidy-text"
    return _of_rows(command, Group in kinds)


def _of_rows(command: Command, reports: bool) -> str:
    match command.source.kind:
        case "access_log":
            return "access-log-report" if reports else "access-log-filter"
        case "level_log":
            return "log-report" if reports else "log-filter"
        case "folder":
            return "folder-report"
        case kind:
            target = command.outputs[0].format if command.outputs else kind
            return f"{kind}-report" if reports else f"{kind}-to-{target}" if target != kind else f"{kind}-filter"


def tool_summary(parts: Sequence[Statement]) -> str:
    """What the program does, in the brief's own words: its first sentence without what introduces it."""
    prose = next((part.original.strip() for part in parts if part.kind not in ("title", "heading")), "")
    said = INTRODUCTION.sub("", prose, count=1).strip(" :,-.")
    said = re.sub(r"^(?:that|which|to|for)\s+", "", said)
    return f"{said[:1].upper()}{said[1:]}"[:300].rstrip(".:") + "." if said else ""


def tool_title(parts: Sequence[Statement]) -> str:
    """The brief's own title; '' when it has none."""
    return parts[0].original.strip(" .:#")[:60] if parts and parts[0].kind in ("title", "heading") else ""
