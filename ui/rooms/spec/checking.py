"""What keeps a specification from being built, by its lines. Asked of the engine; used by the YAML tab and by corrections."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from app.client.errors import Refused
from ui.engine import EngineLink
from ui.language import say
from ui.retelling import retell

_LINE = re.compile(r"line (?P<line>\d+)(?: at |: )")
GRAVE = ("critical", "high")


@dataclass(frozen=True)
class Checked:
    """`faults` keep it from being built, `remarks` do not; both are by line, from 1."""

    faults: dict[int, str] = field(default_factory=dict)
    remarks: dict[int, str] = field(default_factory=dict)

    @property
    def first(self) -> str:
        """The first fault in words; '' when there is none."""
        line = min(self.faults, default=0)
        return say("Line {n}: {why}", n=line, why=self.faults[line]) if line else ""


async def checked(link: EngineLink, text: str) -> Checked:
    """Asks the engine; EngineError only when it can't be asked."""
    try:
        found = await link.ask("POST", "/specs/check", body={"spec": text}, as_said=True)
    except Refused as refusal:
        return Checked(faults=dict([fault_of(str(refusal), refusal.hint)]))
    faults: dict[int, str] = {}
    remarks: dict[int, str] = {}
    for row in found["findings"]:
        kept = faults if row["severity"] in GRAVE else remarks
        kept.setdefault(max(int(row["line"]), 1), f"{retell(row['title'])}. {retell(row['advice'])}")
    return Checked(faults=faults, remarks=remarks)


def fault_of(message: str, hint: str) -> tuple[int, str]:
    """The line that a refusal names, else the first, with what is wrong."""
    named = _LINE.search(message)
    said = retell(message[named.end() :] if named else message)
    return int(named["line"]) if named else 1, ". ".join(filter(None, (said.rstrip("."), retell(hint))))
