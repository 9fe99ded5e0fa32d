"""Plays the router over the table: it plans, gets the recorded outcome of whom it chose, learns, and goes on to the next task."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from engines.kernel.llm import TaskKind
from engines.llm.catalogue import facts_of, tastes
from engines.llm.experience import Experience
from engines.llm.model import Deployment
from engines.llm.plan import plan
from engines.llm.record import Booked, Record
from engines.llm.route import Need, Standing
from tests.llm.recorded.make import MODELS, PLACE

KINDS: dict[str, TaskKind] = {kind: kind for kind in get_args(TaskKind)}
BEST = "frontier"


@dataclass(frozen=True, kw_only=True)
class Trial:
    """How a model did on a task."""

    passed: bool
    read: int
    written: int
    cost: int
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Played:
    """One game in sum, and what always asking the best model would have been."""

    tasks: int
    passed: int
    cost: int
    best_passed: int
    best_cost: int

    @property
    def saved(self) -> float:
        return 1 - self.cost / self.best_cost

    @property
    def kept(self) -> float:
        """The pass rate as a share of the best model's."""
        return self.passed / self.best_passed


@cache
def table() -> dict[str, tuple[TaskKind, dict[str, Trial]]]:
    """By task: its kind and the trials by model."""
    with PLACE.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        row["task"]: (KINDS[row["kind"]], {name: _trial(row["read"], row[name]) for name in MODELS}) for row in rows
    }


@cache
def deployments() -> Sequence[Deployment]:
    return [
        Deployment(name=name, provider=provider, model=model, facts=facts_of(provider, model))
        for name, (provider, model, _) in MODELS.items()
    ]


def play(seed: int, rounds: int = 1) -> tuple[Played, dict[TaskKind, Played]]:
    """The tasks in an order of chance, so many times over; in all and by kind."""
    lot, experience = random.Random(seed), Experience(())
    counts: defaultdict[TaskKind, dict[str, int]] = defaultdict(lambda: dict.fromkeys(Played.__annotations__, 0))
    for _ in range(rounds):
        order = sorted(table())
        lot.shuffle(order)
        for task in order:
            kind, trials = table()[task]
            chosen = choose(kind, trials, experience, lot.random())
            trial, best, count = trials[chosen], trials[BEST], counts[kind]
            learn(experience, kind, chosen, trial)
            for name, value in (("tasks", 1), ("passed", trial.passed), ("cost", trial.cost)):
                count[name] += value
            count["best_passed"] += best.passed
            count["best_cost"] += best.cost
    total = {name: sum(count[name] for count in counts.values()) for name in Played.__annotations__}
    return Played(**total), {kind: Played(**count) for kind, count in counts.items()}


def _trial(read: str, said: str) -> Trial:
    passed, written, cost, seconds = said.split()
    return Trial(passed=passed == "1", read=int(read), written=int(written), cost=int(cost), seconds=float(seconds))


def choose(kind: TaskKind, trials: dict[str, Trial], experience: Experience, chance: float) -> str:
    read = trials[BEST].read
    need = Need(task=kind, likely=read, most=4 * read, longest=8000, chance=chance, key="k")
    standings = [Standing(deployment=each, tally=experience.of(each.name, kind)) for each in deployments()]
    return plan(need, standings, tastes()).order[0].name


def learn(experience: Experience, kind: TaskKind, model: str, trial: Trial) -> None:
    experience.called(model, kind, Booked(end="done", read=trial.read, written=trial.written, seconds=trial.seconds))
    told: dict[str, Any] = dict.fromkeys(("time", "prompt", "project", "run", "agent", "person", "digest"), "")
    numbers = dict.fromkeys(("call", "version", "read", "written", "cached", "cost"), 0)
    record = Record(
        task=kind, model=model, group=model, end="done", seconds=0.0, worth=float(trial.passed), **numbers, **told
    )
    experience.judged(record, None)


def main() -> None:
    """Prints what was saved and kept, in all and by kind, over ten orders of the tasks."""
    games = [play(seed) for seed in range(10)]
    for name in ["all", *{kind for _, kinds in games for kind in kinds}]:
        found = [total if name == "all" else kinds[name] for total, kinds in games]  # type: ignore[index]
        saved, kept = [each.saved for each in found], [each.kept for each in found]
        print(
            f"{name:18} saved {sum(saved) / 10:6.1%} (worst {min(saved):6.1%})   "
            f"kept {sum(kept) / 10:6.1%} (worst {min(kept):6.1%}) of the best model's pass rate"
        )


if __name__ == "__main__":
    main()
