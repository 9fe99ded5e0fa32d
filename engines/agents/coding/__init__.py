"""Agents that write code with a language model: what they are shown, how their edits are read, refused, tried and proven."""

from engines.agents.coding.developer import Developer
from engines.agents.coding.model import Bounds, Edit, Task, Tested, Work

__all__ = ["Bounds", "Developer", "Edit", "Task", "Tested", "Work"]
