"""The only door to the engine: FastAPI over the services, for every face and for programs."""

from app.server.application import create_app
from app.server.lifetime import Lifetime

__all__ = ["Lifetime", "create_app"]
