"""Changes a project by English, or by its edited specification: the durable run `project.change`.

Everything is prepared and tested on a copy; the project's own folder is touched in one step, which a kill can't halve.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, cast

import structlog

from app.services import gates
from app.services.packing import Packing
from app.services.registry import Registry
from app.services.rerendering import Change, Rerendering
from app.services.testing import telling
from app.services.wishes import ChangeWish, WishReader
from engines.change import Sides
from engines.kernel.branches import Branches
from engines.kernel.errors import NotFound, QuantumLayerError
from engines.kernel.events import Json
from engines.kernel.jobs import RunContext
from engines.kernel.repository import Repository
from engines.kernel.spec.renames import Fills, Renames
from engines.preview import PreviewService
from engines.qlayer import load_blueprint, render
from engines.qtest import QTestService, TestReport, evidence, extension_anchors, render_trace
from engines.spec import load_spec

KIND = "project.change"
TRACE = "TRACE.md"
_log = structlog.get_logger(__name__)
_BY_HAND = "Change the specification by hand"
_DOCUMENT = "Stand behind another document"


class Changing:
    """The use case: one workflow, its rooms given by keyword."""

    def __init__(
        self,
        *,
        repository: Repository,
        branches: Branches,
        rerendering: Rerendering,
        wishes: WishReader,
        tests: QTestService,
        previews: PreviewService,
        packing: Packing,
        registry: Registry,
    ) -> None:
        self._repository, self._branches, self._rerendering = repository, branches, rerendering
        self._wishes = wishes
        self._tests, self._previews, self._packing, self._registry = tests, previews, packing, registry

    async def __call__(self, context: RunContext, arguments: Mapping[str, Json]) -> Json:
        """The workflow. Its result has the shape of `ql new`'s, with the plan of the change."""
        wish = ChangeWish(**arguments)  # type: ignore[arg-type]  # the same fields, checked by the route
        return await self.carry_out(context, wish)

    async def carry_out(self, context: RunContext, wish: ChangeWish) -> dict[str, Json]:
        """The change as part of a run."""
        read = await context.step("read", partial(asyncio.to_thread, self._wishes.read, wish))
        if read["status"] != "read":
            return read
        planned = await context.step("render", partial(asyncio.to_thread, self._render, wish, read))
        context.emit("change.planned", planned, key="change.planned")
        told = {"project": read["name"], "path": wish.project, "stack": read["stack"], "questions": read["questions"]}
        told["change"] = planned
        if planned["conflicts"]:
            return {**told, "status": "conflicts", "why": _conflicting(planned)}
        if wish.only_plan:
            return {**told, "status": "planned"}
        if not wish.accept:
            question = gates.change(
                path=wish.project, name=read["name"], stack=read["stack"], spec=read["spec"], planned=planned
            )
            decision = gates.decision_of("change", await context.wait_for("change", question))
            if decision.decision == "reject":
                return {**told, "status": "refused", "why": decision.why}
        return {**told, **await self.land(context, wish, read, planned)}

    async def land(
        self, context: RunContext, wish: ChangeWish, read: Mapping[str, Any], planned: Mapping[str, Any]
    ) -> dict[str, Json]:
        """Tests what was put together, switches to it, starts previews anew and packs it; how that ended."""
        tested = await context.step("test", partial(self._test, context, wish, read, planned))
        if tested["report"]["failed"]:
            return {"status": "failed", "why": _failing(tested["report"]), "tests": _counts(tested["report"])}
        switched = await context.step("switch", partial(self._switched, wish, planned, tested))
        after = await context.gather(
            [
                ("preview", partial(self._restarted, context, wish, switched)),
                ("record", partial(self._record, context, wish, tested)),
            ]
        )
        return {
            "status": "done",
            "commit": tested["commit"],
            "requirements": tested["requirements"],
            "tests": _counts(tested["report"]),
            "preview": after[0] or None,
            "capsule": after[1]["capsule"],
        }

    def settle(self) -> None:
        """Ends what a kill left half done in the known projects; called when the engine starts."""
        for record in self._registry.list():
            project = Path(record.path)
            try:
                self._branches.settle(project)
            except QuantumLayerError as error:  # one damaged project must not keep the others waiting
                _log.warning("a change could not be ended", project=record.path, error=str(error))

    def _render(self, wish: ChangeWish, read: Mapping[str, Any]) -> dict[str, Any]:
        change = Change(
            project=self._registry.folder(Path(wish.project)),
            spec=load_spec(read["spec"]),
            says=_says(wish, read),
            time=wish.time,
            renames=Renames(**read["renames"]),
            fills=Fills(recoded=read["recoded"], values=read["values"]),
            kept=read.get("kept", {}),
            sides=Sides(all=wish.prefer, each=wish.sides or {}),
        )
        return self._rerendering.put_together(change).to_json()

    async def _test(
        self, context: RunContext, wish: ChangeWish, read: Mapping[str, Any], planned: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Tests a copy of the merge; its trace goes into the commit that will be the project's newest."""
        project = Path(wish.project)
        with tempfile.TemporaryDirectory(prefix="ql-change-") as folder:
            copy = Path(folder) / project.name
            copy.mkdir()
            await asyncio.to_thread(self._branches.export, project, planned["new"], copy)
            report = await self._tests.run(copy, tell=telling(context))
        return await asyncio.to_thread(self._proved, wish, read, planned, report)

    def _proved(
        self, wish: ChangeWish, read: Mapping[str, Any], planned: Mapping[str, Any], report: TestReport
    ) -> dict[str, Any]:
        spec, project = load_spec(read["spec"]), Path(wish.project)
        tree = render(spec, load_blueprint(read["stack"]))
        anchors = (*tree.anchors, *extension_anchors(spec, partial(self._content, project, planned["new"])))
        requirements = evidence(spec, anchors, report)
        commit = self._branches.compose(
            project,
            planned["new"],
            {TRACE: render_trace(spec, requirements).encode()},
            parents=[planned["old"], planned["generated"]],
            message=_says(wish, read),
            time=wish.time,
        )
        rows = [requirement.to_json() for requirement in requirements]
        proved = replace(report, commit=commit.id)
        return {"commit": commit.id, "report": proved.to_json(), "requirements": rows}

    async def _switched(
        self, wish: ChangeWish, planned: Mapping[str, Any], tested: Mapping[str, Any]
    ) -> dict[str, Json]:
        """How long a running preview was away: it starts anew with the files, under its address."""
        async with self._previews.held(await asyncio.to_thread(self._registry.folder, Path(wish.project))) as away:
            await asyncio.to_thread(self._switch, wish, planned, tested)
        return {"away": round(away.seconds, 3)}

    def _content(self, project: Path, commit: str, path: str) -> bytes | None:
        try:
            return self._repository.read(project, commit, path)
        except NotFound:
            return None

    def _switch(self, wish: ChangeWish, planned: Mapping[str, Any], tested: Mapping[str, Any]) -> None:
        project = self._registry.folder(Path(wish.project))
        self._branches.switch(project, old=planned["old"], new=tested["commit"], generated=planned["generated"])
        self._registry.tested(project, tested["report"], tested["requirements"])
        self._registry.touched(project)

    async def _restarted(self, context: RunContext, wish: ChangeWish, switched: Mapping[str, Any]) -> dict[str, Json]:
        """The preview that runs; one that an engine left behind which was killed in the switch is started here."""
        preview = await self._previews.refresh(await asyncio.to_thread(self._registry.folder, Path(wish.project)))
        if preview is None:
            return {}
        row: dict[str, Json] = {"id": preview.id, "url": preview.url, "seconds": switched["away"]}
        context.emit("preview.ready", row, key="preview")
        return row

    async def _record(self, context: RunContext, wish: ChangeWish, tested: Mapping[str, Any]) -> dict[str, Json]:
        report = TestReport.from_json(tested["report"])
        capsule = await self._packing.pack(self._registry.folder(Path(wish.project)), tested=report)
        context.emit("capsule.built", {"path": str(capsule.path), "digest": capsule.digest}, key="capsule")
        return {"capsule": str(capsule.path)}


def _says(wish: ChangeWish, read: Mapping[str, Any]) -> str:
    """The message of the commit."""
    return read.get("says") or wish.text.strip() or (_DOCUMENT if wish.interface else _BY_HAND)


def _counts(report: Mapping[str, Any]) -> dict[str, Json]:
    return {name: cast(Json, report[name]) for name in ("passed", "failed", "coverage")}


def _conflicting(planned: Mapping[str, Any]) -> str:
    places = [f"{each['path']}:{each['line']}" for each in planned["conflicts"]]
    return f"people and the generator changed the same lines: {', '.join(places[:5])}"


def _failing(report: Mapping[str, Any]) -> str:
    failed = [case["id"] for case in report["cases"] if case["outcome"] == "failed"]
    return f"{len(failed)} tests fail with the change, so the project stays as it was: {', '.join(failed[:5])}"
