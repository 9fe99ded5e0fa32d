"""The models worth running on one's own machine, and which of them fits it best. Called by the services.

Data: resources/local_models/catalogue.yaml. A variant is one model in one quantisation, which is one file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from pydantic import TypeAdapter

from engines.kernel.errors import NotFound
from local_models.fit import Fit, fit
from local_models.hardware import Hardware
from local_models.model_file import KV_BYTES


@dataclass(frozen=True, kw_only=True)
class _Shape:
    layers: int
    embedding: int
    heads: int
    kv_heads: int
    head: int
    vocabulary: int


@dataclass(frozen=True, kw_only=True)
class _File:
    file: str
    size: int
    sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class _Entry:
    title: str
    licence: str
    repository: str
    context: int
    shape: _Shape
    files: Mapping[str, _File]
    fill_in: bool = False


@dataclass(frozen=True, kw_only=True)
class _Page:
    source: str
    models: Mapping[str, _Entry]


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One file of the catalogue: `name` is MODEL:QUANTISATION. `size` in bytes is rounded, `sha256` may be empty."""

    name: str
    model: str
    title: str
    licence: str
    quantisation: str
    place: str
    size: int
    sha256: str
    context: int
    layers: int
    embedding: int
    heads: int
    vocabulary: int
    kv_per_token: int
    fill_in: bool

    @property
    def file(self) -> str:
        return self.place.rsplit("/", 1)[-1]

    def address(self, source: str) -> str:
        """Where the file lies at a source or a mirror of it."""
        return f"{source.rstrip('/')}/{self.place}"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A variant, and how it fits this machine."""

    variant: Variant
    fit: Fit


def source() -> str:
    """Where the catalogue's files lie unless a mirror is set."""
    return _page().source


@cache
def variants() -> Mapping[str, Variant]:
    """All variants by name, the models as they are listed and the smaller files of each first."""
    found = [
        _variant(name, entry, quantisation, file)
        for name, entry in _page().models.items()
        for quantisation, file in sorted(entry.files.items(), key=lambda pair: pair[1].size)
    ]
    return {variant.name: variant for variant in found}


def choose(wanted: str, hardware: Hardware, *, offload: bool) -> Variant:
    """The variant of a name; of a model named without one the largest that fits, or its smallest. NotFound otherwise."""
    if wanted in variants():
        return variants()[wanted]
    of_model = [variant for variant in variants().values() if variant.model == wanted]
    if not of_model:
        raise NotFound(
            f"The catalogue has no model '{wanted}'.",
            hint="`ql models local list` shows which there are; any GGUF file can be added by its path.",
        )
    fitting = [variant for variant in of_model if fit(variant, hardware, offload=offload).verdict == "fits"]
    return fitting[-1] if fitting else of_model[0]


def smaller_that_fit(size: int, hardware: Hardware, *, offload: bool, most: int = 3) -> Sequence[Offer]:
    """What of the catalogue fits this machine and is smaller than something that does not, the largest first."""
    smaller = (variant for variant in variants().values() if variant.size < size)
    offers = (Offer(variant=each, fit=fit(each, hardware, offload=offload)) for each in smaller)
    fitting = [offer for offer in offers if offer.fit.verdict == "fits"]
    return sorted(fitting, key=lambda offer: offer.variant.size, reverse=True)[:most]


@cache
def _page() -> _Page:
    text = files("resources").joinpath("local_models", "catalogue.yaml").read_text(encoding="utf-8")
    return TypeAdapter(_Page).validate_python(yaml.safe_load(text))


def _variant(name: str, entry: _Entry, quantisation: str, file: _File) -> Variant:
    shape = entry.shape
    return Variant(
        name=f"{name}:{quantisation.lower()}",
        model=name,
        title=entry.title,
        licence=entry.licence,
        quantisation=quantisation,
        place=f"{entry.repository}/resolve/main/{file.file}",
        size=file.size,
        sha256=file.sha256,
        context=entry.context,
        layers=shape.layers,
        embedding=shape.embedding,
        heads=shape.heads,
        vocabulary=shape.vocabulary,
        kv_per_token=shape.layers * shape.kv_heads * shape.head * 2 * KV_BYTES,
        fill_in=entry.fill_in,
    )
