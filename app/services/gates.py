"""What a person is asked at a checkpoint of a build, and what the answer may say. Pure; used by building and approvals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, cast

from engines.agents import Work
from engines.agents.reviews import scope
from engines.kernel.errors import UserError
from engines.kernel.events import Json
from engines.kernel.findings import Finding
from engines.kernel.spec import Spec
from engines.kernel.tree import SourceTree
from engines.spec import check_spec

Gate = Literal["architecture", "security"]
Choice = Literal["approve", "reject", "modify"]
Risk = Literal["low", "medium", "high"]
CHOICES: Mapping[str, tuple[Choice, ...]] = {
    "architecture": ("approve", "reject", "modify"),
    "security": ("approve", "reject"),
    "change": ("approve", "reject"),
    "implementation": ("approve", "reject"),
    "clarification": ("approve", "reject"),
}
_RISKS: tuple[Risk, ...] = ("low", "medium", "high")
_REJECTED = "rejected without a comment"


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A person's answer; `spec` is a corrected specification, for modify alone."""

    decision: Choice = "approve"
    comment: str = ""
    spec: str = ""

    @property
    def why(self) -> str:
        return self.comment or _REJECTED


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What a person decides on: the specification with its text, the rendered tree and where it goes."""

    spec: Spec
    text: str
    tree: SourceTree
    path: str
    stack: str
    tests: int
    preview: bool


def decision_of(kind: str, given: Mapping[str, Any]) -> Decision:
    """The decision in an answer to that kind of checkpoint; UserError tells what is wrong with it."""
    allowed = CHOICES[kind]
    unknown = set(given) - {"decision", "comment", "spec"}
    if given.get("decision") not in allowed or unknown:
        wrong = f"unknown fields {sorted(unknown)}" if unknown else f"the decision {given.get('decision')!r}"
        raise UserError(
            f"The checkpoint '{kind}' cannot take {wrong}.",
            hint=f"Answer {{'decision': {' | '.join(allowed)}, 'comment': ...}}.",
        )
    decision = Decision(
        decision=cast(Choice, given["decision"]),
        comment=str(given.get("comment") or ""),
        spec=str(given.get("spec") or ""),
    )
    if bool(decision.spec) != (decision.decision == "modify"):
        raise UserError("A corrected specification belongs to 'modify', and 'modify' needs one.", hint="Give 'spec'.")
    return decision


def architecture(now: Proposal) -> dict[str, Json]:
    """What is asked before anything is written."""
    findings = [*check_spec(now.spec), *scope(now.spec, now.tree)]
    size = f"{len(now.tree.files)} files with {now.tests} tests"
    return _question(
        "architecture",
        title="Approve what will be built",
        effect=f"Writes {size} in {now.path}.",
        undo=f"Remove the folder {now.path}; nothing else is touched.",
        least="low",
        findings=findings,
        now=now,
        facts={
            "entities": len(now.spec.entities),
            "fields": sum(len(entity.fields) for entity in now.spec.entities),
            "rules": len(now.spec.rules),
            "roles": len(now.spec.roles),
            "spec": now.text,
        },
    )


def security(now: Proposal, work: Work) -> dict[str, Json]:
    """What is asked before the project's own code runs for the first time and is signed."""
    shown = " and the application" if now.preview else ""
    return _question(
        "security",
        title="Approve the reviewed code",
        effect=f"Runs {now.tests} tests{shown} in the sandbox, then commits {now.path} and signs its capsule.",
        undo="The commit stays in the project's history and can be taken back; a capsule is a file that can be removed.",
        least="low" if work.verdict.decision == "approved" else "high",
        findings=work.verdict.findings,
        now=now,
        facts={"verdict": work.verdict.decision, "reason": work.verdict.reason},
    )


def change(*, path: str, name: str, stack: str, spec: str, planned: Mapping[str, Any]) -> dict[str, Json]:
    """What is asked before a project is changed: each fact that changes is a finding."""
    migration = " and adds a migration of the database" if planned["migration"] else ""
    return {
        "kind": "change",
        "renew": True,
        "project": path,
        "title": "Approve the change",
        "effect": f"Changes {len(planned['files'])} files of {path}{migration}, once their tests pass.",
        "undo": f"ql undo {path}",
        "risk": planned["risk"],
        "suggestion": "approve",
        "choices": list(CHOICES["change"]),
        "findings": [_change_said(fact) for fact in planned["facts"]],
        "facts": {
            "name": name,
            "stack": stack,
            "files": len(planned["files"]),
            "migration": planned["migration"],
            "spec": spec,
        },
    }


def clarification(*, path: str, name: str, sentence: str, question: str) -> dict[str, Json]:
    """What an agent asks that only a person can decide; the comment of an approval is the answer."""
    return {
        "kind": "clarification",
        "project": path,
        "title": question,
        "effect": "The agent goes on with your answer: give it as the comment. Rejecting lets it decide by itself.",
        "undo": "What it builds is shown before it goes into the project.",
        "risk": "low",
        "suggestion": "reject",
        "choices": list(CHOICES["clarification"]),
        "findings": [],
        "facts": {"name": name, "sentence": sentence},
    }


def implementation(
    *,
    path: str,
    name: str,
    built: Sequence[Mapping[str, Any]],
    before: Mapping[str, str],
    changes: Mapping[str, str],
) -> dict[str, Json]:
    """What is asked before the code that a language model wrote goes into a project."""
    done = [row for row in built if row["ended"] == "built"]
    texts = [{"path": path, "before": before.get(path, ""), "after": text} for path, text in sorted(changes.items())]
    findings = [finding for row in done for finding in row["findings"]]
    return {
        "kind": "implementation",
        "project": path,
        "title": "Approve the code that a model wrote",
        "effect": f"Changes {len(texts)} files of {path} for {len(done)} sentences; their tests pass on a copy.",
        "undo": f"ql undo {path}",
        "risk": "medium",
        "suggestion": "approve",
        "choices": list(CHOICES["implementation"]),
        "findings": findings,
        "facts": {
            "name": name,
            "files": len(texts),
            "changes": cast(Json, texts),
            "built": [dict(row) for row in built],
        },
    }


def _change_said(fact: Mapping[str, Any]) -> dict[str, Json]:
    """A fact that changes, in the shape of a finding."""
    turned = " → ".join(filter(None, (fact["before"], fact["after"])))
    title = f"{fact['what']} {fact['verb']}" + (f": {turned}" if turned else "")
    return {"severity": fact["risk"], "title": title, "place": fact["place"], "advice": fact["why"], "by": "change"}


def risk_of(findings: Sequence[Finding], least: Risk) -> Risk:
    """How much an approval risks: as its gravest finding, and not less than `least`."""
    found: list[Risk] = [
        "high" if finding.grave else "medium" if finding.severity == "medium" else "low" for finding in findings
    ]
    return max([least, *found], key=_RISKS.index)


def _question(
    kind: Gate,
    *,
    title: str,
    effect: str,
    undo: str,
    least: Risk,
    findings: Sequence[Finding],
    now: Proposal,
    facts: Mapping[str, Json],
) -> dict[str, Json]:
    risk = risk_of(findings, least)
    return {
        "kind": kind,
        "project": now.path,
        "title": title,
        "effect": effect,
        "undo": undo,
        "renew": False,
        "preview": now.preview,
        "risk": risk,
        "suggestion": "reject" if risk == "high" else "approve",
        "choices": list(CHOICES[kind]),
        "findings": [asdict(finding) for finding in findings],
        "facts": {
            "name": now.spec.name,
            "stack": now.stack,
            "files": len(now.tree.files),
            "tests": now.tests,
            **facts,
        },
    }
