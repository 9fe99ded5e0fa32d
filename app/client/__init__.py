"""The typed client of the engine, used by every face: finds or starts the engine, asks it, follows its runs."""

from app.client.connection import connect, stop
from app.client.errors import EngineError, Lost, NoEngine, OtherVersion, Refused
from app.client.model import Event, Run, Status

__all__ = ["EngineError", "Event", "Lost", "NoEngine", "OtherVersion", "Refused", "Run", "Status", "connect", "stop"]
