"""Asks a language model to say in plain English what the rules could not read; the rules then read that. Used by building.

Without a model, or when one fails in the middle, the reading stays as it is; the run says so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, cast

from engines.agents.coding.ports import Prompts
from engines.kernel.errors import QuantumLayerError
from engines.kernel.events import Json
from engines.kernel.jobs import RunContext
from engines.kernel.llm import Ask, LanguageModels, Origin, Outcome
from engines.kernel.spec import Sentence, Spec
from engines.spec import Reading, dump_spec, load_spec, read_brief, restated

MOST = 40
BEFORE = 3
SCHEMA: Mapping[str, Json] = {
    "type": "object",
    "properties": {
        "sentences": {"type": "array", "items": {"type": "string", "maxLength": 300}, "maxItems": 6},
        "context": {"type": "boolean"},
        "question": {"type": "string", "maxLength": 300},
    },
    "required": ["sentences"],
}


class Restating:
    """The use case within a run."""

    def __init__(self, *, models: LanguageModels, prompts: Prompts) -> None:
        self._models, self._prompts = models, prompts

    async def more(
        self,
        context: RunContext,
        read: dict[str, Any],
        *,
        brief: str,
        name: str,
        answers: Mapping[str, str],
        private: bool,
    ) -> dict[str, Any]:
        """What was read, with the sentences that a model could say again; unchanged without a model or without such sentences."""
        spec = load_spec(read["spec"])
        unread = [sentence for sentence in spec.sentences if sentence.status == "not_understood"][:MOST]
        if not unread or not brief or self._models.foresee("read_requirement", private=private) is None:
            return read
        said, calls = dict[int, Sequence[str]](), dict[int, int]()
        for sentence in unread:
            row = await context.step(
                f"restate:{sentence.number}",
                partial(self._say, spec, sentence, Origin(run=context.run, agent="architect"), private),
                about={"role": "architect", "task": "restate", "title": sentence.text[:120]},
            )
            if row.get("fault"):
                _tell(context, sentence.number, f"no model could be asked: {row['fault']}")
                break
            if row["sentences"]:
                said[sentence.number], calls[sentence.number] = row["sentences"], row["call"]
        if not said:
            return read
        result = await context.step("read_again", partial(self._again, brief, name, answers, said))
        for number, call in calls.items():
            self._models.learn(call, Outcome(worth=1.0 if number in result["taken"] else 0.0, shown_by="schema"))
        for number in said:
            why = result["refused"].get(str(number), "")
            _tell(context, number, f"not taken: {why}" if why else "read: " + " ".join(said[number]))
        return {**read, "spec": result["spec"]} if result["taken"] else read

    async def _say(self, spec: Spec, sentence: Sentence, origin: Origin, private: bool) -> dict[str, Any]:
        """What a model says for a sentence; `fault` when none answered."""
        before = [each.text for each in spec.sentences if sentence.number - BEFORE <= each.number < sentence.number]
        inputs = {
            "sentence": sentence.text,
            "before": "\n".join(before),
            "things": things(spec),
            "roles": ", ".join(role.name.replace("_", " ") for role in spec.roles),
        }
        try:
            turns, use = self._prompts.render("read-requirement", inputs, {})
            ask = Ask(
                task="read_requirement",
                turns=turns,
                schema=SCHEMA,
                prompt=use,
                origin=origin,
                private=private,
                longest=600,
            )
            answer = await self._models.ask(ask)
        except QuantumLayerError as error:
            return {"fault": str(error)}
        value = cast(dict[str, Any], answer.value)
        return {"sentences": value["sentences"], "question": value.get("question", ""), "call": answer.call}

    async def _again(
        self, brief: str, name: str, answers: Mapping[str, str], said: Mapping[int, Sequence[str]]
    ) -> dict[str, Any]:
        def read(text: str) -> Reading:
            return read_brief(text, name=name, answers=answers)

        result = await asyncio.to_thread(lambda: restated(brief, read(brief), said, read))
        return {
            "spec": dump_spec(result.reading.spec),
            "taken": list(result.taken),
            "refused": {str(number): why for number, why in result.refused.items()},
        }


def things(spec: Spec) -> str:
    """The application's things in words, one a line."""
    lines = []
    for entity in spec.entities:
        members = [*(field.name for field in entity.fields), *(relation.name for relation in entity.relations)]
        states = f"; it is {', '.join(entity.lifecycle.states)}" if entity.lifecycle else ""
        lines.append(f"- {entity.name}: {', '.join(members)}{states}".replace("_", " "))
    return "\n".join(lines)


def _tell(context: RunContext, number: int, text: str) -> None:
    context.emit(
        "agent.message",
        {"by": "architect", "task": f"restate:{number}", "title": f"Sentence {number}", "text": text, "facts": {}},
        key=f"restated:{number}",
    )
