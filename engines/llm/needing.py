"""What a question needs of a model, and what an unfinished one took. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from engines.kernel.llm import Ask, Foreseen, TaskKind, Usage
from engines.llm import tokens
from engines.llm.catalogue import tastes
from engines.llm.model import Deployment, Tier
from engines.llm.record import CallEnd
from engines.llm.route import Effort, Need
from engines.llm.sharing import draw

UNPAID: frozenset[CallEnd] = frozenset({"limited", "failed"})
"""How calls end that no provider asks money for."""
STRENGTHS: Mapping[Tier, Literal["small", "medium", "large"]] = {
    "tiny": "small",
    "small": "small",
    "medium": "medium",
    "large": "large",
    "frontier": "large",
}


def need_of(ask: Ask, digest: str) -> Need:
    """The need of a question; calls of one run, else of one project, keep to the same of several equal models."""
    return Need(
        task=ask.task,
        likely=tokens.likely(ask),
        most=tokens.most(ask),
        longest=ask.longest,
        tools=bool(ask.tools),
        private=ask.private,
        effort=ask.effort,
        model=ask.model,
        key=ask.origin.run or ask.origin.project or digest,
        chance=draw(digest, "trial"),
    )


def typical(task: TaskKind, *, private: bool, effort: Effort | None) -> Need:
    """What a question of this kind mostly needs."""
    taste = tastes().tasks[task]
    most = round(taste.read * tokens.BYTES_A_TOKEN)
    return Need(
        task=task,
        likely=taste.read,
        most=most,
        longest=2 * taste.written,
        private=private,
        effort=effort,
        key="typical",
    )


def foreseen(deployment: Deployment) -> Foreseen:
    """What whoever makes a question has to know of the model that gets it."""
    facts = deployment.facts
    return Foreseen(
        model=deployment.group,
        strength=STRENGTHS[facts.tier],
        context=facts.context,
        tools=facts.tools,
        local=deployment.here,
    )


def guess(ask: Ask, said: Sequence[str], end: CallEnd, seconds: float) -> Usage:
    """What a call took whose end nobody saw: the question, and the pieces that came."""
    if end in UNPAID and not said:
        return Usage(seconds=seconds)
    return Usage(read=tokens.likely(ask), written=sum(tokens.of_text(piece) for piece in said), seconds=seconds)
