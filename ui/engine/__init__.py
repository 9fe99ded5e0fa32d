"""The window's way to the engine: requests that never block, events that never get lost."""

from ui.engine.choice import EngineChoice
from ui.engine.link import EngineLink
from ui.engine.runs import RunFollower
from ui.engine.state import EngineState

__all__ = ["EngineChoice", "EngineLink", "EngineState", "RunFollower"]
