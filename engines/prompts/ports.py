"""What the prompts need of whoever keeps the ledger of calls (adapter: engines.workflow.ledger)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from engines.prompts.model import Tally


class Outcomes(Protocol):
    """How calls made from a prompt turned out."""

    def of_prompt(self, prompt: str) -> Mapping[int, Tally]:
        """By the number of the version; versions without a known outcome are missing."""
        ...
