"""Chooses the adapters and wires the services; the only module that may. Called by the engine process at its start."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable
from functools import cache, partial

from app.services import Services
from app.services.approvals import Approvals
from app.services.building import KIND, Building
from app.services.changing import KIND as CHANGE_KIND
from app.services.changing import Changing
from app.services.handover import Handover
from app.services.history import History
from app.services.implementing import KIND as IMPLEMENT_KIND
from app.services.implementing import Implementing
from app.services.improving import KIND as IMPROVE_KIND
from app.services.improving import Improving
from app.services.keys import ProviderKeys
from app.services.machine import Looking
from app.services.models import Models
from app.services.on_device import KIND as DOWNLOAD_KIND
from app.services.on_device import OnDevice
from app.services.packing import Packing
from app.services.planning import Planning
from app.services.projects import Projects
from app.services.registry import Registry
from app.services.rerendering import Rerendering
from app.services.reverting import Reverting
from app.services.shelved import Shelved
from app.services.sources import Sources
from app.services.terminals import Terminals
from app.services.testing import KIND as TEST_KIND
from app.services.testing import Testing
from app.services.tracing import Tracing
from app.services.undoing import Undoing
from app.services.visiting import Visiting
from app.services.wishes import WishReader
from app.settings import Settings
from app.version import VERSION
from engines.capsule import CapsuleService
from engines.change import ChangeService
from engines.edges.chromium import find_chromium
from engines.edges.git import GitRepository
from engines.edges.git_branches import GitBranches
from engines.edges.kept_texts import KeptTexts
from engines.edges.keys import desktop_keys, open_key_store
from engines.edges.sandbox import choose_sandbox
from engines.edges.source_files import FolderFiles
from engines.edges.vaults import desktop_of
from engines.kernel.jobs import JobEngine
from engines.kernel.llm import Completer, LanguageModels
from engines.llm import Fleet, RoutedModels, Till
from engines.llm.model import Deployment
from engines.llm.providers import HostedModel
from engines.preview import PreviewService, PreviewSettings
from engines.prompts import PromptBook, PromptFiles
from engines.qtest import QTestService
from engines.workflow import (
    DurableJobs,
    StoredAudit,
    StoredBudgets,
    StoredEvents,
    StoredLedger,
    StoredModels,
    StoredProjects,
    open_database,
    utc_now,
)
from local_models.completer import LocalCompleter
from local_models.hardware import look_at_hardware
from local_models.ollama import address_of
from local_models.pool import Workers
from local_models.runtime import Runtime, find_runtime
from local_models.shelf import Shelf

Local = tuple[Shelf, Workers, Callable[[], Runtime]]
"""The models on this machine: where they lie, the processes that run them, and what those are made of."""


async def build(settings: Settings) -> Services:
    """The services of one engine, launched: workflows are registered before interrupted runs go on."""
    events = StoredEvents(database=open_database(settings.event_url))
    jobs = DurableJobs(url=settings.machine_url, events=events, keep_runs=settings.keep_runs)
    services = furnish(settings, jobs=jobs, events=events)
    await asyncio.to_thread(services.changing.settle)
    await services.previews.launch()
    await jobs.launch()
    return services


def furnish(
    settings: Settings, *, jobs: JobEngine, events: StoredEvents, models: LanguageModels | None = None
) -> Services:
    """The rooms of one engine around its machines; registers their workflows and starts nothing.

    `models` stand in for those that are set up.
    """
    home = settings.paths.home
    sandbox, repository, files = choose_sandbox(private=[home]), GitRepository(), FolderFiles()
    desktop, audit = desktop_of(sys.platform, os.environ), StoredAudit(database=events.database)
    keys = open_key_store(home=home, desktop=desktop, passphrase=settings.keyring_key or None)
    keyring = desktop_keys(home=home, desktop=desktop) if desktop else None
    provider_keys = ProviderKeys(keyring=keyring, environment=os.environ, audit=audit)
    local = _local(settings)
    ledger = StoredLedger(database=events.database)
    routed, model_service = _models(
        settings, events=events, ledger=ledger, keys=provider_keys, audit=audit, local=local
    )
    models = models or routed
    tests = QTestService(sandbox=sandbox)
    capsules = CapsuleService(keys=keys, repository=repository, builder=f"urn:quantumlayer:engine:{VERSION}")
    previews = PreviewService(sandbox=sandbox, home=home, settings=_previews(settings), now=utc_now)
    packing = Packing(tests=tests, capsules=capsules, repository=repository)
    handover = Handover()
    planning = Planning(jobs=jobs, events=events, kind=KIND)
    registry = Registry(book=StoredProjects(database=events.database), files=files, repository=repository, now=utc_now)
    projects = Projects(registry=registry, jobs=jobs, previews=previews, files=files)
    tracing = Tracing(registry=registry, repository=repository, files=files)
    branches = GitBranches(repository=repository)
    rerendering = Rerendering(repository=repository, branches=branches, merging=ChangeService(repository=repository))
    reverting = Reverting(repository=repository, branches=branches, rerendering=rerendering)
    changing = Changing(
        repository=repository,
        branches=branches,
        rerendering=rerendering,
        wishes=WishReader(registry=registry, branches=branches, rerendering=rerendering, reverting=reverting),
        tests=tests,
        previews=previews,
        packing=packing,
        registry=registry,
    )
    jobs.register(CHANGE_KIND, changing)
    prompts = PromptBook(files=PromptFiles(home=home / "prompts"), outcomes=ledger)
    implementing = Implementing(
        models=models,
        prompts=prompts,
        changing=changing,
        registry=registry,
        tracing=tracing,
        repository=repository,
        branches=branches,
        rerendering=rerendering,
        tests=tests,
        sandbox=sandbox,
    )
    jobs.register(IMPLEMENT_KIND, implementing)
    jobs.register(IMPROVE_KIND, Improving(models=models, prompts=prompts))
    building = Building(
        tests=tests,
        previews=previews,
        packing=packing,
        repository=repository,
        handover=handover,
        planning=planning,
        registry=registry,
        changing=changing,
        implementing=implementing,
        models=models,
        prompts=prompts,
    )
    jobs.register(KIND, building)
    testing = Testing(tests=tests, registry=registry, tracing=tracing, jobs=jobs, repository=repository)
    jobs.register(TEST_KIND, testing)
    on_device = _on_device(settings, jobs, local)
    jobs.register(DOWNLOAD_KIND, on_device)
    return Services(
        jobs=jobs,
        events=events,
        previews=previews,
        capsules=capsules,
        packing=packing,
        tests=tests,
        handover=handover,
        on_device=on_device,
        busy=[on_device.busy],
        machine=Looking(home=home, isolation=sandbox.isolation, version=VERSION, models=local[0].names),
        models=model_service,
        language=models,
        planning=planning,
        approvals=Approvals(jobs=jobs, events=events),
        keys=provider_keys,
        audit=audit,
        registry=registry,
        projects=projects,
        sources=Sources(registry=registry, projects=projects, repository=repository, files=files, tracing=tracing),
        testing=testing,
        changing=changing,
        history=History(
            registry=registry,
            projects=projects,
            repository=repository,
            files=files,
            undoing=Undoing(repository=repository, branches=branches, rerendering=rerendering),
            previews=previews,
            now=utc_now,
        ),
        prompts=prompts,
        terminals=Terminals(previews=previews),
        visiting=Visiting(previews=previews, repository=repository, find=find_chromium),
    )


def _local(settings: Settings) -> Local:
    runtime = cache(partial(find_runtime, os.environ))
    shelf = Shelf(folder=settings.models)
    workers = Workers(
        find=shelf.model,
        runtime=runtime,
        look=look_at_hardware,
        environment=os.environ,
        idle_seconds=settings.model_idle_minutes * 60,
    )
    return shelf, workers, runtime


def _models(
    settings: Settings,
    *,
    events: StoredEvents,
    ledger: StoredLedger,
    keys: ProviderKeys,
    audit: StoredAudit,
    local: Local,
) -> tuple[RoutedModels, Models]:
    """The language models, and what people may do with them; reaches no provider yet."""
    database, answers = events.database, KeptTexts(settings.paths.home / "answers.db")
    book, budgets = StoredModels(database=database), StoredBudgets(database=database)
    shelf, workers, runtime = local
    on_device = LocalCompleter(workers=workers)
    fleet = Fleet(
        book=book, keys=keys, clock=time.monotonic, more=Shelved(shelf=shelf, workers=workers, runtime=runtime)
    )

    def completer(deployment: Deployment) -> Completer:
        return on_device if deployment.provider == "local" else HostedModel(deployment=deployment, keys=keys)

    till = Till(ledger=ledger, budgets=budgets, events=events, now=utc_now)
    language = RoutedModels(fleet=fleet, till=till, answers=answers, completer=completer)
    models = Models(
        language=language, fleet=fleet, book=book, ledger=ledger, budgets=budgets, answers=answers, audit=audit
    )
    return language, models


def _previews(settings: Settings) -> PreviewSettings:
    return PreviewSettings(port=settings.preview_port)


def _on_device(settings: Settings, jobs: JobEngine, local: Local) -> OnDevice:
    shelf, workers, runtime = local
    return OnDevice(
        shelf=shelf,
        workers=workers,
        jobs=jobs,
        look=look_at_hardware,
        runtime=runtime,
        source=settings.models_source,
        ollama=address_of(settings.ollama_host),
    )
