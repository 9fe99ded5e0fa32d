"""One module per family, each with a `router`. A new family is a module and a line here."""

from app.server.routes import (
    approvals,
    capsules,
    changes,
    engine,
    history,
    keys,
    machine,
    plans,
    previews,
    projects,
    registry,
    runs,
    sources,
    specs,
    terminals,
    tests,
)

ROUTERS = (
    approvals.router,
    capsules.router,
    changes.router,
    engine.router,
    history.router,
    keys.router,
    machine.router,
    plans.router,
    previews.router,
    projects.router,
    registry.router,
    runs.router,
    sources.router,
    specs.router,
    terminals.router,
    tests.router,
)
