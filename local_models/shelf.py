"""The models that this machine has: where each file lies, where it came from, and its digest. Called by the services.

The book is a small JSON file in the data directory. Files that were added by path stay where they are and are never deleted;
those that were downloaded lie in a folder of ours.
"""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from engines.kernel.errors import Conflict, NotFound, QuantumLayerError, UserError
from local_models.model_file import ModelFile, parts_of, read_model

VERSION = 1
NAME = re.compile(r"^[a-z0-9][a-z0-9._-]{0,79}(:[a-z0-9_]{1,20})?$")
_LIST = "`ql models local list` shows which there are."


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A model on the shelf. `sha256` is empty for a file that nobody took the digest of; `checked`: the digest is the one that the
    source or the catalogue gives; `origin` is the address it came from, empty for a file that was added by path."""

    name: str
    path: str
    origin: str = ""
    sha256: str = ""
    checked: bool = False


@dataclass(frozen=True, kw_only=True)
class _Book:
    version: int
    models: Sequence[Entry]


class Shelf:
    """The models of one data directory."""

    def __init__(self, *, folder: Path) -> None:
        self.folder = folder
        self._book = folder / "shelf.json"
        self._lock = threading.Lock()
        self._read: dict[tuple[str, int, int], ModelFile] = {}

    def list(self) -> Sequence[Entry]:
        """All models, by name."""
        return sorted(self._entries().values(), key=lambda entry: entry.name)

    def names(self) -> Sequence[str]:
        """The names of all models; none while the list can't be read."""
        try:
            return [entry.name for entry in self.list()]
        except QuantumLayerError:
            return ()

    def get(self, name: str) -> Entry:
        found = self._entries().get(name)
        if found is None:
            raise NotFound(f"This machine has no model '{name}'.", hint=_LIST)
        return found

    def model(self, name: str) -> ModelFile:
        """What the file of a model says; NotFound when it is gone, NotGguf when it is broken."""
        path = Path(self.get(name).path)
        if not path.is_file():
            raise NotFound(
                f"The file '{path}' of the model {name} is gone.",
                hint=f"Put it back, or forget the model: `ql models local remove {name}`.",
            )
        about = path.stat()
        key = (str(path), about.st_mtime_ns, about.st_size)
        if key not in self._read:
            self._read[key] = read_model(path)
        return self._read[key]

    def add(self, path: Path, *, name: str = "", origin: str = "", sha256: str = "", checked: bool = False) -> Entry:
        """Puts a model's file on the shelf; NotGguf for another file, Conflict for a name that is taken."""
        read_model(path)
        entry = Entry(name=_named(name or path.stem), path=str(path), origin=origin, sha256=sha256, checked=checked)
        with self._lock:
            entries = dict(self._entries())
            taken = entries.get(entry.name)
            if taken is not None and taken.path != entry.path:
                raise Conflict(
                    f"The name '{entry.name}' is that of '{taken.path}'.", hint="Choose another with --name."
                )
            self._write({**entries, entry.name: entry})
        return entry

    def remove(self, name: str) -> int:
        """Forgets a model, and deletes its file where it lies in our folder; the bytes that this freed."""
        with self._lock:
            entry = self.get(name)
            self._write({key: other for key, other in self._entries().items() if key != name})
        path = Path(entry.path)
        if not path.is_file() or self.folder.resolve() not in path.resolve().parents:
            return 0
        freed = 0
        for part in parts_of(path):
            freed += part.stat().st_size
            part.unlink()
        return freed

    def _entries(self) -> Mapping[str, Entry]:
        try:
            book = TypeAdapter(_Book).validate_json(self._book.read_bytes())
        except FileNotFoundError:
            return {}
        except ValidationError as error:
            raise QuantumLayerError(
                f"The list of models '{self._book}' can't be read.",
                hint="Mend it, or delete it and add the models anew.",
            ) from error
        if book.version > VERSION:
            raise UserError(
                f"The list of models is of version {book.version}; this release knows {VERSION}.",
                hint="Install a newer QuantumLayer.",
            )
        return {entry.name: entry for entry in book.models}

    def _write(self, entries: Mapping[str, Entry]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        book = {"version": VERSION, "models": [asdict(entry) for entry in entries.values()]}
        fresh = self._book.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(book, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._book)


def _named(text: str) -> str:
    """A name from what a person gave, or from that of a file."""
    name = re.sub(r"[^a-z0-9._:-]+", "-", text.lower()).strip("-.:")
    if not NAME.match(name):
        raise UserError(
            f"'{text}' can't be a model's name.", hint="Use letters, digits, dots and dashes, such as my-model:q4_k_m."
        )
    return name
