"""Reviewers of a change that an agent made: the rules first, then a model in three roles; their votes add up to a verdict.

Used by implementing. A model that can't be asked has no vote, and the run says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from engines.agents import Verdict, Vote, decide
from engines.agents.coding.ports import Prompts
from engines.agents.coding.reviewing import VIEWS, Reviewer, View
from engines.agents.reviews import security
from engines.kernel.errors import QuantumLayerError
from engines.kernel.events import Json
from engines.kernel.findings import Finding
from engines.kernel.jobs import RunContext
from engines.kernel.llm import LanguageModels, Origin
from engines.kernel.tree import SourceTree


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What is judged: the sentence that was built, the files before and those that changed."""

    number: int
    sentence: str
    before: Mapping[str, str]
    changes: Mapping[str, str]


class Judging:
    """The use case within a run."""

    def __init__(self, *, models: LanguageModels, prompts: Prompts) -> None:
        self._models, self._prompts = models, prompts

    async def verdict(self, context: RunContext, judged: Judged, origin: Origin, private: bool) -> Verdict:
        """What the reviewers decide; their votes and findings are told as events."""
        votes = [_checked(judged.before, judged.changes)]
        for view in VIEWS:
            reviewer = Reviewer(view=view, models=self._models, prompts=self._prompts, origin=origin, private=private)
            row = await context.step(f"review:{judged.number}:{view}", partial(_vote, reviewer, judged))
            if row.get("fault"):
                self._tell_silence(context, judged, view, row["fault"])
                continue
            vote = Vote(by=row["by"], approve=row["approve"], findings=tuple(Finding(**f) for f in row["findings"]))
            votes.append(vote)
            told = {"by": vote.by, "approve": vote.approve, "task": f"review:{judged.number}:{view}"}
            context.emit("agent.vote", told, key=f"vote:{judged.number}:{view}")
        verdict = decide(votes)
        for at, finding in enumerate(verdict.findings):
            context.emit("finding.raised", dict(asdict(finding)), key=f"finding:implement:{judged.number}:{at}")
        return verdict

    def _tell_silence(self, context: RunContext, judged: Judged, view: View, fault: str) -> None:
        by = VIEWS[view][0]
        text = f"no model could be asked for {view}: {fault}"
        task = f"review:{judged.number}:{view}"
        said: dict[str, Json] = {"by": by, "task": task, "title": judged.sentence, "text": text, "facts": {}}
        context.emit("agent.message", said, key=f"silent:{judged.number}:{view}")


async def _vote(reviewer: Reviewer, judged: Judged) -> dict[str, Any]:
    try:
        return asdict(await reviewer.vote(judged.sentence, judged.before, judged.changes))
    except QuantumLayerError as error:
        return {"fault": str(error)}


def _checked(before: Mapping[str, str], changes: Mapping[str, str]) -> Vote:
    """What rules alone find in the changed files and did not stand there before."""
    was = {(f.title, f.place.split(":")[0]) for f in security(_tree({path: before.get(path, "") for path in changes}))}
    found = [f for f in security(_tree(changes)) if (f.title, f.place.split(":")[0]) not in was]
    return Vote(by="security", approve=not any(finding.grave for finding in found), findings=tuple(found))


def _tree(texts: Mapping[str, str]) -> SourceTree:
    return SourceTree(files={path: text.encode() for path, text in texts.items()}, anchors=())
