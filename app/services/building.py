"""From a brief to a running, tested, signed application: the durable run `project.new`.

Started by the server's /projects route; `app.bootstrap` hands in the rooms. Each step can be repeated after a kill.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any, cast

from app.services import gates
from app.services.advising import Architect
from app.services.changing import Changing
from app.services.gates import Decision, Gate
from app.services.handover import Handover
from app.services.implementing import Implementing
from app.services.packing import Packing
from app.services.planning import Planning
from app.services.project_skills import Assignment, skills_of
from app.services.registry import Begun, Registry
from app.services.renewing import checked_spec
from app.services.restating import Restating
from app.services.stacks import chosen_blueprint
from app.services.taking_back import take_back
from app.services.testing import telling
from app.services.wishes import ChangeWish
from engines.agents import Work, assemble, carry_out, load_roles
from engines.agents.coding.ports import Prompts
from engines.kernel.errors import Conflict
from engines.kernel.events import Json
from engines.kernel.jobs import RunContext
from engines.kernel.llm import LanguageModels, Origin
from engines.kernel.repository import Repository
from engines.kernel.spec import Question, Spec
from engines.kernel.tree import SourceTree
from engines.preview import PreviewService
from engines.qlayer import Blueprint, load_blueprint, render
from engines.qtest import (
    QTestService,
    Requirement,
    TestReport,
    built_features,
    evidence,
    number_of_tests,
    render_trace,
)
from engines.spec import dump_spec, load_spec, read_brief, suggested

KIND = "project.new"
_WRITTEN = "Build what the specification says"
_GIVEN = "Build what the OpenAPI document describes"


@dataclass(frozen=True, kw_only=True)
class NewProject:
    """What a person asks for. `out` is the project's absolute folder; without it, one named after the project in `folder`.

    Without a `stack`, the kind of application chooses one. `time`, in seconds since 1970, dates the commit. `accept` takes
    the suggested answer to every question. `interface`: an OpenAPI document that says what is built. With `spec`, a specification as YAML, nothing is read; `renew` renders the project in
    `out` anew from it. `offline`: no language model is asked.
    """

    time: int
    brief: str = ""
    interface: str = ""
    spec: str = ""
    renew: bool = False
    out: str = ""
    folder: str = ""
    name: str = ""
    stack: str = ""
    accept: bool = False
    answers: Mapping[str, str] | None = None
    preview: bool = True
    offline: bool = False
    checkpoints: Sequence[Gate] = ()
    handover: str = ""


class Building:
    """The use case: one workflow, its rooms given by keyword."""

    def __init__(
        self,
        *,
        tests: QTestService,
        previews: PreviewService,
        packing: Packing,
        repository: Repository,
        handover: Handover,
        planning: Planning,
        registry: Registry,
        changing: Changing,
        implementing: Implementing,
        models: LanguageModels,
        prompts: Prompts,
    ) -> None:
        self._changing, self._implementing = changing, implementing
        self._models, self._prompts = models, prompts
        self._restating = Restating(models=models, prompts=prompts)
        self._handover, self._planning, self._registry = handover, planning, registry
        self._tests, self._previews, self._packing, self._repository = tests, previews, packing, repository
        self._trees: dict[str, SourceTree] = {}

    async def __call__(self, context: RunContext, arguments: Mapping[str, Json]) -> Json:
        """The workflow. Returns what CONTRACT.md promises as the result of `ql new`."""
        wish = NewProject(**arguments)  # type: ignore[arg-type]  # the same fields, checked by the route
        if wish.renew:
            return await self._changing.carry_out(context, _change(wish))
        result = await self._built(context, wish)
        self._registry.ended(context.run, result)
        if result["status"] == "done" and not wish.offline:
            result = await self._implementing.further(context, result, accept=wish.accept, time=wish.time)
            self._registry.ended(context.run, result)
        return result

    async def _built(self, context: RunContext, wish: NewProject) -> dict[str, Json]:
        read = await context.step("read", partial(self._take, wish) if wish.spec else partial(self._read, wish))
        if read["status"] != "read":
            return read
        if not wish.spec and not wish.interface and not wish.offline:
            read = await self._restating.more(
                context, read, brief=wish.brief, name=wish.name, answers=_answers(wish, read), private=False
            )
        spec = load_spec(read["spec"])
        project = Path(read["path"])
        tree = await self._rendered(context, wish, read)
        decision = await self._ask(
            context, wish, "architecture", lambda: gates.architecture(_proposal(wish, read, tree))
        )
        if decision.decision == "reject":
            return _refused(read, decision)
        if decision.spec:
            read = {**read, "spec": decision.spec}
            spec, tree = load_spec(decision.spec), await self._rendered(context, wish, read)
        await context.step("prepare", partial(self._prepare, project))
        self._registry.began(Begun(run=context.run, project=project, spec=spec, stack=read["stack"], brief=wish.brief))
        work = await self._work(context, wish, spec, tree, project)
        decided = work.verdict.decision == "approved"
        if "security" in wish.checkpoints and work.verdict.decision != "rejected":
            proposal = _proposal(wish, read, tree)
            decision = await self._ask(context, wish, "security", lambda: gates.security(proposal, work))
            if decision.decision == "reject":
                await context.step("take_back", partial(self._take_back, project, tree))
                return _refused(read, decision)
            decided = True
        if not decided:
            return {"status": "failed", "project": spec.name, "path": read["path"], "why": work.verdict.reason}
        return await self._finish(context, wish, spec, tree, read)

    async def _ask(
        self, context: RunContext, wish: NewProject, gate: Gate, question: Callable[[], Mapping[str, Json]]
    ) -> Decision:
        """A person's decision where the wish has this checkpoint, else an approval."""
        if gate not in wish.checkpoints:
            return Decision()
        return gates.decision_of(gate, await context.wait_for(gate, await asyncio.to_thread(question)))

    async def _take_back(self, project: Path, tree: SourceTree) -> None:
        await asyncio.to_thread(take_back, project, tree, self._repository)

    async def _rendered(self, context: RunContext, wish: NewProject, read: Mapping[str, Any]) -> SourceTree:
        """The project's files; tells the plan of what will be done with them."""

        async def render_and_plan() -> dict[str, Any]:
            tree = await self._tree(read["spec"], load_blueprint(read["stack"]))
            made = await self._planning.plan(load_spec(read["spec"]), tree, read["stack"], preview=wish.preview)
            return made.to_json()

        made = await context.step("render", render_and_plan)
        context.emit("plan.made", made, key=f"plan:{sha256(read['spec'].encode()).hexdigest()[:12]}")
        return await self._tree(read["spec"], load_blueprint(read["stack"]))

    async def _finish(
        self, context: RunContext, wish: NewProject, spec: Spec, tree: SourceTree, read: Mapping[str, Any]
    ) -> dict[str, Json]:
        project = Path(read["path"])
        steps = [("test", partial(self._test, context, project))]
        served = bool(load_blueprint(read["stack"]).serve)
        if wish.preview and served:
            steps.append(("preview", partial(self._preview, context, project, spec, wish)))
        report, *preview = await context.gather(steps)
        tested = TestReport.from_json(cast(Mapping[str, Any], report))
        requirements = evidence(spec, tree.anchors, tested)
        proof = await context.step("record", partial(self._record, context, project, wish, spec, requirements, tested))
        return {
            "status": "done" if tested.failed == 0 else "failed",
            "project": spec.name,
            "path": read["path"],
            "stack": read["stack"],
            "features": list(built_features(spec, tree.anchors, tested)),
            "questions": read["questions"],
            "requirements": [requirement.to_json() for requirement in requirements],
            "tests": {"passed": tested.passed, "failed": tested.failed, "coverage": tested.coverage},
            "capsule": proof["capsule"],
            "preview": preview[0] if preview else None,
            **({} if served else {"run": f"{project}/.venv/bin/{spec.name} --help"}),
        }

    async def _read(self, wish: NewProject) -> dict[str, Any]:
        reading = await asyncio.to_thread(
            read_brief, wish.brief, interface=wish.interface, name=wish.name, answers=wish.answers
        )
        questions = _questions(reading.questions)
        if wish.accept and reading.questions:
            answers = {**suggested(reading), **(wish.answers or {})}
            reading = await asyncio.to_thread(
                read_brief, wish.brief, interface=wish.interface, name=wish.name, answers=answers
            )
        if reading.refusal:
            return {"status": "refused", "why": reading.refusal, "questions": questions}
        blueprint = chosen_blueprint(wish.stack, reading.spec.kind)
        empty = not (reading.spec.entities or reading.spec.tool or reading.spec.training or reading.spec.service)
        if any(question.blocking for question in reading.questions) or empty:
            return {"status": "needs_answers", "questions": questions, "project": reading.spec.name}
        path = await asyncio.to_thread(_place, wish, reading.spec.name)
        return {
            "status": "read",
            "spec": dump_spec(reading.spec),
            "questions": questions,
            "path": str(path),
            "stack": blueprint.name,
        }

    async def _take(self, wish: NewProject) -> dict[str, Any]:
        """A specification that a person wrote or corrected."""
        spec = await asyncio.to_thread(checked_spec, wish.spec)
        path = await asyncio.to_thread(_place, wish, spec.name)
        return {
            "status": "read",
            "spec": wish.spec,
            "questions": _questions(spec.questions),
            "path": str(path),
            "stack": chosen_blueprint(wish.stack, spec.kind).name,
        }

    async def _tree(self, text: str, blueprint: Blueprint) -> SourceTree:
        """The rendered project with its specification; rendering is pure, so it is done again after a kill."""
        if text not in self._trees:
            tree = await asyncio.to_thread(render, load_spec(text), blueprint)
            self._trees = {text: replace(tree, files={**tree.files, "spec.yaml": text.encode()})}
        return self._trees[text]

    async def _prepare(self, project: Path) -> None:
        await asyncio.to_thread(_take_folder, project, self._repository)

    async def _work(self, context: RunContext, wish: NewProject, spec: Spec, tree: SourceTree, project: Path) -> Work:
        team = assemble(spec, load_roles())
        skills = skills_of(Assignment(spec=spec, tree=tree, roles=team.roles, project=project))
        if not wish.offline and wish.brief:
            architect = Architect(
                rules=skills["design"],
                models=self._models,
                prompts=self._prompts,
                brief=wish.brief,
                spec=dump_spec(replace(spec, sentences=())),
                origin=Origin(project=str(project), run=context.run, agent="architect"),
            )
            skills = {**skills, "design": architect}
        return await carry_out(context, team, skills)

    async def _test(self, context: RunContext, project: Path) -> Json:
        report = (await self._tests.run(project, tell=telling(context))).to_json()
        self._registry.tested(project, report)
        return report

    async def _preview(self, context: RunContext, project: Path, spec: Spec, wish: NewProject) -> Json:
        known = [p for p in await self._previews.list() if p.project == project and p.state == "running"]
        preview = (
            known[0]
            if known
            else await self._previews.start(project, name=spec.name, environment=self._handover.fetch(wish.handover))
        )
        row: dict[str, Json] = {"id": preview.id, "url": preview.url}
        context.emit("preview.ready", row, key="preview")
        return row

    async def _record(
        self,
        context: RunContext,
        project: Path,
        wish: NewProject,
        spec: Spec,
        requirements: Sequence[Requirement],
        tested: TestReport,
    ) -> dict[str, Any]:
        await asyncio.to_thread(_write, project / "TRACE.md", render_trace(spec, requirements))
        commit = await asyncio.to_thread(
            self._repository.commit,
            project,
            message=wish.brief or (_GIVEN if wish.interface else _WRITTEN),
            time=wish.time,
        )
        self._registry.tested(project, replace(tested, commit=commit.id).to_json())
        capsule = await self._packing.pack(project, tested=tested)
        context.emit("capsule.built", {"path": str(capsule.path), "digest": capsule.digest}, key="capsule")
        return {"commit": commit.id, "capsule": str(capsule.path)}


def _answers(wish: NewProject, read: Mapping[str, Any]) -> dict[str, str]:
    """The answers by which a brief was read: the suggested ones where they are accepted, and a person's."""
    taken = {each["text"]: each["suggestion"] for each in read["questions"]} if wish.accept else {}
    return {**taken, **(wish.answers or {})}


def _change(wish: NewProject) -> ChangeWish:
    """Building a project anew is to change it; the plan says what was taken to be a new name."""
    accept = not wish.checkpoints
    return ChangeWish(
        project=wish.out, spec=wish.spec, time=wish.time, accept=accept, suggested=True, answers=wish.answers
    )


def _proposal(wish: NewProject, read: Mapping[str, Any], tree: SourceTree) -> gates.Proposal:
    return gates.Proposal(
        spec=load_spec(read["spec"]),
        text=read["spec"],
        tree=tree,
        path=read["path"],
        stack=read["stack"],
        tests=number_of_tests(tree),
        preview=wish.preview,
    )


def _refused(read: Mapping[str, Any], decision: Decision) -> dict[str, Any]:
    """The result of a build that a person rejected."""
    name = load_spec(read["spec"]).name
    return {"status": "refused", "project": name, "path": read["path"], "why": decision.why, "questions": []}


def _place(wish: NewProject, name: str) -> Path:
    """The project's folder: the one that was asked for, else the first free one named after the project."""
    if wish.out:
        return Path(wish.out)
    wanted = Path(wish.folder or Path.home()) / name
    free = (wanted.with_name(f"{name}-{n}" if n > 1 else name) for n in count(1))
    return next(path for path in free if not path.exists())


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _take_folder(project: Path, repository: Repository) -> None:
    """Makes the folder and the history of a new project; a folder that holds something else is left alone."""
    if project.exists() and not project.is_dir():
        raise Conflict(f"'{project}' is not a folder", hint="Choose another one with --out.")
    held = project.is_dir() and any(project.iterdir())
    if held and not repository.only_begun(project):  # as a kill leaves it
        raise Conflict(f"'{project}' is not empty", hint="Choose another folder with --out.")
    project.mkdir(parents=True, exist_ok=True)
    repository.create(project)


def _questions(asked: Sequence[Question]) -> list[Json]:
    return [{"text": question.text, "suggestion": question.suggestion} for question in asked]
