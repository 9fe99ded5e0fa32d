"""The window's way to the engine: requests that never block, events that never get lost."""

from ui.engine.link import EngineLink, EngineState
from ui.engine.runs import RunFollower

__all__ = ["EngineLink", "EngineState", "RunFollower"]
