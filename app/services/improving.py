"""Improves a prompt: a model proposes a version from failures, a benchmark decides. The durable run `prompt.improve`.

The version in use and the proposed one are given the same cases; only one that does better, surely, comes into use.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import Any, cast

from app.services.restating import SCHEMA, things
from engines.kernel.errors import Conflict, QuantumLayerError
from engines.kernel.events import Json
from engines.kernel.jobs import RunContext
from engines.kernel.llm import Ask, LanguageModels, Origin
from engines.kernel.spec import Spec, facts
from engines.prompts import Duel, PromptBook, Version
from engines.prompts.benchmark import Case, load_benchmark
from engines.prompts.rendering import turns, use_of
from engines.spec import read_brief

KIND = "prompt.improve"
SHOWN = 8
AT_ONCE = 6
PROPOSAL: Mapping[str, Json] = {
    "type": "object",
    "properties": {"why": {"type": "string"}, "system": {"type": "string"}, "user": {"type": "string"}},
    "required": ["why", "system", "user"],
}


class Improving:
    """The use case; its argument is the prompt's name, its result the verdict."""

    def __init__(self, *, models: LanguageModels, prompts: PromptBook) -> None:
        self._models, self._prompts = models, prompts

    async def __call__(self, context: RunContext, arguments: Mapping[str, Json]) -> Json:
        prompt = str(arguments["prompt"])
        cases = load_benchmark(prompt)
        if not cases:
            raise Conflict(
                f"the prompt '{prompt}' has no benchmark, so nothing may take its place",
                hint="Prompts with one: read-requirement.",
            )
        current = self._current(prompt)
        before = await self._passes(context, current, cases)
        failed = [(case, str(row["said"])) for case, row in zip(cases, before, strict=True) if not row["passed"]]
        if not failed:
            return {
                "prompt": prompt,
                "status": "done",
                "why": f"version {current.number} passes all {len(cases)} cases",
            }
        proposed = await context.step("propose", partial(self._propose, current, failed))
        after = await self._passes(context, self._prompts.version(prompt, proposed["number"]), cases)
        duels = [
            Duel(case=case.sentence, current=bool(was["passed"]), proposed=bool(now["passed"]))
            for case, was, now in zip(cases, before, after, strict=True)
        ]
        verdict = await context.step("admit", partial(self._admit, prompt, proposed["number"], duels))
        return {"prompt": prompt, "status": "done", "version": proposed["number"], "wants": proposed["why"], **verdict}

    def _current(self, prompt: str) -> Version:
        """The newest version in use."""
        return [row.version for row in self._prompts.stats(prompt) if row.stand == "active"][-1]

    async def _passes(self, context: RunContext, version: Version, cases: Sequence[Case]) -> list[dict[str, Any]]:
        steps = [
            (f"case:{version.number}:{number}", partial(self._try, version, case, context.run))
            for number, case in enumerate(cases, 1)
        ]
        rows: list[dict[str, Any]] = []
        for at in range(0, len(steps), AT_ONCE):
            rows += await context.gather(steps[at : at + AT_ONCE])
        return rows

    async def _try(self, version: Version, case: Case, run: str) -> dict[str, Any]:
        """What a version makes of a case."""
        old = await asyncio.to_thread(read_brief, case.brief)
        inputs = {
            "sentence": case.sentence,
            "before": "",
            "things": things(old.spec),
            "roles": ", ".join(role.name for role in old.spec.roles),
        }
        ask = Ask(
            task="read_requirement",
            turns=turns(version, inputs),
            schema=SCHEMA,
            prompt=use_of(version),
            origin=Origin(run=run),
            longest=600,
        )
        try:
            value = cast(dict[str, Any], (await self._models.ask(ask)).value)
        except QuantumLayerError as error:
            return {"passed": False, "said": f"(no answer: {error})"}
        said = " ".join(value["sentences"])
        return {"passed": bool(said) and await asyncio.to_thread(is_right, case, said, old.spec), "said": said}

    async def _propose(self, current: Version, failed: Sequence[tuple[Case, str]]) -> dict[str, Any]:
        shown = "\n".join(
            f"- {case.sentence}\n  answered: {said or 'nothing'}\n  right would be: {case.said}"
            for case, said in failed[:SHOWN]
        )
        inputs = {
            "purpose": current.purpose,
            "names": ", ".join(current.inputs),
            "system_text": current.system,
            "user_text": current.user,
            "failures": shown,
        }
        asked, use = self._prompts.render("improve-prompt", inputs, {})
        answer = await self._models.ask(Ask(task="explain", turns=asked, schema=PROPOSAL, prompt=use, longest=3000))
        value = cast(dict[str, str], answer.value)
        version = replace(current, system=value["system"], user=value["user"], why=value["why"])
        kept = await asyncio.to_thread(self._prompts.propose, version)
        return {"number": kept.number, "why": kept.why}

    async def _admit(self, prompt: str, number: int, duels: Sequence[Duel]) -> dict[str, Any]:
        return asdict(await asyncio.to_thread(self._prompts.admit, prompt, number, duels))


def is_right(case: Case, said: str, before: Spec) -> bool:
    """Whether the rules read from what was said what the case wants."""
    spec = read_brief(f"{case.brief.rstrip()}\n\n{said}\n").spec
    known = {fact for fact, _ in facts(before)}
    added = [fact for fact, _ in facts(spec) if fact not in known]
    found = not case.adds or any(fact.startswith(case.adds) for fact in added)
    return found and all(_is_set(spec, place, values) for place, values in case.sets.items())


def _is_set(spec: Spec, place: str, values: Mapping[str, Json]) -> bool:
    entity, _, name = place.partition(".")
    fields = [f for e in spec.entities if e.name == entity for f in e.fields if f.name == name]
    return any(all(getattr(field, key) == value for key, value in values.items()) for field in fields)
