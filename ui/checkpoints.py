"""What a checkpoint says to a person, in their language where its kind is known: title, effect, way back, facts. Pure.

Shown by Approvals, Run and Home, from a row of GET /approvals or the payload of `checkpoint.opened`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ui.language import say
from ui.retelling import retell

Row = Mapping[str, Any]
SEVERITIES = {"low": "neutral", "medium": "warning", "high": "danger", "critical": "danger"}
_REVIEWERS = re.compile(r"(\d+) of (\d+) reviewers approve")


def title_of(row: Row) -> str:
    """What a checkpoint is about, in the person's language where we know its kind."""
    known = {
        "architecture": say("Approve what will be built"),
        "security": say("Approve the reviewed code"),
        "implementation": say("Approve the code that a model wrote"),
        "change": say("Approve the change"),
    }
    return known.get(str(row.get("kind")), str(row.get("title") or row.get("checkpoint") or ""))


def effect_of(row: Row) -> str:
    """What will happen, in one sentence; the engine's own for kinds that we do not know."""
    facts, place = row.get("facts") or {}, row.get("project", "")
    values = {"files": facts.get("files", 0), "tests": facts.get("tests", 0), "place": place}
    match row.get("kind"), row.get("renew"), row.get("preview"):
        case "architecture", False, _:
            return say("Writes {files} files with {tests} tests in {place}.", **values)
        case "architecture", True, _:
            return say("Renders {files} files with {tests} tests anew in {place}.", **values)
        case "security", _, False:
            return say("Runs {tests} tests in the sandbox, then commits {place} and signs its capsule.", **values)
        case "security", _, True:
            return say(
                "Runs {tests} tests and the application in the sandbox, then commits {place} and signs its capsule.",
                **values,
            )
        case "implementation", _, _:
            return say("Changes {files} files of {place}; their tests pass on a copy.", **values)
        case "change", _, _:
            return say("Changes {files} files of {place}, once their tests pass.", **values)
        case "clarification", _, _:
            return say("The agent goes on with your answer.")
    return retell(str(row.get("effect", "")))


def undo_of(row: Row) -> str:
    """How to take it back."""
    match row.get("kind"), row.get("renew"):
        case "architecture", False:
            return say("Remove the folder; nothing else is touched.")
        case "architecture" | "change", True:
            return say("The project's history keeps the state before.")
        case "security", _:
            return say("The commit can be taken back; a capsule is a file that can be removed.")
        case "clarification", _:
            return say("What it builds is shown before it goes into the project.")
    return retell(str(row.get("undo", "")))


def risk_words(risk: str) -> tuple[str, str]:
    """A risk in words, and its tone."""
    return {
        "low": (say("low risk"), "success"),
        "medium": (say("medium risk"), "warning"),
        "high": (say("high risk"), "danger"),
    }.get(risk, (risk, "neutral"))


def severity_words(severity: str) -> str:
    """How grave a finding is; its tone stands in SEVERITIES."""
    return {
        "low": say("low"),
        "medium": say("medium"),
        "high": say("high"),
        "critical": say("critical"),
    }.get(severity, severity)


def facts_of(row: Row) -> list[tuple[str, str]]:
    """What the checkpoint tells beside its findings: name and value."""
    facts: Mapping[str, Any] = row.get("facts") or {}
    named = {
        "name": say("Name"),
        "stack": say("Stack"),
        "files": say("Files"),
        "tests": say("Tests"),
        "entities": say("Entities"),
        "fields": say("Fields"),
        "rules": say("Rules"),
        "roles": say("Roles"),
        "verdict": say("Verdict"),
        "reason": say("Reason"),
        "sentence": say("Sentence"),
    }
    return [(title, _value(str(facts[name]))) for name, title in named.items() if facts.get(name) not in (None, "")]


def _value(value: str) -> str:
    """Values that are words of ours."""
    if found := _REVIEWERS.fullmatch(value):
        return say("{n} of {all} reviewers approve", n=found[1], all=found[2])
    return {
        "approved": say("approved"),
        "person": say("a person decides"),
        "rejected": say("rejected"),
        "the reviewers disagree and no project manager voted": say("The reviewers disagree."),
        "a tie, decided by the project manager": say("A tie, decided by the project manager."),
    }.get(value) or retell(value)


def finding_words(finding: Row) -> tuple[str, str]:
    """Title and advice of a finding, in the person's language where its wording is known."""
    advice = str(finding.get("advice", ""))
    known = {
        "say it in other words": say("Say it in other words."),
        "see TRACE.md": say("TRACE.md tells of it after the build."),
        "add a test for the rule": say("Add a test for the rule."),
    }
    return _finding_title(str(finding.get("title", ""))), known.get(advice) or retell(advice)


def _finding_title(title: str) -> str:
    if found := re.fullmatch(r"not understood: (.*)", title, re.DOTALL):
        return say("Not understood: {what}", what=found[1])
    if found := re.fullmatch(r"(\S+) is not built", title):
        return say("{what} is not built.", what=found[1])
    if found := re.fullmatch(r"no test proves (\S+)", title):
        return say("No test proves {what}.", what=found[1])
    return retell(title)


def goal_of(place: str) -> tuple[str, str] | None:
    """The room and the place in it for the place of a finding; None where it can't be gone to."""
    if found := re.fullmatch(r"sentence (\d+)", place):
        return "spec", f"sentence:{found[1]}"
    if re.fullmatch(r"[\w./-]+\.\w+(:\d+)?", place):
        return "code", f"file:{place}"
    return None


def place_words(place: str) -> str:
    """The place of a finding as people say it."""
    found = re.fullmatch(r"sentence (\d+)", place)
    return say("Sentence {n}", n=found[1]) if found else place
