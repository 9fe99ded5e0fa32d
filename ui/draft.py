"""The brief in hand that is no project yet: handed from Home to Spec and from there to Run. One per window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Signal

from ui.reading import Reading


@dataclass
class _Said:
    brief: str = ""
    stack: str = ""
    project: str = ""
    answers: dict[str, str] = field(default_factory=dict)


class Draft(QObject):
    """`changed` after each change. `spec` is set once a person corrected the specification; then it, not the brief, is built.

    `project` is the folder of a project that is to be rendered anew from `spec`; '' for a new one.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._said = _Said()
        self.reading: Reading | None = None
        self.spec = ""

    @property
    def brief(self) -> str:
        return self._said.brief

    @property
    def stack(self) -> str:
        return self._said.stack

    @property
    def project(self) -> str:
        return self._said.project

    @property
    def answers(self) -> Mapping[str, str]:
        """A person's answers by the text of their question."""
        return self._said.answers

    @property
    def empty(self) -> bool:
        return not (self._said.brief or self.spec)

    def begin(
        self, brief: str, *, stack: str = "", reading: Reading | None = None, spec: str = "", project: str = ""
    ) -> None:
        """Another brief, or a specification that somebody wrote; answers of before are forgotten."""
        self._said = _Said(brief=brief, stack=stack, project=project)
        self.reading, self.spec = reading, spec
        self.changed.emit()

    def clear(self) -> None:
        self.begin("")

    def answer(self, question: str, answer: str) -> None:
        self._said.answers[question] = answer

    def correct(self, spec: str) -> None:
        """A person changed the specification."""
        self.spec = spec

    def plan_wish(self) -> dict[str, Any]:
        """What POST /plans is asked: the corrected specification, else the brief with its answers."""
        said: dict[str, Any] = {"stack": self._said.stack}
        if self.spec:
            return {**said, "spec": self.spec}
        return {**said, "brief": self._said.brief, "answers": dict(self._said.answers)}

    def build_wish(self, folder: str) -> dict[str, Any]:
        """What POST /projects is asked; a new project goes below `folder`."""
        if self._said.project:
            return {"spec": self.spec, "renew": True, "out": self._said.project}
        return {**self.plan_wish(), "folder": folder}
