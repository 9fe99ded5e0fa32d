"""The interfaces in `collection/`, and which of them are held out from those who build the generator."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from tests.openapi.document import Document
from tests.openapi.model import Attacks, CaseError, Functional, Step, read

ROOT = Path(__file__).parent / "collection"


def held_out(name: str) -> bool:
    """Whether the interface `name` belongs to the third that implementers see the totals of only."""
    return int(sha256(name.encode()).hexdigest(), 16) % 3 == 0


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


@cache
def interface(name: str) -> Interface:
    """The interface `name`. Raises CaseError where a file is missing or breaks the form."""
    folder = ROOT / name
    if not folder.is_dir():
        raise CaseError(f"{name}: no such interface; there are {', '.join(names())}")
    functional = read(folder / "functional.yaml", Functional)
    attacks = read(folder / "attacks.yaml", Attacks)
    assert isinstance(functional, Functional)
    assert isinstance(attacks, Attacks)
    return Interface(
        name=name,
        document=Document.read(next(folder.glob("openapi.*"))),
        text=(folder / "text.md").read_text(encoding="utf-8"),
        functional=functional,
        attacks=attacks,
    )
