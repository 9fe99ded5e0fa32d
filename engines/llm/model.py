"""What the router knows of a model: where it answers, what it can do, what it costs. Values; the catalogue and people write them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from engines.kernel.errors import QuantumLayerError, Unavailable, UserError

Tier = Literal["tiny", "small", "medium", "large", "frontier"]
Provider = Literal[
    "openai",
    "anthropic",
    "bedrock",
    "azure",
    "gemini",
    "vertex",
    "groq",
    "huggingface",
    "ollama",
    "vllm",
    "llamacpp",
    "compatible",
    "local",
]
MILLION = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Price:
    """Micro-dollars a token, which is dollars a million tokens: read, read again from the provider's cache, written."""

    read: float
    written: float
    cached: float


FREE = Price(read=0, written=0, cached=0)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a model can do: tokens of context and of its longest answer, and more. A price that nobody told is None.

    `tier` says how good it is believed to be before its outcomes tell; `as_of` the date of these facts, empty for guesses.
    """

    context: int
    longest: int
    tools: bool = False
    json: bool = False
    images: bool = False
    embeds: bool = False
    price: Price | None = None
    tier: Tier = "small"
    as_of: str = ""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Requests and tokens a minute that a provider grants; 0: unknown, none is kept."""

    requests: int = 0
    tokens: int = 0


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """A model that somebody set up: `model` is its name at the provider, `name` the one it has here.

    Deployments with the same `equal` answer alike and share the calls by their `weight`. `region` and `version` are what
    some providers want besides an address. `here`: nothing that it is asked leaves this machine.
    """

    name: str
    provider: Provider
    model: str
    facts: Facts
    base: str = ""
    region: str = ""
    version: str = ""
    equal: str = ""
    weight: int = 1
    limits: Limits = field(default_factory=Limits)
    here: bool = False

    @property
    def group(self) -> str:
        """What its outcomes are counted under, with those of its equals."""
        return self.equal or self.name


class TimedOut(Unavailable):
    """A model took longer than it was given."""


class BrokenOff(Unavailable):
    """An answer ended in its middle, or in something that is not the provider's protocol."""


class TooLong(UserError):
    """What is asked does not fit into a model's context."""


class NotAccepted(QuantumLayerError):
    """A provider refuses the question itself; asking it again changes nothing."""
