"""Plans of builds: what a brief or a specification would become, and how long that takes on this machine.

Asked by the /plans route, which changes nothing, and by the building workflow, which tells its plan first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from app.services.plans import ProjectPlan, plan_of
from app.services.renewing import checked_spec
from app.services.stacks import chosen_blueprint
from engines.agents import Measured, assemble, expected, load_roles, load_timings, pace
from engines.kernel.errors import UserError
from engines.kernel.events import Event, EventLog
from engines.kernel.jobs import JobEngine
from engines.kernel.spec import Question, Spec
from engines.kernel.tree import SourceTree
from engines.qlayer import Blueprint, load_blueprint, render
from engines.spec import dump_spec, read_brief

RUNS_LOOKED_AT = 60


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to plan: a brief with answers, an OpenAPI document (`interface`), or a specification as YAML."""

    brief: str = ""
    interface: str = ""
    spec: str = ""
    stack: str = ""
    name: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    preview: bool = True


class Planning:
    """The use case; it learns from the runs of `kind` that are kept."""

    def __init__(self, *, jobs: JobEngine, events: EventLog, kind: str) -> None:
        self._jobs, self._events, self._kind = jobs, events, kind

    async def preview_of(self, wanted: Wanted) -> tuple[ProjectPlan, Sequence[Question]]:
        """The plan of what is wanted and the questions that are left open; UserError when it cannot be built."""
        spec, questions = await asyncio.to_thread(_read, wanted)
        blueprint = chosen_blueprint(wanted.stack, spec.kind)
        tree = await asyncio.to_thread(_rendered, spec, blueprint)
        return await self.plan(spec, tree, blueprint.name, preview=wanted.preview), questions

    async def plan(self, spec: Spec, tree: SourceTree, stack: str, *, preview: bool) -> ProjectPlan:
        """The plan of a rendered project;"""
        timings = load_timings("building")
        paces = pace(timings, await self._past())
        served = preview and bool(load_blueprint(stack).serve)
        expect = partial(expected, timings, paces)
        return plan_of(spec, tree, assemble(spec, load_roles()), stack, preview=served, expect=expect)

    async def _past(self) -> list[Measured]:
        """The steps of the latest runs that ended well, newest first."""
        runs = [
            run.id
            for run in await self._jobs.list(limit=RUNS_LOOKED_AT)
            if run.kind == self._kind and run.status == "done"
        ]
        found = await asyncio.to_thread(partial(self._events.find, "plan.made", "step.finished", of=runs))
        return list(reversed(list(measured(found))))


def measured(events: Sequence[Event]) -> Iterator[Measured]:
    """What the steps of past runs took, by the kinds and sizes that their plans tell."""
    rows: list[tuple[str, str, Mapping[str, Any]]] = [(event.run, event.kind, event.payload) for event in events]
    planned = {(run, step["name"]): step for run, kind, told in rows if kind == "plan.made" for step in told["steps"]}
    for run, kind, told in rows:
        step = planned.get((run, str(told.get("step"))))
        if kind == "step.finished" and step is not None:
            yield Measured(kind=step["kind"], size=float(step["size"]), seconds=float(told["seconds"]))


def _rendered(spec: Spec, blueprint: Blueprint) -> SourceTree:
    """What building writes: the rendered files and the specification itself."""
    tree = render(spec, blueprint)
    return replace(tree, files={**tree.files, "spec.yaml": dump_spec(spec).encode()})


def _read(wanted: Wanted) -> tuple[Spec, Sequence[Question]]:
    if wanted.spec:
        spec = checked_spec(wanted.spec)
        return spec, spec.questions
    reading = read_brief(wanted.brief, interface=wanted.interface, name=wanted.name, answers=wanted.answers)
    if reading.refusal:
        raise UserError(reading.refusal, hint="See /specs/read for what was read.")
    blocking = [question.text for question in reading.questions if question.blocking]
    empty = not (reading.spec.entities or reading.spec.tool or reading.spec.training or reading.spec.service)
    if blocking or empty:
        why = blocking[0] if blocking else "The brief names nothing to build."
        raise UserError(why, hint="Answer it in 'answers', by the text of the question.")
    return reading.spec, reading.questions
