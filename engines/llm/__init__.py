"""Language models: which are there, which one is asked and why, with which prompt, what it cost, and how good it was."""

from engines.llm.fleet import Fleet
from engines.llm.service import RoutedModels
from engines.llm.till import Till

__all__ = ["Fleet", "RoutedModels", "Till"]
