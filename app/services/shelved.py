"""The models on this machine's shelf as deployments that the router may choose. Wired by app.bootstrap."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from engines.kernel.errors import QuantumLayerError, Unavailable
from engines.llm.model import FREE, Deployment, Facts, Tier
from local_models.completer import PREFIX
from local_models.model_file import ModelFile
from local_models.pool import Workers
from local_models.runtime import Runtime
from local_models.shelf import Shelf

LONGEST, WIDEST = 4096, 32_768
"""Tokens of an answer, and of a context: models are made for more than the memory of most machines holds."""
AGAIN = 60.0
"""Seconds after which it is looked anew whether there is something to run models with."""
TIERS: Sequence[tuple[float, Tier]] = ((2e9, "tiny"), (9e9, "small"), (40e9, "medium"))
"""Up to so many parameters a model is believed to be of that tier, until its outcomes tell."""


class Shelved:
    """Gives the deployments of a shelf; none while nothing here can run them or its list can't be read. Calls block."""

    def __init__(self, *, shelf: Shelf, workers: Workers, runtime: Callable[[], Runtime]) -> None:
        self._shelf, self._workers, self._runtime = shelf, workers, runtime
        self._missing_since = -AGAIN

    def __call__(self) -> Sequence[Deployment]:
        names = self._shelf.names()
        if not names or not self._can_run():
            return ()
        found = (self._deployment(name) for name in names)
        return [each for each in found if each is not None]

    def _deployment(self, name: str) -> Deployment | None:
        """The deployment of a model that can hold a conversation, None for others and for files that are gone."""
        try:
            model = self._shelf.model(name)
            return _deployment(name, model, min(WIDEST, self._workers.longest(name))) if model.chat else None
        except QuantumLayerError:
            return None

    def _can_run(self) -> bool:
        if time.monotonic() - self._missing_since < AGAIN:
            return False
        try:
            self._runtime()
        except Unavailable:
            self._missing_since = time.monotonic()
            return False
        return True


def _deployment(name: str, model: ModelFile, context: int) -> Deployment:
    tier: Tier = next((tier for most, tier in TIERS if model.parameters <= most), "large")
    facts = Facts(
        context=context, longest=min(LONGEST, context // 2), tools=True, json=True, price=FREE, tier=tier, as_of="file"
    )
    return Deployment(name=PREFIX + name, provider="local", model=name, facts=facts, here=True)
