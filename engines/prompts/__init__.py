"""Prompts as data: versions, choice by context and outcome, experiments, and a gate for proposed ones."""

from engines.prompts.files import PromptFiles
from engines.prompts.model import Duel, Standing, Tally, Verdict, Version
from engines.prompts.service import PromptBook, VersionStats

__all__ = [
    "Duel",
    "PromptBook",
    "PromptFiles",
    "Standing",
    "Tally",
    "Verdict",
    "Version",
    "VersionStats",
]
