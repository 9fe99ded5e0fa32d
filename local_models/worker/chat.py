"""Turns of a conversation as one model's tokens, by the template that stands in its file. Used by worker.model.

What people or files say can't pose as a turn of its own: where a text holds one of the model's marks, the template is rendered
with a placeholder and the text's tokens are put in afterwards, read as plain text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from jinja2 import TemplateError
from llama_cpp.llama_chat_format import Jinja2ChatFormatter

from local_models.worker.tokens import Tokens

Turn = Mapping[str, str]
PLAIN_STOPS = ("\nuser:", "\nsystem:")
_PLACE = "\ue000{}\ue001"
_PLACES = re.compile("\ue000(\\d+)\ue001")


class Chat:
    """The conversation of one model; `stops` end an answer besides the model's own marks."""

    def __init__(self, tokens: Tokens, template: str) -> None:
        self._tokens = tokens
        self._first = tokens.mark(tokens.first)
        self._format = (
            Jinja2ChatFormatter(template=template, bos_token=self._first, eos_token=tokens.mark(tokens.last))
            if template
            else None
        )
        self.stops: Sequence[str] = () if template else PLAIN_STOPS

    def prompt(self, turns: Sequence[Turn]) -> list[int]:
        """The tokens of a conversation in which the model is to speak next; ValueError if the template refuses it."""
        said = [dict(turn) for turn in merged(turns)]
        guarded: list[str] = []
        for turn in said:
            if self._tokens.holds_marks(turn["content"]):
                guarded.append(turn["content"])
                turn["content"] = _PLACE.format(len(guarded) - 1)
        text = self._rendered(said)
        begins = self._tokens.begins and not (self._first and text.startswith(self._first))
        found = [self._tokens.first] if begins and self._tokens.first >= 0 else []
        for place, piece in enumerate(_PLACES.split(text)):
            given = guarded[int(piece)] if place % 2 else piece
            found.extend(self._tokens.of(given, special=not place % 2) if given else ())
        return found

    def _rendered(self, turns: Sequence[Turn]) -> str:
        if self._format is None:
            return "".join(f"{turn['role']}: {turn['content']}\n" for turn in turns) + "assistant:"
        try:
            return _render(self._format, turns)
        except ValueError:
            if turns[0]["role"] != "system":
                raise
            as_person = merged([{"role": "user", "content": turns[0]["content"]}, *turns[1:]])
            return _render(self._format, as_person)  # such as Gemma's template, which knows no system


def _render(form: Jinja2ChatFormatter, turns: Sequence[Turn]) -> str:
    try:
        return str(form(messages=list(turns), enable_thinking=False).prompt)
    except TemplateError as error:
        raise ValueError(str(error)) from error


def merged(turns: Sequence[Turn]) -> Sequence[Turn]:
    """Turns of the same role behind each other as one, for many templates insist on taking turns."""
    found: list[dict[str, str]] = []
    for turn in turns:
        if found and found[-1]["role"] == turn["role"]:
            found[-1]["content"] += f"\n\n{turn['content']}"
        else:
            found.append(dict(turn))
    return found
