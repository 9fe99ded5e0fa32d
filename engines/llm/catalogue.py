"""What is known of models without asking anybody: data under resources/models, each file with its date and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from pydantic import TypeAdapter

from engines.llm.model import FREE, Facts, Provider
from engines.llm.route import Tastes

SERVERS: frozenset[Provider] = frozenset({"ollama", "vllm", "llamacpp", "local"})
"""Whoever runs models of one's own; a token costs nothing there."""
UNKNOWN = Facts(context=8192, longest=2048)
SHELVES: tuple[Provider, ...] = ("openai", "anthropic", "bedrock", "gemini", "vertex", "groq")
_FACTS = TypeAdapter(Facts)


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """One provider's models as a file tells them."""

    as_of: date
    source: str
    models: Mapping[str, Facts]


def facts_of(provider: Provider, model: str) -> Facts:
    """What the catalogue knows of a model; a careful guess with an empty `as_of` for one that it does not know."""
    if provider in SHELVES:
        return shelf(provider).models.get(model, UNKNOWN)
    if provider == "azure":
        return shelf("openai").models.get(model, UNKNOWN)
    facts = _family(model.rpartition("/")[2].lower())
    if provider in SERVERS:
        return replace(facts, price=FREE)
    return facts if facts.as_of else UNKNOWN


def known(provider: Provider) -> list[str]:
    """The models of a provider that the catalogue knows."""
    return list(shelf(provider).models) if provider in SHELVES else []


@cache
def shelf(provider: Provider) -> Shelf:
    """The file of one provider."""
    raw = _read(provider)
    models = {name: _facts(row, raw["as_of"]) for name, row in raw["models"].items()}
    return Shelf(as_of=raw["as_of"], source=raw["source"], models=models)


@cache
def tastes() -> Tastes:
    """How kinds of tasks are routed, and where tiers begin."""
    return TypeAdapter(Tastes).validate_python(_read("routing"))


@cache
def _families() -> Mapping[str, Facts]:
    raw = _read("families")
    return {name: _facts(row, raw["as_of"] if name else None) for name, row in raw["families"].items()}


def _family(model: str) -> Facts:
    return _families()[max((name for name in _families() if model.startswith(name)), key=len)]


def _facts(row: Mapping[str, Any], as_of: date | None) -> Facts:
    return _FACTS.validate_python({**row, "as_of": as_of.isoformat() if as_of else ""})


def _read(name: str) -> Any:
    return yaml.safe_load(files("resources").joinpath("models", f"{name}.yaml").read_text(encoding="utf-8"))
