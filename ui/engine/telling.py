"""What an event of a run says to a person: who, what, icon and tone. Used by Activity, Run and notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.client.model import Event
from ui.engine.agent_steps import agent_step, tool_used
from ui.language import figure, say, say_many
from ui.retelling import retell


@dataclass(frozen=True, kw_only=True)
class Told:
    """One line: `who` did it, `what` happened; `kind` groups it for filters: files, tests, findings, messages, steps."""

    who: str
    what: str
    icon: str
    tone: str
    kind: str


def role_title(name: str) -> str:
    """What people call a role of the team."""
    return {
        "project_manager": say("Project manager"),
        "architect": say("Architect"),
        "backend": say("Backend developer"),
        "frontend": say("Frontend developer"),
        "database": say("Database developer"),
        "devops": say("DevOps engineer"),
        "qa": say("Test engineer"),
        "security": say("Security reviewer"),
        "": say("Engine"),
    }.get(name, name.replace("_", " ").capitalize())


def step_title(step: str) -> str:
    """What people call a step of a run; one that is done again says so."""
    name, again, times = step.partition("#")
    if again:
        return say("{step}, {n}. time", step=step_title(name), n=times)
    return agent_step(step) or {
        "read": say("Read the brief"),
        "render": say("Render the project"),
        "prepare": say("Take the folder"),
        "take_back": say("Take the files back"),
        "inspect": say("Look for changes by hand"),
        "test": say("Run the tests"),
        "preview": say("Start the preview"),
        "record": say("Trace, commit and sign"),
    }.get(step, step.removeprefix("task:").replace("-", " ").replace("_", " ").capitalize())


def clock(event: Event) -> datetime:
    """When it happened, in the person's own time zone."""
    return datetime.fromisoformat(event.time).astimezone()


def told(event: Event) -> Told:
    """The line of an event; one of a kind that a newer engine sends is shown by its name."""
    said: Mapping[str, Any] = event.payload
    who = role_title(str(said.get("by") or said.get("role") or ""))
    step = retell(str(said.get("title") or "")) or step_title(str(said.get("step", "")))
    match event.kind:
        case "run.started":
            return Told(who=who, what=say("The run began"), icon="play", tone="accent", kind="steps")
        case "run.finished":
            return Told(who=who, what=say("The run is done"), icon="check-circle", tone="success", kind="steps")
        case "run.failed":
            what = say("The run failed: {why}", why=retell(str(said.get("error", ""))))
            return Told(who=who, what=what, icon="cross-circle", tone="danger", kind="findings")
        case "run.cancelled":
            return Told(who=who, what=say("The run was stopped"), icon="stop", tone="warning", kind="steps")
        case "run.resumed":
            what = say("The engine was restarted; the run goes on")
            return Told(who=who, what=what, icon="refresh", tone="warning", kind="steps")
        case "step.started":
            return Told(
                who=who, what=say("{step} began", step=step), icon="chevron-right", tone="neutral", kind="steps"
            )
        case "step.finished":
            seconds = f"{figure(float(said.get('seconds', 0)))} s"
            what = say("{step}, {seconds}", step=step, seconds=seconds)
            return Told(who=who, what=what, icon="check", tone="success", kind="steps")
        case "step.failed":
            what = say("{step} failed: {why}", step=step, why=retell(str(said.get("message", ""))))
            return Told(who=who, what=what, icon="cross-circle", tone="danger", kind="findings")
        case "agent.message":
            return Told(who=who, what=message_of(said), icon="chat", tone="accent", kind="messages")
        case "agent.tool":
            what, icon, tone = tool_used(said)
            return Told(who=who, what=what, icon=icon, tone=tone, kind="messages")
        case "agent.vote":
            yes = bool(said.get("approve"))
            what = say("votes for it") if yes else say("votes against it")
            return Told(
                who=who,
                what=what,
                icon="check" if yes else "cross",
                tone="success" if yes else "danger",
                kind="messages",
            )
        case "model.called":
            tokens = int(said.get("read", 0)) + int(said.get("written", 0))
            seconds = figure(float(said.get("seconds", 0)))
            model = str(said.get("model", ""))
            if said.get("end") in ("done", "kept"):
                what = say(
                    "{model} answered: {tokens} tokens, {seconds} s", model=model, tokens=tokens, seconds=seconds
                )
                return Told(who=who, what=what, icon="chat", tone="info", kind="messages")
            what = say("{model} gave no answer", model=model)
            return Told(who=who, what=what, icon="chat", tone="warning", kind="messages")
        case "file.written":
            what = str(said.get("path", said.get("file", "")))
            return Told(who=who, what=what, icon="file-plus", tone="info", kind="files")
        case "test.passed":
            return Told(who=role_title("qa"), what=test_title(said), icon="check", tone="success", kind="tests")
        case "test.failed":
            return Told(who=role_title("qa"), what=test_title(said), icon="cross-circle", tone="danger", kind="tests")
        case "finding.raised":
            return Told(who=who, what=retell(str(said.get("title", ""))), icon="alert", tone="warning", kind="findings")
        case "checkpoint.opened":
            what = _waits(str(said.get("kind", "")), str(said.get("title") or said.get("checkpoint", "")))
            return Told(who=say("Checkpoint"), what=what, icon="pause", tone="warning", kind="findings")
        case "checkpoint.answered":
            answer: Mapping[str, Any] = said.get("answer") or said
            return Told(who=say("Checkpoint"), what=_decided(answer), icon="check", tone="success", kind="messages")
        case "plan.made":
            what = say("{steps} steps are planned, {files} files", steps=len(said["steps"]), files=said["files"])
            return Told(who=who, what=what, icon="tasks", tone="accent", kind="messages")
        case "preview.ready":
            what = say("The preview answers at {url}", url=said.get("url", ""))
            return Told(who=who, what=what, icon="window", tone="success", kind="steps")
        case "capsule.built":
            what = say("The capsule is signed: {path}", path=said.get("path", ""))
            return Told(who=who, what=what, icon="archive", tone="info", kind="files")
    return Told(who=who, what=event.kind, icon="info", tone="neutral", kind="steps")


def message_of(said: Mapping[str, Any]) -> str:
    """What a member of the team tells: counts in words, else its own text."""
    facts: Mapping[str, Any] = said.get("facts") or {}
    if set(facts) == {"entities", "rules", "files"}:
        return say("{entities} entities, {rules} rules, {files} files", **facts)
    return retell(str(said.get("text", "")))


def _waits(kind: str, title: str) -> str:
    """Which checkpoint waits."""
    return {
        "architecture": say("Waits for approval of what will be built"),
        "security": say("Waits for approval of the reviewed code"),
    }.get(kind, say("{title} waits for a person", title=title))


def _decided(answer: Mapping[str, Any]) -> str:
    """A person's decision with its comment."""
    decision = str(answer.get("decision", ""))
    what = {
        "approve": say("A person approved"),
        "reject": say("A person rejected it"),
        "modify": say("A person changed the specification"),
    }.get(decision, decision)
    return f"{what}: {answer['comment']}" if answer.get("comment") else what


def test_title(said: Mapping[str, Any]) -> str:
    """A test's name as words: its function's, without the file."""
    name = str(said.get("test", "")).rpartition("::")[2]
    return name.removeprefix("test_").replace("_", " ")


def counted_tests(passed: int, failed: int) -> str:
    """Both counts in words."""
    if not failed:
        return say_many("{n} test passed", "{n} tests passed", passed)
    return say("{failed} of {all} tests failed", failed=failed, all=passed + failed)
