"""The FastAPI application over the services; made by the engine process and by tests."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.routing import Route

from app.server.access import Access
from app.server.lifetime import Lifetime
from app.server.problems import answer_with_problems
from app.server.routes import ROUTERS
from app.server.streaming import EventStream, log_lines, run_events, terminal_output
from app.services import Services

STREAMS = {
    "/runs/{run}/events": run_events,
    "/terminals/{terminal}/output": terminal_output,
    "/previews/{preview}/log/stream": log_lines,
}


def create_app(services: Services, token: str, version: str, *, lifetime: Lifetime | None = None) -> FastAPI:
    """The application; whoever serves it watches `lifetime`, which is also `app.state.lifetime`."""
    life = lifetime or Lifetime()
    app = FastAPI(title="QuantumLayer engine", version=version)
    app.state.services = services
    app.state.lifetime = life
    app.add_middleware(Access, token=token, lifetime=life)
    answer_with_problems(app)
    for path, open_stream in STREAMS.items():
        app.router.routes.append(Route(path, EventStream(open_stream)))
    for router in ROUTERS:
        app.include_router(router)
    return app
