"""The use cases: one module per family, typed, without prose. Called by app.server, wired by app.bootstrap."""

from app.services.container import Services

__all__ = ["Services"]
