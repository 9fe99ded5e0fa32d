"""Answers in JSON: the schema that holds a model to them, the check of what came, and tools as a choice between forms of answer.

A grammar alone can't be trusted: llama.cpp's knows no minimum and no maximum, for instance. Called by the completer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NoReturn, cast

import jsonschema_rs
import yaml

from engines.kernel.errors import UserError
from engines.kernel.events import Json
from engines.kernel.llm import Ask, Tool, ToolCall, Turn

LONGEST_FAULT = 300
CALL, ARGUMENTS, SAY = "call", "arguments", "say"


class Unusable(Exception):
    """An answer that does not fit; says why, in words for the model."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """The form of an answer: its schema, and how the model is told of it."""

    schema: Mapping[str, Json]
    instruction: str
    tools: bool

    def read(self, text: str) -> tuple[Json, Sequence[ToolCall]]:
        """The value of an answer, or the calls that it asks for; Unusable."""
        value = _parsed(text)
        self._check(value)
        if not self.tools:
            return value, ()
        given = cast(Mapping[str, Json], value)
        if SAY in given:
            return given[SAY], ()
        arguments = cast(Mapping[str, Json], given[ARGUMENTS])
        return None, [ToolCall(id="call_1", name=str(given[CALL]), arguments=arguments)]

    def text(self, value: Json, raw: str) -> str:
        """An answer's text without what tools put around it."""
        if not self.tools:
            return raw
        return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)

    def _check(self, value: Json) -> None:
        fault = next(_validator(self.schema).iter_errors(value), None)
        if fault is not None:
            place = "/".join(map(str, fault.instance_path))
            raise Unusable(f"{place or 'the whole'}: {fault.message[:LONGEST_FAULT]}")


def form_of(ask: Ask) -> Form | None:
    """What form an answer must have; None for plain text, UserError when a schema is none."""
    if ask.tools:
        listed = "\n".join(
            json.dumps({"name": tool.name, "description": tool.description, "arguments": dict(tool.parameters)})
            for tool in ask.tools
        )
        instruction = instructions()["tools"].format(tools=listed)
        return _checked(Form(schema=_choice(ask.tools, ask.schema), instruction=instruction, tools=True))
    if ask.schema is not None:
        instruction = instructions()["schema"].format(schema=json.dumps(dict(ask.schema)))
        return _checked(Form(schema=ask.schema, instruction=instruction, tools=False))
    return None


def _checked(form: Form) -> Form:
    _validator(form.schema)
    return form


def _validator(schema: Mapping[str, Json]) -> jsonschema_rs.Validator:
    try:
        return jsonschema_rs.validator_for(dict(schema), retriever=_nothing)
    except ValueError as error:
        raise UserError(f"The schema of the answer can't be used: {error}", hint="Give a JSON Schema.") from error


def told(turn: Turn) -> dict[str, str]:
    """A turn as models of any kind understand it: calls as the JSON that they were, results as what a person says."""
    if turn.role == "tool":
        text = instructions()["result"].format(call=turn.answers, text=turn.text)
        return {"role": "user", "content": text}
    calls = [json.dumps({CALL: call.name, ARGUMENTS: dict(call.arguments)}) for call in turn.calls]
    return {"role": turn.role, "content": "\n".join(filter(None, [turn.text, *calls]))}


@cache
def instructions() -> Mapping[str, str]:
    """The words for models, by what they are for."""
    text = files("resources").joinpath("local_models", "instructions.yaml").read_text(encoding="utf-8")
    return cast(Mapping[str, str], yaml.safe_load(text))


def _choice(tools: Sequence[Tool], answer: Mapping[str, Json] | None) -> Mapping[str, Json]:
    forms: list[Json] = [
        _closed({CALL: {"const": tool.name}, ARGUMENTS: cast(Json, dict(tool.parameters))}) for tool in tools
    ]
    forms.append(_closed({SAY: cast(Json, dict(answer)) if answer is not None else {"type": "string"}}))
    return {"anyOf": forms}


def _closed(properties: Mapping[str, Json]) -> Json:
    required: list[Json] = list(properties)
    return {"type": "object", "properties": dict(properties), "required": required, "additionalProperties": False}


def _parsed(text: str) -> Json:
    try:
        value: Json = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Unusable(f"it is no JSON: {error}") from error
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise Unusable("it holds half a character") from error
    return value


def _refuse(constant: str) -> Json:
    raise ValueError(f"{constant} is no number")


def _nothing(uri: str) -> NoReturn:
    raise ValueError(f"schemas lie in no other place, such as {uri}")
