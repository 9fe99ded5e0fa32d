"""What the templates of python-service see: one `service`. Called by render."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engines.kernel.errors import UserError
from engines.kernel.spec import Spec
from engines.qlayer.migration import Table
from engines.qlayer.model import Blueprint, Context
from engines.qlayer.python_service.callers import CallersView, callers_view
from engines.qlayer.python_service.contract_tests import ContractTests, TestView
from engines.qlayer.python_service.faults import FaultForms, FaultsView
from engines.qlayer.python_service.kinds import PLAIN
from engines.qlayer.python_service.migrations import tables
from engines.qlayer.python_service.models import ModelView, imports, model_view
from engines.qlayer.python_service.operations import GroupView, groups, without_unused
from engines.qlayer.python_service.skills import Skill, skill_module, skills
from engines.qlayer.python_service.steps import Steps
from engines.qlayer.python_service.syntax import code
from engines.qlayer.python_service.terms import Needs, Scope, Terms
from engines.qlayer.python_service.told import bare, told_document
from engines.qlayer.python_service.views import ViewsView, views_view
from engines.qlayer.python_service.world import World


@dataclass(frozen=True, kw_only=True)
class StartView:
    """What happens at every start."""

    imports: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TestModule:
    """The tests of a group of operations; `cookies`: whether they read any."""

    module: str
    doc: str
    tests: tuple[TestView, ...]

    @property
    def helpers(self) -> str:
        lines = [line for test in self.tests for line in test.lines]
        used = [name for name in ("assert_fits", "cookie") if any(f"{name}(" in line for line in lines)]
        return ", ".join(used)


@dataclass(frozen=True, kw_only=True)
class ServiceView:
    """The service as a whole. `document` is the given one, to the letter; `told` the one derived from prose, if it was; `skills` the modules that are used."""

    name: str
    title: str
    summary: str
    document: str
    told: str
    base: str
    models: tuple[ModelView, ...]
    tables: tuple[Table, ...]
    views: ViewsView
    callers: CallersView
    faults: FaultsView
    groups: tuple[GroupView, ...]
    tests: tuple[TestModule, ...]
    start: StartView
    skills: tuple[str, ...]
    packages: tuple[str, ...]
    paths: tuple[str, ...]
    requirements: Mapping[str, str]
    serve: tuple[str, ...]
    test: tuple[str, ...]
    blueprint: str
    version: str

    @property
    def endpoints(self) -> tuple[tuple[str, str], ...]:
        """Method and path of each operation, with what it does."""
        return tuple((h.decorator.split(", caller")[0], h.doc) for g in self.groups for h in g.handlers)

    def free(self, path: str) -> bool:
        """Whether the document leaves a path to operators."""
        return path not in self.paths


def build_context(spec: Spec, blueprint: Blueprint) -> Context:
    """One value, loops over models, groups and skills. UserError when the specification has no service."""
    if spec.service is None:
        raise UserError(
            f"the specification of '{spec.name}' does not say what stands behind its interface",
            hint="Add `service` with its document, its resources and its operations.",
        )
    world = World(service=spec.service, skills=skills())
    view = _view(spec, world, blueprint)
    conditions = {"skills"} if view.skills else set()
    if view.start.lines:
        conditions.add("start")
    if view.callers.parts:
        conditions.add("callers")
    if view.views.all:
        conditions.add("views")
    if view.told:
        conditions.add("told")
    return Context(
        values={"service": view},
        loops={
            "trial": view.tests,
            "model": view.models,
            "group": view.groups,
            "skill": [skill_module(module) for module in view.skills],
        },
        conditions=frozenset(conditions),
    )


def _view(spec: Spec, world: World, blueprint: Blueprint) -> ServiceView:
    forms = FaultForms(world)
    made = groups(world, forms)
    views, start = views_view(world), _start(world)
    lines = [line for group in made for line in group.imports] + [*views.imports, *start.imports]
    used = _used(lines, world.skills)
    bases = _bases(world)
    return ServiceView(
        name=spec.name,
        title=spec.title,
        summary=spec.summary or world.document.title,
        document=json.dumps(bare(world.document.root), ensure_ascii=False, indent=2) + "\n",
        told=told_document(world.document.root, spec),
        base=bases[0],
        models=tuple(model_view(world, resource) for resource in world.service.resources),
        tables=tables(world.service.resources),
        views=views,
        callers=callers_view(world),
        faults=forms.view(),
        groups=made,
        tests=_tests(world, forms, made, bases[0]),
        start=start,
        skills=tuple(sorted({skill.module for skill in used})),
        packages=tuple(sorted({package for skill in used for package in skill.packages})),
        paths=tuple(base + path for base in bases for path in world.document.paths),
        requirements=blueprint.requirements,
        serve=blueprint.serve,
        test=blueprint.test,
        blueprint=blueprint.name,
        version=blueprint.version,
    )


def _start(world: World) -> StartView:
    needs = Needs()
    scope = Scope(
        store="store",
        names={word: (code(f"settings().{word}"), PLAIN) for word in ("admin_email", "admin_password")},
    )
    lines = without_unused(Steps(Terms(world, needs), scope, answers=False).lines(world.service.start))
    return StartView(imports=tuple(imports(needs)), lines=tuple(lines))


def _tests(world: World, forms: FaultForms, made: tuple[GroupView, ...], base: str) -> tuple[TestModule, ...]:
    writing = ContractTests(world, forms, base)
    operations = {f"operation:{operation.name}": operation for operation in world.service.operations}
    return tuple(
        TestModule(
            module=group.module,
            doc=f"What the operations on {group.module} answer, and how they refuse.",
            tests=tuple(test for handler in group.handlers for test in writing.of(operations[handler.fact])),
        )
        for group in made
    )


def _used(lines: Iterable[str], known: Mapping[str, Skill]) -> list[Skill]:
    modules = {line.split()[1].removeprefix("app.skills.") for line in lines if line.startswith("from app.skills.")}
    return [skill for skill in known.values() if skill.module in modules]


def _bases(world: World) -> tuple[str, ...]:
    found = []
    for server in world.document.root.get("servers", []):
        url = str(server.get("url", ""))
        for name, said in server.get("variables", {}).items():
            url = url.replace("{" + name + "}", str(said.get("default", "")))
        path = url.partition("://")[2].partition("/")[1:] if "://" in url else ("", url)
        found.append("".join(path).rstrip("/"))
    return tuple(dict.fromkeys(found)) or ("",)
