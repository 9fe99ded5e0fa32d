"""The interfaces in `collection/` and `fresh/`, and which of them are held out from those who build the generator."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from tests.openapi.document import Document
from tests.openapi.model import Attacks, CaseError, Functional, Step, read

ROOT = Path(__file__).parent / "collection"
FRESH = Path(__file__).parent / "fresh"
PROSE = Path(__file__).parent / "prose"


def held_out(name: str) -> bool:
    """Whether the interface `name` belongs to the third that implementers see the totals of only; of fresh ones none does."""
    return folder_of(name).parent == ROOT and int(sha256(name.encode()).hexdigest(), 16) % 3 == 0


@dataclass(frozen=True, kw_only=True)
class Interface:
    name: str
    document: Document
    text: str
    functional: Functional
    attacks: Attacks

    @property
    def fragments(self) -> dict[str, list[Step]]:
        """The named runs of steps; those of the functional cases serve the attacks as well."""
        return {**self.functional.fragments, **self.attacks.fragments}


def names() -> list[str]:
    return sorted(path.name for path in ROOT.iterdir() if path.is_dir())


def fresh_names() -> list[str]:
    return sorted(path.name for path in FRESH.iterdir() if path.is_dir())


def folder_of(name: str) -> Path:
    """Where the interface `name` is kept."""
    return next((root / name for root in (ROOT, FRESH) if (root / name).is_dir()), ROOT / name)


@cache
def interface(name: str) -> Interface:
    """The interface `name`; `text` is empty where it has none. Raises CaseError where a file is missing or breaks the form."""
    folder = folder_of(name)
    if not folder.is_dir():
        raise CaseError(f"{name}: no such interface; there are {', '.join((*names(), *fresh_names()))}")
    functional = read(folder / "functional.yaml", Functional)
    attacks = read(folder / "attacks.yaml", Attacks)
    assert isinstance(functional, Functional)
    assert isinstance(attacks, Attacks)
    return Interface(
        name=name,
        document=Document.read(next(folder.glob("openapi.*"))),
        text=text.read_text(encoding="utf-8") if (text := folder / "text.md").is_file() else "",
        functional=functional,
        attacks=attacks,
    )


@cache
def prose(name: str) -> Interface:
    """The interface `name` of those that are told in prose alone: it has functional cases and no document."""
    folder = PROSE / name
    functional = read(folder / "functional.yaml", Functional)
    assert isinstance(functional, Functional)
    return Interface(
        name=name,
        document=Document(raw={"openapi": "3.1.0", "paths": {}}),
        text=(folder / "text.md").read_text(encoding="utf-8"),
        functional=functional,
        attacks=Attacks.model_construct(fragments={}, cases=[]),
    )


def prose_names() -> list[str]:
    """The interfaces that are told in prose alone."""
    return sorted(path.name for path in PROSE.iterdir() if path.is_dir())
