"""One module per family, each with a `router`. A new family is a module and a line here."""

from app.server.routes import capsules, engine, previews, projects, runs, specs, tests

ROUTERS = (
    capsules.router,
    engine.router,
    previews.router,
    projects.router,
    runs.router,
    specs.router,
    tests.router,
)
