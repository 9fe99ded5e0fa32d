"""Chooses the adapters and wires the services; the only module that may. Called by the engine process at its start."""

from __future__ import annotations

from app.services import Services
from app.settings import Settings
from engines.workflow import DurableJobs, StoredEvents, open_database


async def build(settings: Settings) -> Services:
    """The services of one engine, launched: workflows are registered before interrupted runs go on."""
    events = StoredEvents(database=open_database(settings.event_url))
    jobs = DurableJobs(url=settings.machine_url, events=events)
    await jobs.launch()
    return Services(jobs=jobs, events=events)
