"""Which lines tests reached, and of which text they are lines: the one in the editor, an older one, or one that is gone. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ui.language import say
from ui.rooms.code.plan import moved

Standing = Literal["none", "exact", "changed", "gone"]


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the last report tells of a file: its lines, the digest of the text that they are lines of, and the commit."""

    covered: frozenset[int] = frozenset()
    missed: frozenset[int] = frozenset()
    digest: str = ""
    commit: str = ""


@dataclass(frozen=True, kw_only=True)
class Reached:
    """The lines as they stand in the editor; of a text that was `changed` since they are old, of one that is `gone` none."""

    covered: frozenset[int] = frozenset()
    missed: frozenset[int] = frozenset()
    standing: Standing = "none"
    commit: str = ""

    @property
    def old(self) -> bool:
        return self.standing in ("changed", "gone")


def told_by(report: Mapping[str, Any]) -> dict[str, Told]:
    """What a report tells of each file."""

    def lines(name: str, file: str) -> frozenset[int]:
        return frozenset(int(line) for line in (report.get(name) or {}).get(file, ()))

    texts: Mapping[str, str] = report.get("texts") or {}
    files: Iterable[str] = {**(report.get("missed") or {}), **(report.get("reached") or {})}
    return {
        file: Told(
            covered=lines("reached", file),
            missed=lines("missed", file),
            digest=str(texts.get(file, "")),
            commit=str(report.get("commit") or ""),
        )
        for file in files
    }


def reached(told: Told, tested: str | None, text: str) -> Reached:
    """The lines in a text, given the text that was tested; None where nobody has that any more."""
    if not told.covered and not told.missed:
        return Reached()
    if tested is None:
        return Reached(standing="gone", commit=told.commit)
    if tested == text:
        return Reached(covered=told.covered, missed=told.missed, standing="exact", commit=told.commit)
    old, new = tested.split("\n"), text.split("\n")
    return Reached(
        covered=moved(old, new, told.covered),
        missed=moved(old, new, told.missed),
        standing="changed",
        commit=told.commit,
    )


def standing_words(shown: Reached) -> str:
    """Of which text the lines are; '' where no test told of any."""
    commit = shown.commit[:7]
    match shown.standing:
        case "exact":
            return say("Tested as it stands here, commit {commit}.", commit=commit) if commit else ""
        case "changed" if commit:
            said = say("Changed since it was tested, commit {commit}: the marks of tests are old.", commit=commit)
        case "changed":
            said = say("Changed since it was tested: the marks of tests are old.")
        case "gone" if commit:
            said = say("Another text than this was tested, commit {commit}; its lines are not shown.", commit=commit)
        case "gone":
            said = say("Another text than this was tested; its lines are not shown.")
        case _:
            return ""
    return f"{said} {say('Run the tests again.')}"
