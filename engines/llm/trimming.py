"""Cuts a conversation to a model's context: old turns go first, the task and the newest turns stay. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engines.kernel.llm import Ask, Turn
from engines.llm.model import TooLong
from engines.llm.tokens import likely

LEFT_OUT = Turn(role="user", text="[Older turns of this conversation are left out here.]")


def fit(ask: Ask, context: int) -> Ask:
    """The question with as many of its newest turns as fit; TooLong when not even the last of them does.

    System turns and the first turn of a person stay; a tool's result goes together with the turn that called it.
    """
    room = context - ask.longest
    head = _head(ask.turns)
    rounds = _rounds(ask.turns[head:])
    for dropped in range(len(rounds)):
        kept = [turn for each in rounds[dropped:] for turn in each]
        cut = replace(ask, turns=[*ask.turns[:head], *([LEFT_OUT] if dropped else []), *kept])
        if likely(cut) <= room:
            return cut
    raise TooLong(
        f"The question has about {likely(ask)} tokens and its answer up to {ask.longest}; the largest context here has {context}.",
        hint="Ask less at once, or add a model with a larger context.",
    )


def _head(turns: Sequence[Turn]) -> int:
    """How many turns at the start stay: the system's, and the first of a person unless it is the last of all."""
    head = next((n for n, turn in enumerate(turns) if turn.role != "system"), len(turns))
    return head + 1 if head < len(turns) - 1 and turns[head].role == "user" else head


def _rounds(turns: Sequence[Turn]) -> list[list[Turn]]:
    """Turns that only make sense together: an assistant's with the results of what it called."""
    rounds: list[list[Turn]] = []
    for turn in turns:
        if turn.role == "tool" and rounds:
            rounds[-1].append(turn)
        else:
            rounds.append([turn])
    return rounds
