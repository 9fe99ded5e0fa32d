"""The tools of an agent that writes code; each call passes the policy first and is told as an event. Used by the developer."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field

from engines.agents.coding.model import Task, Tested, ToolName, Wish
from engines.agents.coding.overview import found, shown
from engines.agents.coding.ports import Bench, Journal
from engines.kernel.errors import QuantumLayerError
from engines.kernel.llm import Tool, ToolCall

COMMANDS = frozenset({"python", "pytest", "ls", "cat", "grep", "head", "tail", "wc", "find", "ruff"})
LONGEST = 12_000
_TEXT = {"type": "string"}


def _tool(name: str, description: str, given: str) -> Tool:
    return Tool(
        name=name,
        description=description,
        parameters={
            "type": "object",
            "properties": {given: {**_TEXT}},
            "required": [given],
            "additionalProperties": False,
        },
    )


TOOLS: Mapping[ToolName, Tool] = {
    "read": _tool("read", "Shows a file of the project, whole.", "path"),
    "search": _tool("search", "Finds the lines in which all of some words stand.", "words"),
    "run": _tool("run", "Runs a program in the sandbox: one of " + ", ".join(sorted(COMMANDS)) + ".", "command"),
    "test": _tool("test", "Runs tests: the id of one, a test file, or 'all'.", "id"),
    "ask": _tool("ask", "Asks the person a question that only they can decide.", "question"),
}


def wish_of(call: ToolCall) -> Wish | None:
    """What a call of a tool wants; None when it is none of ours or is given something else."""
    for name, tool in TOOLS.items():
        wanted = list(tool.parameters["required"])  # type: ignore[arg-type]
        given = call.arguments.get(str(wanted[0]))
        if call.name == name and isinstance(given, str) and given.strip():
            return Wish(tool=name, given=given.strip())
    return None


def denied(wish: Wish) -> str:
    """Why a wish is not granted, or nothing."""
    if wish.tool != "run":
        return ""
    try:
        words = shlex.split(wish.given)
    except ValueError as error:
        return f"this is no command: {error}"
    if not words or words[0] not in COMMANDS:
        return f"'{words[0] if words else ''}' may not be run; allowed: {', '.join(sorted(COMMANDS))}"
    if any(sign in wish.given for sign in ("|", ">", "<", ";", "&", "`", "$(")):
        return "one command at a time, without a shell's signs"
    return ""


@dataclass(kw_only=True)
class Toolbox:
    """The tools of one task, with what was changed so far."""

    task: Task
    bench: Bench
    journal: Journal
    files: Mapping[str, str]
    used: int = field(default=0)

    @property
    def changes(self) -> dict[str, str]:
        """The files that differ from the project's."""
        return {path: text for path, text in self.files.items() if self.task.files.get(path) != text}

    async def grant(self, wish: Wish) -> str:
        """What a wish gives, as text for the model; a refusal says why."""
        self.used += 1
        why = denied(wish)
        if why:
            self.journal.tell("refused", {"tool": wish.tool, "given": wish.given[:200], "why": why})
            return f"Refused: {why}."
        self.journal.tell(wish.tool, {"tool": wish.tool, "given": wish.given[:200]})
        try:
            return (await self._granted(wish))[:LONGEST]
        except QuantumLayerError as error:
            return f"Failed: {error}"

    async def _granted(self, wish: Wish) -> str:
        match wish.tool:
            case "read":
                return shown(self.files, [wish.given]) if wish.given in self.files else f"There is no '{wish.given}'."
            case "search":
                return found(self.files, wish.given)
            case "run":
                return await self.journal.step(f"run:{self.used}", lambda: self.bench.run(self.changes, wish.given))
            case "test":
                only = () if wish.given == "all" else (wish.given,)
                return told(await try_tests(self, f"try:{self.used}", only))
            case "ask":
                return (
                    await self.journal.ask(wish.given) or "Nobody is there to answer; decide for the plainest reading."
                )


async def try_tests(
    tools: Toolbox, name: str, only: tuple[str, ...] = (), without: frozenset[str] = frozenset()
) -> Tested:
    """Runs tests as a durable step; the changes of files in `without` are left out."""
    changes = {path: text for path, text in tools.changes.items() if path not in without}

    async def work() -> dict[str, object]:
        result = await tools.bench.test(changes, only)
        return {"passed": list(result.passed), "failures": dict(result.failures)}

    row = await tools.journal.step(name, work)
    return Tested(passed=tuple(row["passed"]), failures=dict(row["failures"]))  # type: ignore[arg-type, call-overload]


def told(result: Tested) -> str:
    """A run of tests in words for a model."""
    if not result.failures:
        return f"{len(result.passed)} tests pass."
    shown_ones = list(result.failures.items())[:6]
    more = len(result.failures) - len(shown_ones)
    texts = [f"{name}\n{message.strip()[-1800:]}" for name, message in shown_ones]
    return "\n\n".join([f"{len(result.failures)} tests fail.", *texts, *([f"... and {more} more"] if more else [])])
