"""The server over real services, asked in this process without a socket."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import httpx
import pytest

from app.bootstrap import furnish
from app.server import create_app
from app.services import Services
from app.settings import Settings
from engines.kernel import errors
from engines.kernel.events import Json
from engines.kernel.jobs import RunContext
from engines.kernel.llm import LanguageModels
from engines.workflow import DurableJobs, StoredEvents, open_database
from tests.secret_service import bus, secret_service

__all__ = ["bus", "secret_service"]

TOKEN = "a-token"


async def echo(context: RunContext, arguments: Mapping[str, Json]) -> Json:
    """Returns its arguments."""
    return dict(arguments)


async def ask(context: RunContext, _: Mapping[str, Json]) -> Json:
    """Returns the answer to its only question."""
    return dict(await context.wait_for("size", {"text": "How big?"}))


@pytest.fixture
def models() -> LanguageModels | None:
    """Language models that stand in for those that are set up; a test module may have its own."""
    return None


@pytest.fixture
async def services(tmp_path: Path, models: LanguageModels | None) -> AsyncIterator[Services]:
    events = StoredEvents(database=open_database(f"sqlite:///{tmp_path}/events.db"))
    jobs = DurableJobs(url=f"sqlite:///{tmp_path}/engine.db", events=events)
    jobs.register("echo", echo)
    jobs.register("ask", ask)
    services = furnish(Settings(home=tmp_path / "home"), jobs=jobs, events=events, models=models)
    await jobs.launch()
    yield services
    await jobs.shutdown()
    events.close()


@pytest.fixture
async def browser(services: Services) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(services, TOKEN, "1.2.3")

    @app.get("/errors/{name}")
    async def fail(name: str) -> None:
        kind = getattr(errors, name)
        raise kind("It failed.", hint="Try.", delay=3) if name == "Retryable" else kind("It failed.", hint="Try.")

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with httpx.AsyncClient(base_url="http://engine", transport=transport, headers=headers) as browser:
        yield browser
