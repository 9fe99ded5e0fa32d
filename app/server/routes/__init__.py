"""One module per family, each with a `router`. A new family is a module and a line here."""

from app.server.routes import engine, runs

ROUTERS = (
    engine.router,
    runs.router,
)
