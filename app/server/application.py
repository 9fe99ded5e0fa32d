"""The FastAPI application over the services; made by the engine process and by tests."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.routing import Route

from app.server.access import Access
from app.server.lifetime import Lifetime
from app.server.problems import answer_with_problems
from app.server.routes import ROUTERS
from app.server.streaming import RunEvents
from app.services import Services


def create_app(services: Services, token: str, version: str, *, lifetime: Lifetime | None = None) -> FastAPI:
    """The application; whoever serves it watches `lifetime`, which is also `app.state.lifetime`."""
    life = lifetime or Lifetime()
    app = FastAPI(title="QuantumLayer engine", version=version)
    app.state.services = services
    app.state.lifetime = life
    app.add_middleware(Access, token=token, lifetime=life)
    answer_with_problems(app)
    app.router.routes.append(Route("/runs/{run}/events", RunEvents()))
    for router in ROUTERS:
        app.include_router(router)
    return app
