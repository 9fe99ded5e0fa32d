"""Whether a model fits this machine, from its shape and what the machine has left. Pure; called by the services and the pool.

An estimate that errs on the careful side: the cache is counted for the whole context, and a card's memory is never planned
to the last byte. Weights are mapped from their file, so too little memory shows as slowness before it shows as failure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from local_models.hardware import Hardware

BATCH = 256
"""Tokens of a prompt that are computed at once; the worker is started with it."""
SHORTEST, USUAL = 2048, 8192
"""Tokens of context: the least that is worth loading a model for, and what it is loaded with unless more is asked for."""
_PROCESS = 150 << 20
"""Python, llama.cpp and the vocabulary."""
_CARD_RESERVE = 300 << 20
_COMFORT, _CARD_COMFORT = 0.85, 0.95
_FLOAT, _MARGIN = 4, 1.15
Verdict = Literal["fits", "tight", "does_not_fit"]


class Shape(Protocol):
    """What the estimate knows of a model: a `ModelFile`, or a variant of the catalogue."""

    @property
    def size(self) -> int: ...
    @property
    def context(self) -> int: ...
    @property
    def layers(self) -> int: ...
    @property
    def embedding(self) -> int: ...
    @property
    def heads(self) -> int: ...
    @property
    def vocabulary(self) -> int: ...
    @property
    def kv_per_token(self) -> int: ...


@dataclass(frozen=True, kw_only=True)
class Need:
    """What a loaded model takes, in bytes: its weights, the cache for a context, room to compute in, the process itself."""

    weights: int
    cache: int
    compute: int
    process: int

    @property
    def total(self) -> int:
        return self.weights + self.cache + self.compute + self.process


@dataclass(frozen=True, kw_only=True)
class Fit:
    """A verdict on one context: bytes that it needs in memory and on cards, of those that are free, and how many of the
    layers a card takes. `longest` is the longest context that would fit, 0 where none does."""

    verdict: Verdict
    context: int
    need: Need
    memory: int
    memory_free: int
    card: int
    card_free: int
    gpu_layers: int
    longest: int


def need_of(shape: Shape, context: int) -> Need:
    """What a model needs for a context, with everything in one memory."""
    widest = max(shape.vocabulary, shape.heads * context) + 8 * shape.embedding
    return Need(
        weights=shape.size,
        cache=shape.kv_per_token * context,
        compute=int(BATCH * widest * _FLOAT * _MARGIN),
        process=_PROCESS,
    )


def usual_context(shape: Shape) -> int:
    """The context that a model is loaded with when nobody asks for another."""
    return min(USUAL, shape.context) if shape.context else USUAL


def fit(shape: Shape, hardware: Hardware, *, context: int = 0, offload: bool = True) -> Fit:
    """How a model fits with a context (the usual one if 0); `offload` tells whether llama.cpp can use the cards here."""
    wanted = context or usual_context(shape)
    found = _placed(shape, hardware, wanted, offload=offload)
    return found if found.verdict == "fits" else _with_longest(found, shape, hardware, offload=offload)


def contexts(shape: Shape) -> Sequence[int]:
    """The contexts worth trying, from the model's own downwards by halves."""
    own = shape.context or USUAL
    tried = [own]
    while tried[-1] // 2 >= SHORTEST:
        tried.append(tried[-1] // 2)
    return tried


def _with_longest(found: Fit, shape: Shape, hardware: Hardware, *, offload: bool) -> Fit:
    for context in contexts(shape):
        if context < found.context and _placed(shape, hardware, context, offload=offload).verdict != "does_not_fit":
            longest = context
            break
    else:
        longest = found.longest
    return Fit(**{**vars(found), "longest": longest})


def _placed(shape: Shape, hardware: Hardware, context: int, *, offload: bool) -> Fit:
    need = need_of(shape, context)
    cards = [card for card in hardware.gpus if offload and card.kind != "metal"]
    card_free = sum(max(0, int(card.memory_free * _CARD_COMFORT) - _CARD_RESERVE) for card in cards)
    shared = offload and any(card.kind == "metal" for card in hardware.gpus)
    layers = shape.layers + 1 if shared else _layers_on(card_free - need.compute, shape, need)
    share = 0.0 if shared else layers / (shape.layers + 1)
    card = int((need.weights + need.cache) * share) + (need.compute if share else 0)
    memory = need.total - int((need.weights + need.cache) * share) - (need.compute if share == 1 else 0)
    verdict: Verdict = "does_not_fit"
    if memory <= hardware.memory_free:
        verdict = "fits" if memory <= hardware.memory_free * _COMFORT else "tight"
    return Fit(
        verdict=verdict,
        context=context,
        need=need,
        memory=memory,
        memory_free=hardware.memory_free,
        card=card,
        card_free=card_free,
        gpu_layers=layers,
        longest=0 if verdict == "does_not_fit" else context,
    )


def _layers_on(room: int, shape: Shape, need: Need) -> int:
    """How many layers, the output counted as one, go on cards with that much room."""
    each = (need.weights + need.cache) / (shape.layers + 1)
    return max(0, min(shape.layers + 1, int(room / each))) if each else 0
