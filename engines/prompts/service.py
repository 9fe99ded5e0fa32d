"""The prompts at work: chosen by context and outcomes, shown, compared, pinned, proposed and let in. Called by services."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from engines.kernel.errors import Conflict, NotFound, UserError
from engines.kernel.llm import PromptUse, Turn
from engines.prompts.files import PromptFiles
from engines.prompts.model import Duel, Stand, Standing, Tally, Verdict, Version
from engines.prompts.plan import chosen, eligible, judged, losers
from engines.prompts.ports import Outcomes
from engines.prompts.rendering import faults, turns, use_of


@dataclass(frozen=True, kw_only=True)
class VersionStats:
    """A version, how it stands, and how it did."""

    version: Version
    stand: Stand
    pinned: bool
    tally: Tally


class PromptBook:
    """All prompts of one engine. Calls block for files and the ledger."""

    def __init__(self, *, files: PromptFiles, outcomes: Outcomes, random: Callable[[], Random] = Random) -> None:
        self._files, self._outcomes, self._random = files, outcomes, random

    def render(
        self, prompt: str, inputs: Mapping[str, object], context: Mapping[str, str]
    ) -> tuple[Sequence[Turn], PromptUse]:
        """The turns for a task, and the version that they were made from: the one that is tried now in this context."""
        standing = self._standing(prompt)
        fitting = eligible(self._files.versions(prompt), standing, context)
        tallies = self._outcomes.of_prompt(prompt) if len(fitting) > 1 else {}
        version = chosen(fitting, tallies, self._random())
        return turns(version, inputs), use_of(version)

    def names(self) -> Sequence[str]:
        return self._files.names()

    def stats(self, prompt: str) -> Sequence[VersionStats]:
        """Every version of a prompt with how it stands and did, by its number."""
        standing, tallies = self._standing(prompt), self._outcomes.of_prompt(prompt)
        return [
            VersionStats(
                version=version,
                stand=standing.of(version.number),
                pinned=standing.pinned == version.number,
                tally=tallies.get(version.number, Tally()),
            )
            for version in self._files.versions(prompt)
        ]

    def diff(self, prompt: str, old: int, new: int) -> str:
        """What differs between two versions, as unified text; empty when nothing does."""
        was, now = (_page(self.version(prompt, number)).splitlines(keepends=True) for number in (old, new))
        return "".join(difflib.unified_diff(was, now, fromfile=f"{prompt}/{old}", tofile=f"{prompt}/{new}"))

    def version(self, prompt: str, number: int) -> Version:
        """One version; NotFound names those there are."""
        known = self._files.versions(prompt)
        for version in known:
            if version.number == number:
                return version
        there = ", ".join(str(version.number) for version in known)
        raise NotFound(f"the prompt '{prompt}' has no version {number}", hint=f"There are: {there}.")

    def pin(self, prompt: str, number: int) -> None:
        """Uses one version always; 0 lets outcomes decide again."""
        if number:
            self.version(prompt, number)
        self._files.decide(prompt, replace(self._standing(prompt), pinned=number))

    def retire_losers(self, prompt: str) -> Sequence[int]:
        """Takes out of use what has lost against the others made for the same contexts; their numbers."""
        standing, tallies = self._standing(prompt), self._outcomes.of_prompt(prompt)
        active = [v for v in self._files.versions(prompt) if standing.of(v.number) == "active"]
        groups: dict[str, list[int]] = {}
        for version in active:
            groups.setdefault(repr(sorted(version.when.items())), []).append(version.number)
        lost = [n for numbers in groups.values() for n in losers(numbers, tallies, Random(len(numbers)))]  # noqa: S311
        if lost:
            self._files.decide(prompt, replace(standing, retired=tuple(sorted({*standing.retired, *lost}))))
        return lost

    def propose(self, version: Version) -> Version:
        """Keeps a version as a candidate: nobody uses it before it has passed its benchmark."""
        wrong = faults(version)
        if wrong:
            raise UserError(f"the proposed version of '{version.prompt}' can't be used: {'; '.join(wrong)}")
        current = self._files.versions(version.prompt)[-1]
        if version.inputs.keys() != current.inputs.keys():
            raise UserError(
                f"the proposed version of '{version.prompt}' takes other inputs than version {current.number}"
            )
        number, standing = current.number + 1, self._standing(version.prompt)
        self._files.decide(version.prompt, replace(standing, candidates=(*standing.candidates, number)))
        self._files.add(replace(version, number=number))
        return self.version(version.prompt, number)

    def admit(self, prompt: str, number: int, duels: Sequence[Duel]) -> Verdict:
        """Lets a candidate into use when it did better than the version in use; retires it when it did not."""
        standing = self._standing(prompt)
        if standing.of(number) != "candidate":
            raise Conflict(f"version {number} of the prompt '{prompt}' is no candidate")
        verdict = judged(duels)
        waiting = tuple(each for each in standing.candidates if each != number)
        retired = standing.retired if verdict.passed else (*standing.retired, number)
        self._files.decide(prompt, replace(standing, candidates=waiting, retired=retired))
        return verdict

    def _standing(self, prompt: str) -> Standing:
        return self._files.standings().get(prompt, Standing())


def _page(version: Version) -> str:
    return f"{version.purpose}\n{dict(version.when) or ''}\n--- system\n{version.system}\n--- user\n{version.user}\n"
