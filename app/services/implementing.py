"""Builds the sentences that no blueprint has, with a language model: the durable run `project.implement`.

Every sentence is a task of its own: written, tested and proven on a copy, read by reviewers. What came out of all of them
goes into the project in one switch, like any other change, after a person has seen it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import yaml

from app.services import gates
from app.services.changing import Changing
from app.services.journal import RunJournal
from app.services.judging import Judged, Judging
from app.services.registry import Registry
from app.services.renewing import SPEC, checked_spec, stack_of
from app.services.rerendering import BY_HAND, MANIFEST, Change, Rerendering, locked_in
from app.services.tracing import Tracing
from app.services.trying import CopyBench
from app.services.wishes import ChangeWish
from engines.agents.coding import Bounds, Developer, Task, Work
from engines.agents.coding.extending import extended, name_of
from engines.agents.coding.ports import Prompts
from engines.kernel.branches import Branches
from engines.kernel.errors import Conflict, NotFound, QuantumLayerError, Unavailable
from engines.kernel.events import Json
from engines.kernel.jobs import RunContext
from engines.kernel.llm import LanguageModels, Origin, Outcome
from engines.kernel.projects import Row
from engines.kernel.repository import Repository
from engines.kernel.sandbox import Sandbox
from engines.kernel.spec.renames import Fills, Renames
from engines.qtest import QTestService
from engines.spec import dump_spec, load_spec

KIND = "project.implement"
LARGEST = 200_000
MOST = 12
OPEN = ("not_understood", "not_built", "partial")


@dataclass(frozen=True, kw_only=True)
class ImplementWish:
    """What shall be built: the sentences by number, or all that are not built. `cost` bounds each, in micro-dollars.

    `private`: only a model on this machine may see the project. `accept` puts it in without asking.
    """

    project: str
    time: int
    requirements: Sequence[int] = ()
    accept: bool = False
    private: bool = False
    cost: int = 500_000


class Implementing:
    """The use case: one workflow, its rooms given by keyword."""

    def __init__(
        self,
        *,
        models: LanguageModels,
        prompts: Prompts,
        changing: Changing,
        registry: Registry,
        tracing: Tracing,
        repository: Repository,
        branches: Branches,
        rerendering: Rerendering,
        tests: QTestService,
        sandbox: Sandbox,
    ) -> None:
        self._models, self._prompts, self._changing, self._registry = models, prompts, changing, registry
        self._tracing = tracing
        self._judging = Judging(models=models, prompts=prompts)
        self._repository, self._branches, self._rerendering = repository, branches, rerendering
        self._tests, self._sandbox = tests, sandbox

    async def __call__(self, context: RunContext, arguments: Mapping[str, Json]) -> Json:
        """The workflow. Its result has the shape of `ql change`'s, with what became of each sentence."""
        wish = ImplementWish(**arguments)  # type: ignore[arg-type]  # the same fields, checked by the route
        return await self.carry_out(context, wish)

    async def carry_out(self, context: RunContext, wish: ImplementWish) -> dict[str, Json]:
        """The work as part of a run."""
        read = await context.step("read", partial(asyncio.to_thread, self._read, wish))
        before: dict[str, str] = await asyncio.to_thread(self._texts, Path(wish.project), read["commit"])
        built, told, now, spec = list[Work](), list[dict[str, Json]](), dict(before), load_spec(read["spec"])
        for number, sentence in read["sentences"]:
            name = name_of(sentence, [each.name for each in spec.extensions])
            work = await self._built(context, wish, read, number, sentence, name, now, _differing(now, before))
            told.append(_told(number, sentence, work))
            if work.ended == "built":
                spec = extended(spec, number, name, before=now, changes=work.files, tests=work.tests)
                now |= work.files
                built.append(work)
        result: dict[str, Json] = {
            "project": read["name"],
            "path": wish.project,
            "stack": read["stack"],
            "questions": [],
            "built": cast(Json, told),
        }
        if not built:
            return {**result, "status": "failed", "why": _nothing(told)}
        changes = _differing(now, before)
        if not wish.accept:
            question = gates.implementation(
                path=wish.project, name=read["name"], built=told, before=before, changes=changes
            )
            decision = gates.decision_of("implementation", await context.wait_for("implementation", question))
            self._kept(built, decision.decision == "approve")
            if decision.decision == "reject":
                return {**result, "status": "refused", "why": decision.why}
        text = dump_spec(spec)
        says = _says(read, told)
        planned = await context.step("compose", partial(asyncio.to_thread, self._compose, wish, text, changes, says))
        change = ChangeWish(project=wish.project, time=wish.time, text=says, accept=True)
        return {**result, **await self._changing.land(context, change, {**read, "spec": text}, planned)}

    async def further(
        self, context: RunContext, result: dict[str, Json], *, accept: bool, time: int
    ) -> dict[str, Json]:
        """The result of a build, with the sentences that a model could build after it; the same without a model.

        A model that fails, or whose work is not wanted, leaves the build as it is.
        """
        rows = cast(Sequence[Row], result["requirements"])
        left = [cast(int, row["number"]) for row in rows if row["status"] in OPEN][:MOST]
        if not left or self._models.foresee("write_code") is None:
            return result
        wish = ImplementWish(project=str(result["path"]), time=time, requirements=left, accept=accept)
        try:
            more = await self.carry_out(context, wish)
        except QuantumLayerError as error:
            return {**result, "built": [], "why": f"what is left was not built: {error}"}
        if more["status"] != "done":
            return {**result, "built": more["built"]}
        return {**result, **{name: value for name, value in more.items() if value is not None}}

    def _read(self, wish: ImplementWish) -> dict[str, Any]:
        """What is to be built, and the state that it is built on."""
        project = self._registry.folder(Path(wish.project))
        self._branches.settle(project)
        commit = self._branches.snapshot(project, message=BY_HAND, time=wish.time)
        spec = checked_spec(self._repository.read(project, commit, SPEC).decode("utf-8"))
        rows = self._tracing.known(project)
        if self._models.foresee("write_code", private=wish.private) is None:
            raise Unavailable(
                "No language model is set up that could write code.",
                hint="`ql models add` connects one; without a model everything else works as before.",
            )
        return {
            "commit": commit,
            "spec": dump_spec(spec),
            "name": spec.name,
            "stack": stack_of(project),
            "sentences": [[row["number"], row["text"]] for row in _chosen(rows, wish.requirements)],
        }

    def _texts(self, project: Path, commit: str) -> dict[str, str]:
        """The project's files that are texts of a size that a model can be shown."""
        found: dict[str, str] = {}
        for path in self._repository.tracked(project, commit):
            content = self._repository.read(project, commit, path)
            if len(content) <= LARGEST and b"\0" not in content:
                found[path] = content.decode("utf-8", "replace")
        return found

    async def _built(
        self,
        context: RunContext,
        wish: ImplementWish,
        read: Mapping[str, Any],
        number: int,
        sentence: str,
        name: str,
        now: Mapping[str, str],
        already: Mapping[str, str],
    ) -> Work:
        """One sentence, written and reviewed; a change that the reviewers reject is no change."""
        project = Path(wish.project)
        origin = Origin(project=str(project), run=context.run, agent="backend")
        bench = CopyBench(
            branches=self._branches,
            tests=self._tests,
            sandbox=self._sandbox,
            project=project,
            commit=read["commit"],
            already=already,
        )
        developer = Developer(
            models=self._models,
            prompts=self._prompts,
            bench=bench,
            journal=RunJournal(
                context=context,
                number=number,
                by="backend",
                asking=None
                if wish.accept
                else partial(gates.clarification, path=wish.project, name=read["name"], sentence=sentence),
            ),
            origin=origin,
            private=wish.private,
            bounds=Bounds(cost=wish.cost),
        )
        task = Task(
            number=number,
            requirement=sentence,
            rules=conventions(read["stack"]),
            files=now,
            test_file=f"tests/test_{name}.py",
            locked=locked_in(now.get(MANIFEST, "").encode()),
        )
        work = await developer.build(task)
        if work.ended != "built":
            return work
        verdict = await self._judging.verdict(
            context, Judged(number=number, sentence=sentence, before=now, changes=work.files), origin, wish.private
        )
        if verdict.decision != "rejected":
            return replace(work, findings=tuple(verdict.findings))
        why = f"the reviewers reject it: {verdict.reason}"
        return replace(work, ended="rejected", why=why, findings=tuple(verdict.findings), files={}, tests=())

    def _kept(self, built: Sequence[Work], kept: bool) -> None:
        for call in (call for work in built for call in work.calls):
            self._models.learn(call, Outcome(worth=1.0 if kept else 0.0, shown_by="kept"))

    def _compose(self, wish: ImplementWish, text: str, changes: Mapping[str, str], says: str) -> dict[str, Any]:
        """The specification merged like a change, and the agents' files on top of it."""
        project = Path(wish.project)
        change = Change(
            project=project, spec=load_spec(text), says=says, time=wish.time, renames=Renames(), fills=Fills()
        )
        planned = self._rerendering.put_together(change)
        if planned.conflicts:
            raise Conflict(f"'{project}' can't take the change: its files are in conflict with their rendering")
        made = self._branches.compose(
            project,
            planned.new,
            {path: content.encode() for path, content in changes.items()},
            parents=[planned.old, planned.generated],
            message=says,
            time=wish.time,
        )
        return {**planned.to_json(), "new": made.id, "files": sorted({*planned.files, *changes})}


@cache
def conventions(stack: str) -> Sequence[str]:
    """What holds in every project of a blueprint, for agents."""
    file = files("resources").joinpath("agents", f"{stack}.yaml")
    return tuple(yaml.safe_load(file.read_text("utf-8"))["rules"]) if file.is_file() else ()


def _chosen(rows: Sequence[Row], wanted: Sequence[int]) -> Sequence[Row]:
    """The sentences that are wanted, or all that are not built; NotFound for a number that there is not."""
    known = {row["number"]: row for row in rows}
    for number in wanted:
        if number not in known:
            raise NotFound(f"the brief has no sentence {number}", hint=f"It has 1 to {len(rows)}; TRACE.md lists them.")
        if known[number]["status"] == "built":
            raise Conflict(f"sentence {number} is built already", hint="TRACE.md names its code and its tests.")
    chosen = [known[number] for number in wanted] or [row for row in rows if row["status"] in OPEN]
    if not chosen:
        raise Conflict("every sentence of the brief is built already", hint="`ql change` takes further wishes.")
    return chosen


def _differing(now: Mapping[str, str], base: Mapping[str, str]) -> dict[str, str]:
    return {path: text for path, text in now.items() if base.get(path) != text}


def _told(number: int, sentence: str, work: Work) -> dict[str, Json]:
    return {
        "number": number,
        "text": sentence,
        "ended": work.ended,
        "why": work.why,
        "files": cast(Json, sorted(work.files)),
        "tests": list(work.tests),
        "rounds": work.rounds,
        "cost": work.cost,
        "model": work.model,
        "findings": [cast(Json, asdict(finding)) for finding in work.findings],
    }


def _nothing(told: Sequence[Mapping[str, Json]]) -> str:
    return "; ".join(f"sentence {row['number']}: {row['why']}" for row in told[:3])


def _says(read: Mapping[str, Any], told: Sequence[Mapping[str, Json]]) -> str:
    """The message of the commit: the sentences that are built now."""
    texts = [str(row["text"]).strip() for row in told if row["ended"] == "built"]
    return "\n".join([f"Build what the brief says: {texts[0]}", *texts[1:]])
