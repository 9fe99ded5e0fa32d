"""What a checkpoint says to a person, in their language where its kind is known: title, effect, way back. Pure.

Shown by Approvals, Run and Home, from a row of GET /approvals or the payload of `checkpoint.opened`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ui.language import say

Row = Mapping[str, Any]


def title_of(row: Row) -> str:
    """What a checkpoint is about, in the person's language where we know its kind."""
    known = {"architecture": say("Approve what will be built"), "security": say("Approve the reviewed code")}
    return known.get(str(row.get("kind")), str(row.get("title") or row.get("checkpoint") or ""))


def effect_of(row: Row) -> str:
    """What will happen, in one sentence; the engine's own for kinds that we do not know."""
    facts, place = row.get("facts") or {}, row.get("project", "")
    values = {"files": facts.get("files", 0), "tests": facts.get("tests", 0), "place": place}
    if row.get("kind") == "architecture" and row.get("risk") == "low":
        return say("Writes {files} files with {tests} tests in {place}.", **values)
    if row.get("kind") == "security" and row.get("risk") != "high":
        return say("Runs {tests} tests in the sandbox, then commits {place} and signs its capsule.", **values)
    return str(row.get("effect", ""))


def undo_of(row: Row) -> str:
    """How to take it back."""
    if row.get("kind") == "architecture" and row.get("risk") == "low":
        return say("Remove the folder; nothing else is touched.")
    if row.get("kind") == "security":
        return say("The commit can be taken back; a capsule is a file that can be removed.")
    return str(row.get("undo", ""))
