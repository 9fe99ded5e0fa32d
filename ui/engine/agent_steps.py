"""What people call the steps and tools of agents that work with a language model. Used by telling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ui.language import say
from ui.retelling import retell


def agent_step(step: str) -> str:
    """The title of a step that an agent with a model takes, '' for other steps."""
    kind, _, rest = step.partition(":")
    number, _, part = rest.partition(":")
    match kind:
        case "restate":
            return say("Say sentence {n} in other words", n=number)
        case "read_again":
            return say("Read what was said in other words")
        case "review":
            return _review(number, part)
        case "implement":
            return _implement(number, part.partition(":")[0])
        case "compose":
            return say("Put the change together")
        case "switch":
            return say("Put the change in place")
        case "propose":
            return say("Propose a better prompt")
        case "admit":
            return say("Decide on the proposed prompt")
        case "case":
            return say("Try case {n}", n=part)
    return ""


def _review(number: str, view: str) -> str:
    views = {"security": say("security"), "quality": say("quality"), "performance": say("performance")}
    return say("Review of sentence {n}: {view}", n=number, view=views.get(view, view))


def _implement(number: str, act: str) -> str:
    acts = {
        "answer": say("Write code for sentence {n}", n=number),
        "test": say("Test the code for sentence {n}", n=number),
        "proof": say("Show that the test of sentence {n} fails without its code", n=number),
        "run": say("Run a command for sentence {n}", n=number),
        "try": say("Run some tests for sentence {n}", n=number),
    }
    return acts.get(act, say("Build sentence {n}", n=number))


def tool_used(said: Mapping[str, Any]) -> tuple[str, str, str]:
    """A tool that an agent used: what it did, the icon, the tone."""
    given, act = str(said.get("given", "")), str(said.get("act", ""))
    match act:
        case "read":
            return say("reads {what}", what=given), "file", "neutral"
        case "search":
            return say("looks for “{what}”", what=given), "search", "neutral"
        case "run":
            return say("runs {what}", what=given), "terminal", "neutral"
        case "test":
            return say("tests {what}", what=given), "flask", "neutral"
        case "ask":
            return say("asks: {what}", what=given), "chat", "warning"
        case "edit":
            return say("edits {what}", what=given), "pencil", "info"
        case "refused":
            return say("was refused: {why}", why=retell(str(said.get("why", "")))), "cross-circle", "warning"
    return given or act, "gear", "neutral"
