"""From a version and its inputs to the turns that a model is given. Used by the service alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

from jinja2 import StrictUndefined, TemplateError, meta
from jinja2.sandbox import SandboxedEnvironment

from engines.kernel.errors import UserError
from engines.kernel.llm import PromptUse, Turn
from engines.prompts.model import Version


@cache
def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)


def turns(version: Version, inputs: Mapping[str, object]) -> Sequence[Turn]:
    """The system's turn and the person's; UserError unless the inputs are those that the version declares."""
    lacking, surplus = version.inputs.keys() - inputs.keys(), inputs.keys() - version.inputs.keys()
    if lacking or surplus:
        told = [f"lacks {', '.join(sorted(lacking))}"] * bool(lacking) + [
            f"does not know {', '.join(sorted(surplus))}"
        ] * bool(surplus)
        raise UserError(f"{_called(version)} {' and '.join(told)}", hint="Its file declares its inputs.")
    try:
        texts = [(role, _environment().from_string(text).render(inputs)) for role, text in _texts(version)]
    except TemplateError as error:
        raise UserError(f"{_called(version)} can't be rendered: {error}", hint="Mend its file.") from error
    return [Turn(role=role, text=text.strip()) for role, text in texts if text.strip()]


def faults(version: Version) -> Sequence[str]:
    """What is wrong with a version: variables that it does not declare, inputs that it does not use, a broken template."""
    used: set[str] = set()
    for _, text in _texts(version):
        try:
            used |= meta.find_undeclared_variables(_environment().parse(text))
        except TemplateError as error:
            return [f"the template is broken: {error}"]
    undeclared = [f"'{name}' is used and not declared" for name in sorted(used - version.inputs.keys())]
    return undeclared + [f"'{name}' is declared and not used" for name in sorted(version.inputs.keys() - used)]


def use_of(version: Version) -> PromptUse:
    """What a call notes of the version that it was made from."""
    return PromptUse(name=version.prompt, version=version.number, digest=version.digest)


def _texts(version: Version) -> Sequence[tuple[Literal["system", "user"], str]]:
    return [("system", version.system), ("user", version.user)]


def _called(version: Version) -> str:
    return f"version {version.number} of the prompt '{version.prompt}'"
