"""A revision as a file, from the tables before and after. Public through the room's `revise`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engines.qlayer.blueprints import templates
from engines.qlayer.migration.difference import difference
from engines.qlayer.migration.model import Moves, Step
from engines.qlayer.migration.tables import Table

FOLDER = "migrations/versions"
_LONGEST = 40
_TEMPLATE = "/python-fastapi/migrations/change.py.jinja"


@dataclass(frozen=True, kw_only=True)
class Revision:
    """The name of a revision, the one below it, and what it is for."""

    number: str
    below: str
    says: str

    @property
    def path(self) -> str:
        """Where its file lies."""
        words = re.sub(r"[^a-z0-9]+", "_", self.says.lower()).strip("_")[:_LONGEST].rstrip("_")
        return f"{FOLDER}/{self.number}_{words or 'change'}.py"


def revision_file(
    revision: Revision, blueprint: str, old: Sequence[Table], new: Sequence[Table], moves: Moves
) -> dict[str, str]:
    """The file that leads from some tables to others; none where they are alike."""
    steps = difference(old, new, moves)
    return _written(revision, blueprint, steps) if steps else {}


def undoing_file(revision: Revision, blueprint: str, undone: Sequence[str]) -> dict[str, str]:
    """The file that takes back revisions, given newest first."""
    newest = ", ".join(f'"{number}"' for number in undone)
    oldest = ", ".join(f'"{number}"' for number in reversed(undone))
    return _written(revision, blueprint, [Step(up=f"take_back({newest})", down=f"do_again({oldest})")])


def _written(revision: Revision, blueprint: str, steps: Sequence[Step]) -> dict[str, str]:
    template = templates(blueprint).get_template(_TEMPLATE)
    forward = [step.up for step in steps if step.up]
    back = [step.down for step in reversed(steps) if step.down]
    said = "\n".join((*forward, *back))
    used = [name for name in _STEPS if re.search(rf"\b{name}\b(?=[(,)])", said)]
    return {revision.path: template.render(revision=revision, forward=forward, back=back, used=used)}


_STEPS = (
    "add_column", "altered", "create_table", "decode", "do_again", "drop_column", "drop_table", "guard",
    "own_number", "own_text", "own_uuid", "recode", "require", "retype_column", "take_back", "unguard",
)  # fmt: skip
