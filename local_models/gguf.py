"""Reads the header of a GGUF file: its metadata and the shapes of its tensors, without llama.cpp. Called by model_file.

The format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, versions 2 and 3, of which only the little-endian one is
in use. A file may come from anywhere, so every length is checked against what is left of it before anything is read.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path

from engines.kernel.errors import NotFound, Unavailable, UserError

MAGIC = b"GGUF"
VERSIONS = (2, 3)
MOST_DIMENSIONS = 8
_SCALARS = ("<B", "<b", "<H", "<h", "<I", "<i", "<f", "<?", None, None, "<Q", "<q", "<d")
"""How the types 0 to 12 of values are packed; 8 is a text, 9 an array."""
_TEXT, _ARRAY = 8, 9

Scalar = str | int | float | bool
Value = Scalar | Sequence[Scalar]


class NotGguf(UserError):
    """The file is no GGUF file, or a broken one."""


@dataclass(frozen=True, kw_only=True)
class Tensor:
    """One tensor: its dimensions, and the number of its type in ggml."""

    name: str
    shape: tuple[int, ...]
    type: int

    @property
    def elements(self) -> int:
        return prod(self.shape)


@dataclass(frozen=True, kw_only=True)
class Header:
    """What stands before the weights."""

    version: int
    metadata: Mapping[str, Value]
    tensors: Sequence[Tensor]


class _Reader:
    """A place in the file; every read is checked against its end."""

    def __init__(self, data: mmap.mmap, path: Path) -> None:
        self.data, self.path, self.at = data, path, 0

    def take(self, count: int) -> bytes:
        if count > len(self.data) - self.at:
            raise NotGguf(
                f"'{self.path}' ends in the middle of its header.", hint="It was not fully downloaded; get it again."
            )
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, form: str) -> int:
        return int(self.scalar(form))

    def scalar(self, form: str) -> int | float | bool:
        value: int | float | bool = struct.unpack(form, self.take(struct.calcsize(form)))[0]
        return value

    def text(self) -> str:
        return self.take(self.number("<Q")).decode("utf-8", errors="replace")

    def value(self) -> Value:
        kind = self.number("<I")
        return self.array() if kind == _ARRAY else self.single(kind)

    def single(self, kind: int) -> Scalar:
        return self.text() if kind == _TEXT else self.scalar(self.form(kind))

    def form(self, kind: int) -> str:
        form = _SCALARS[kind] if kind < len(_SCALARS) else None
        if form is None:
            raise NotGguf(
                f"'{self.path}' holds a value of the type {kind}, which GGUF does not have.",
                hint="The file is broken; get it again.",
            )
        return form

    def array(self) -> Sequence[Scalar]:
        kind, count = self.number("<I"), self.number("<Q")
        if kind == _TEXT:
            if count * 8 > len(self.data) - self.at:  # each has at least its length
                self.take(count * 8)
            return [self.text() for _ in range(count)]
        form = self.form(kind)
        return [value for (value,) in struct.iter_unpack(form, self.take(count * struct.calcsize(form)))]

    def tensor(self) -> Tensor:
        name, dimensions = self.text(), self.number("<I")
        if dimensions > MOST_DIMENSIONS:
            raise NotGguf(
                f"'{self.path}' holds a tensor of {dimensions} dimensions.", hint="The file is broken; get it again."
            )
        shape = tuple(self.number("<Q") for _ in range(dimensions))
        kind = self.number("<I")
        self.take(8)  # where its weights begin
        return Tensor(name=name, shape=shape, type=kind)


def read_header(path: Path) -> Header:
    """The header of a file; NotFound without the file, Unavailable if it can't be read, NotGguf for anything else than GGUF 2 or 3."""
    try:
        with path.open("rb") as file:
            if file.read(4) != MAGIC:
                raise NotGguf(f"'{path}' is no GGUF file.", hint="Models for this machine are files that end in .gguf.")
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return _read(_Reader(data, path))
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise NotFound(f"There is no file '{path}'.", hint="Give the path of a GGUF file.") from error
    except OSError as error:
        raise Unavailable(f"'{path}' can't be read: {error.strerror}.", hint="Check who may read it.") from error


def _read(reader: _Reader) -> Header:
    reader.take(4)
    version = reader.number("<I")
    if version not in VERSIONS:
        raise NotGguf(
            f"'{reader.path}' is GGUF of version {version}; 2 and 3 can be read.",
            hint="Convert the model anew with a llama.cpp of today.",
        )
    tensors, values = reader.number("<Q"), reader.number("<Q")
    metadata = {reader.text(): reader.value() for _ in range(values)}
    return Header(version=version, metadata=metadata, tensors=[reader.tensor() for _ in range(tensors)])
