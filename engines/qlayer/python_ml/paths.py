"""Where the service answers: the usual paths, or those that the brief names itself. Called by the context."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engines.kernel.spec import Endpoint

_USUAL: Mapping[str, tuple[str, str]] = {
    "prediction": ("POST", "/api/predictions"),
    "batch": ("POST", "/api/predictions/batch"),
    "model": ("GET", "/api/model"),
    "training": ("POST", "/api/trainings"),
    "health": ("GET", "/healthz"),
}
FEATURES: Mapping[str, str] = {
    "prediction": "prediction_endpoint",
    "batch": "batch_prediction",
    "model": "model_card",
    "training": "retraining",
    "health": "health",
}


@dataclass(frozen=True, kw_only=True)
class Paths:
    """The path of each operation; `health` is one more beside /healthz, or empty."""

    predictions: str
    batch: str
    model: str
    trainings: str
    health: str

    @property
    def all(self) -> tuple[str, ...]:
        return (self.predictions, self.batch, self.model)


@dataclass(frozen=True, kw_only=True)
class ServedEndpoint:
    """An endpoint that the brief names, as the project's test looks for it."""

    fact: str
    method: str
    path: str

    @property
    def test_name(self) -> str:
        return f"{self.method.lower()}_{'_'.join(re.findall(r'[a-z0-9]+', self.path.lower())) or 'root'}"


def paths_of(endpoints: tuple[Endpoint, ...]) -> Paths:
    """The brief's own paths where it names any."""
    said = {endpoint.purpose: endpoint.path for endpoint in reversed(endpoints) if is_served(endpoint)}
    predictions = said.get("prediction", _USUAL["prediction"][1])
    return Paths(
        predictions=predictions,
        batch=said.get("batch", f"{predictions}/batch"),
        model=said.get("model", _USUAL["model"][1]),
        trainings=said.get("training", _USUAL["training"][1]),
        health=said.get("health", ""),
    )


def is_served(endpoint: Endpoint) -> bool:
    """Whether the service has such an operation, asked for by the method that it is offered with."""
    return endpoint.purpose in _USUAL and endpoint.method == _USUAL[endpoint.purpose][0]


def served(endpoints: tuple[Endpoint, ...]) -> tuple[ServedEndpoint, ...]:
    """The endpoints of the brief that the service answers at; the first of each purpose."""
    first = {endpoint.purpose: endpoint for endpoint in reversed(endpoints) if is_served(endpoint)}
    return tuple(
        ServedEndpoint(
            fact=f"endpoint:{endpoint.method} {endpoint.path}", method=endpoint.method.lower(), path=endpoint.path
        )
        for endpoint in endpoints
        if first.get(endpoint.purpose) == endpoint
    )
