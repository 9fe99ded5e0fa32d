"""How a model is to be loaded on a machine as it is: pure; called by the pool."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engines.kernel.errors import Unavailable
from local_models.child import Load
from local_models.fit import BATCH, SHORTEST, fit
from local_models.hardware import Hardware
from local_models.model_file import ModelFile

_HEADROOM, _HEADROOM_SHARE = 512 << 20, 1.5
"""What a worker may take beyond its estimate before it is ended."""


class NoRoom(Unavailable):
    """The memory that is free is too little for the model."""


def plan_load(
    model: ModelFile,
    name: str,
    hardware: Hardware,
    *,
    context: int = 0,
    offload: bool = True,
    limit: int = 0,
    beside: Iterable[Load] = (),
) -> Load:
    """With this context, or with the usual one, or with what of that fits; NoRoom where nothing does.

    `beside` are the models that are loaded: the system counts what they have mapped as memory that it could take back, and
    so it could, but they would crawl. `limit`: bytes after which the worker is ended; half as much again as the estimate if 0.
    """
    mapped = sum(load.mapped for load in beside)
    hardware = replace(hardware, memory_free=max(0, hardware.memory_free - mapped))
    found = fit(model, hardware, context=context, offload=offload)
    if found.verdict == "does_not_fit" and not context and found.longest >= SHORTEST:
        found = fit(model, hardware, context=found.longest, offload=offload)
    if found.verdict == "does_not_fit":
        raise NoRoom(
            f"The model {name} needs {found.memory / 1e9:.1f} GB of memory with a context of {found.context} tokens, "
            f"and {found.memory_free / 1e9:.1f} GB are free.",
            hint="Choose a smaller model or quantisation; `ql models local fit` shows what fits.",
        )
    return Load(
        name=name,
        path=model.path,
        context=found.context,
        gpu_layers=found.gpu_layers,
        threads=hardware.cores,
        batch=BATCH,
        mapped=found.need.weights * (model.layers + 1 - found.gpu_layers) // (model.layers + 1),
        memory=limit or int(found.need.total * _HEADROOM_SHARE) + _HEADROOM,
    )
