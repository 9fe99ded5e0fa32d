"""Models on this machine: which there are, what fits, add, fetch, remove. Called by the routes.

Fetching one is the durable run `model.download`: it can be followed and cancelled, and goes on after a kill of the engine.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from engines.kernel.errors import NotFound, QuantumLayerError, Unavailable
from engines.kernel.events import Json
from engines.kernel.jobs import JobEngine, RunContext
from local_models import catalogue
from local_models.catalogue import Variant, choose, smaller_that_fit, variants
from local_models.download import TIMEOUT, Download, Progress
from local_models.fit import Fit, fit
from local_models.hardware import Hardware
from local_models.model_file import ModelFile, read_model
from local_models.ollama import find_ollama
from local_models.pool import Workers
from local_models.runtime import Runtime
from local_models.shelf import Entry, Shelf

KIND = "model.download"
STEPS, UNKNOWN_STEP = 50, 100_000_000


class OnDevice:
    """The use case over the shelf, the pool of loaded models and the runtime; `source` is a mirror or the catalogue's own."""

    def __init__(
        self,
        *,
        shelf: Shelf,
        workers: Workers,
        jobs: JobEngine,
        look: Callable[[], Hardware],
        runtime: Callable[[], Runtime],
        source: str,
        ollama: str,
    ) -> None:
        self._shelf, self._workers, self._jobs = shelf, workers, jobs
        self._look, self._runtime = look, runtime
        self._source, self._ollama = source or catalogue.source(), ollama

    async def __call__(self, context: RunContext, arguments: Mapping[str, Json]) -> Json:
        """The workflow: fetches the variant that the arguments name."""
        variant = variants()[str(arguments["name"])]
        return await context.step("download", partial(self._fetch, context, variant))

    async def overview(self) -> dict[str, Any]:
        """The machine, its models, the catalogue with how each fits, what is loaded, and Ollama if it runs here."""
        peer = await find_ollama(self._ollama)
        hardware, runtime, fault = await asyncio.to_thread(self._machine)
        offload = runtime is not None and runtime.offload
        return {
            "hardware": asdict(hardware),
            "runtime": {
                "ready": runtime is not None,
                "release": runtime.release if runtime else "",
                "offload": offload,
                "fault": str(fault or ""),
                "hint": fault.hint if fault else "",
            },
            "models": await asyncio.to_thread(self._shown, hardware, offload),
            "catalogue": [
                {**_variant(each), "verdict": fit(each, hardware, offload=offload).verdict}
                for each in variants().values()
            ],
            "loaded": [asdict(each) for each in self._workers.loaded()],
            "ollama": asdict(peer) if peer else None,
        }

    async def fit(self, wanted: str, context: int) -> dict[str, Any]:
        """How a model of the shelf or the catalogue, or a GGUF file by its path, fits this machine, and what else would."""
        hardware, runtime, _ = await asyncio.to_thread(self._machine)
        offload = runtime is not None and runtime.offload
        shape = await asyncio.to_thread(self._shape, wanted, hardware, offload)
        found = fit(shape, hardware, context=context, offload=offload)
        offers = smaller_that_fit(shape.size, hardware, offload=offload) if found.verdict != "fits" else ()
        return {
            "name": shape.name if isinstance(shape, Variant) else wanted,
            **_fit(found),
            "offers": [{**_variant(offer.variant), **_fit(offer.fit)} for offer in offers],
        }

    async def add(self, path: Path, name: str) -> dict[str, Any]:
        """Puts a GGUF file of this machine on the shelf, where it lies."""
        entry = await asyncio.to_thread(partial(self._shelf.add, path, name=name))
        return _model(entry, await asyncio.to_thread(self._shelf.model, entry.name))

    async def remove(self, name: str) -> int:
        """Forgets a model, which leaves the memory before; bytes of the disk that this freed."""
        await asyncio.to_thread(self._shelf.get, name)
        await self._workers.unload(name)
        return await asyncio.to_thread(self._shelf.remove, name)

    async def unload(self, name: str) -> None:
        """Takes a model out of memory."""
        await self._workers.unload(name)

    async def start_download(self, wanted: str) -> dict[str, str]:
        """Starts to fetch a model of the catalogue, in the quantisation that fits best if none is named: the run and the name."""
        hardware, runtime, _ = await asyncio.to_thread(self._machine)
        variant = choose(wanted, hardware, offload=runtime is not None and runtime.offload)
        for run in await self._jobs.list(limit=1000):
            if run.kind == KIND and run.status in ("queued", "running") and run.arguments["name"] == variant.name:
                return {"run": run.id, "name": variant.name}
        return {"run": await self._jobs.start(KIND, {"name": variant.name}), "name": variant.name}

    def busy(self) -> bool:
        """Whether a model is at work."""
        return self._workers.busy()

    async def close(self) -> None:
        """Ends the processes of all models."""
        await self._workers.close()

    async def _fetch(self, context: RunContext, variant: Variant) -> dict[str, Json]:
        target = self._shelf.folder / variant.model / variant.file
        async with httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=True) as http:
            address = variant.address(self._source)
            download = Download(http=http, address=address, target=target, sha256=variant.sha256)
            fetched = await download.fetch(_telling(context))
        try:
            await asyncio.to_thread(
                partial(
                    self._shelf.add,
                    target,
                    name=variant.name,
                    origin=address,
                    sha256=fetched.sha256,
                    checked=fetched.checked,
                )
            )
        except QuantumLayerError:
            await asyncio.to_thread(target.unlink)
            raise
        return {"name": variant.name, "path": str(target), "sha256": fetched.sha256, "checked": fetched.checked}

    def _machine(self) -> tuple[Hardware, Runtime | None, Unavailable | None]:
        hardware = self._look()
        try:
            return hardware, self._runtime(), None
        except Unavailable as error:
            return hardware, None, error

    def _shape(self, wanted: str, hardware: Hardware, offload: bool) -> ModelFile | Variant:
        if wanted.startswith("/"):
            return read_model(Path(wanted))
        try:
            return self._shelf.model(wanted)
        except NotFound:
            return choose(wanted, hardware, offload=offload)

    def _shown(self, hardware: Hardware, offload: bool) -> list[dict[str, Any]]:
        return [self._one(entry, hardware, offload) for entry in self._shelf.list()]

    def _one(self, entry: Entry, hardware: Hardware, offload: bool) -> dict[str, Any]:
        try:
            model = self._shelf.model(entry.name)
        except QuantumLayerError as error:
            return {**asdict(entry), "fault": str(error), "verdict": "does_not_fit"}
        return {**_model(entry, model), "verdict": fit(model, hardware, offload=offload).verdict}


def _telling(context: RunContext) -> Callable[[Progress], None]:
    """Tells of a download at every fiftieth of it, or every hundred megabytes where its size is not known."""
    last = -1

    def tell(progress: Progress) -> None:
        nonlocal last
        step = progress.done * STEPS // progress.total if progress.total else progress.done // UNKNOWN_STEP
        if step != last:
            last = step
            about: dict[str, Json] = {"done": progress.done, "total": progress.total}
            context.emit("download.progress", about, key=f"download:{step}")

    return tell


def _model(entry: Entry, model: ModelFile) -> dict[str, Any]:
    return {**asdict(model), **asdict(entry), "title": model.name, "fault": ""}


def _variant(variant: Variant) -> dict[str, Any]:
    names = ("name", "model", "title", "licence", "quantisation", "size", "context", "fill_in", "sha256")
    return {name: getattr(variant, name) for name in names}


def _fit(found: Fit) -> dict[str, Any]:
    return {**asdict(found), "need": {**asdict(found.need), "total": found.need.total}}
