"""Makes tasks.csv: tasks of four kinds, and how four models did on each. A simulation, measured on no real model.

There was no model to record on the machines where this was written. So a task has a difficulty (normal, per kind) and a model
a skill per kind; it passes with the probability of the logistic of their difference (the Rasch model of item response). Tokens
are log-normal around the typical counts of resources/models/routing.yaml, costs follow from the prices of models of four
tiers in resources/models, seconds from tokens written at each tier's speed. The skills are chosen so that no model is best at
everything for its money: who reads requirements well may fix tests badly. Run: python -m tests.llm.recorded.make
"""

from __future__ import annotations

import csv
import math
import random
from pathlib import Path

from engines.kernel.llm import TaskKind, Usage
from engines.llm.catalogue import facts_of, tastes
from engines.llm.model import Provider
from engines.llm.money import cost

PLACE = Path(__file__).with_name("tasks.csv")
MODELS: dict[str, tuple[Provider, str, float]] = {
    "small": ("openai", "gpt-4.1-nano", 120.0),
    "medium": ("openai", "gpt-5-mini", 90.0),
    "large": ("anthropic", "claude-sonnet-5", 70.0),
    "frontier": ("anthropic", "claude-opus-5", 50.0),
}
"""Whose prices each model has, and how many tokens a second it writes."""
SKILLS: dict[TaskKind, dict[str, float]] = {
    "read_requirement": {"small": 1.2, "medium": 3.0, "large": 3.2, "frontier": 3.3},
    "write_code": {"small": -0.5, "medium": 1.6, "large": 2.9, "frontier": 3.0},
    "fix_test": {"small": -1.5, "medium": 0.6, "large": 1.6, "frontier": 2.6},
    "review": {"small": 0.0, "medium": 1.8, "large": 2.6, "frontier": 2.7},
}
TASKS = 500
SPREAD = 1.0


def rows() -> list[dict[str, object]]:
    """One row for each task: its kind, tokens read, and for each model whether it passed, tokens written, cost and seconds."""
    lot, made = random.Random(2026), []
    for kind, skills in SKILLS.items():
        taste = tastes().tasks[kind]
        for number in range(TASKS):
            difficulty = lot.gauss(0.0, SPREAD)
            read = round(taste.read * math.exp(lot.gauss(0.0, 0.4)))
            row: dict[str, object] = {"task": f"{kind}-{number}", "kind": kind, "read": read}
            for model, skill in skills.items():
                provider, name, speed = MODELS[model]
                price = facts_of(provider, name).price
                assert price is not None
                written = round(taste.written * math.exp(lot.gauss(0.0, 0.4)))
                passed = lot.random() < 1 / (1 + math.exp(difficulty - skill))
                spent = cost(price, Usage(read=read, written=written))
                row[model] = f"{int(passed)} {written} {spent} {0.6 + written / speed:.2f}"
            made.append(row)
    return made


if __name__ == "__main__":
    with PLACE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows()[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows())
