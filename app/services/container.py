"""Everything the server can ask for, in one frozen value; built by app.bootstrap, closed by the engine process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.services.approvals import Approvals
from app.services.changing import Changing
from app.services.handover import Handover
from app.services.history import History
from app.services.keys import ProviderKeys
from app.services.machine import Looking
from app.services.models import Models
from app.services.on_device import OnDevice
from app.services.packing import Packing
from app.services.planning import Planning
from app.services.projects import Projects
from app.services.registry import Registry
from app.services.sources import Sources
from app.services.terminals import Terminals
from app.services.testing import Testing
from app.services.visiting import Visiting
from engines.capsule import CapsuleService
from engines.kernel.audit import AuditLog
from engines.kernel.events import EventLog
from engines.kernel.jobs import JobEngine
from engines.kernel.llm import LanguageModels
from engines.preview import PreviewService
from engines.prompts import PromptBook
from engines.qtest import QTestService


@dataclass(frozen=True, kw_only=True)
class Services:
    """The use cases of one engine. `busy` are questions whose yes keeps an idle engine awake."""

    jobs: JobEngine
    events: EventLog
    previews: PreviewService
    capsules: CapsuleService
    packing: Packing
    tests: QTestService
    handover: Handover
    machine: Looking
    models: Models
    language: LanguageModels
    on_device: OnDevice
    planning: Planning
    approvals: Approvals
    keys: ProviderKeys
    audit: AuditLog
    registry: Registry
    projects: Projects
    sources: Sources
    history: History
    prompts: PromptBook
    changing: Changing
    testing: Testing
    terminals: Terminals
    visiting: Visiting
    busy: Sequence[Callable[[], bool]] = ()

    async def close(self) -> None:
        """Stops what runs; durable runs go on at the next start."""
        await self.jobs.shutdown()
        await self.on_device.close()
        await self.terminals.shutdown()
        await self.previews.shutdown()
        await self.models.close()

    async def at_work(self) -> bool:
        """Whether a run is going on (one that waits for a person is not), a preview is awake, or a service says it is busy."""
        runs = await self.jobs.list(limit=1000)
        if any(run.status in ("queued", "running") for run in runs):
            return True
        return any(ask() for ask in self.busy) or any(p.state == "running" for p in await self.previews.list())
