"""What a person's wish for a change says: the specification that shall be, and what is asked before. Used by changing.

English, a specification as YAML, an OpenAPI document, or a recorded change that goes: each is read against what is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from app.services.registry import Registry
from app.services.renewing import SPEC, checked_spec, stack_of
from app.services.rerendering import Rerendering
from app.services.reverting import Reverting
from engines.change import agreed, likely, lost_values, recoding
from engines.change.model import Side
from engines.kernel.branches import Branches
from engines.kernel.errors import Conflict
from engines.kernel.events import Json
from engines.kernel.spec import Question, Spec
from engines.kernel.spec.renames import Renames
from engines.spec import ChangeReading, dump_spec, read_change, read_document_change, read_service_change


@dataclass(frozen=True, kw_only=True)
class ChangeWish:
    """What a person asks for: English (`text`), a specification as YAML (`spec`), or for a service another OpenAPI document
    (`interface`, which a text may go with), or that a recorded change is taken back (`take_back`, a commit or a number
    that counts changes from the newest); none of these: what `spec.yaml` says now.

    `accept` takes the suggested answers and approves the plan, `suggested` takes the answers alone. `prefer` decides every
    conflict, `sides` those of a file (`path`) or one alone (`path:line`). `only_plan` stops before anything is tested. `time`, in seconds since 1970, dates the commit.
    """

    project: str
    time: int
    text: str = ""
    spec: str = ""
    interface: str = ""
    take_back: str = ""
    accept: bool = False
    suggested: bool = False
    only_plan: bool = False
    prefer: Side | None = None
    sides: Mapping[str, Side] | None = None
    answers: Mapping[str, str] | None = None


class WishReader:
    """The use case; it blocks for a second or two."""

    def __init__(
        self, *, registry: Registry, branches: Branches, rerendering: Rerendering, reverting: Reverting
    ) -> None:
        self._registry, self._branches = registry, branches
        self._rerendering, self._reverting = rerendering, reverting

    def read(self, wish: ChangeWish) -> dict[str, Any]:
        """The specification, renames and values as JSON with `status` read; else why not, or what is asked."""
        project = self._registry.folder(Path(wish.project))
        self._branches.settle(project)
        stack = stack_of(project)
        told: dict[str, Any] = {"name": "", "stack": stack, "questions": [], "renames": {}, "recoded": {}, "values": {}}
        if wish.take_back:
            return told | self._taken_back(wish, project)
        if not (wish.text or wish.interface):
            return told | self._edited(wish, project)
        reading = _reading(wish, checked_spec((project / SPEC).read_text("utf-8")))
        told |= {"name": reading.spec.name, "questions": [_asked(question) for question in reading.questions]}
        if reading.refusal:
            return {"status": "refused", "why": reading.refusal, "path": wish.project, "questions": []}
        if wish.interface:
            return told | self._named(wish, project, dump_spec(reading.spec), reading.questions)
        if any(q.blocking for q in reading.questions) or (reading.questions and not wish.accept and not wish.answers):
            return {
                "status": "needs_answers",
                "project": reading.spec.name,
                "path": wish.project,
                "questions": told["questions"],
            }
        text = dump_spec(reading.spec)
        checked_spec(text)
        recoded = {place: dict(values) for place, values in reading.recoded.items()}
        return {
            **told,
            "status": "read",
            "spec": text,
            "renames": _told(reading.renames),
            "recoded": recoded,
            "values": dict(reading.values),
        }

    def _taken_back(self, wish: ChangeWish, project: Path) -> dict[str, Any]:
        """What the specification says without a change; refused where a later one stands on it."""
        try:
            taken = self._reverting.take_back(project, wish.take_back)
        except Conflict as error:
            return {"status": "refused", "why": f"{error}. {error.hint}", "path": wish.project, "questions": []}
        told = self._with_values(wish, project, taken.spec, taken.renames, [])
        return {**told, "says": taken.says, "kept": dict(taken.kept)}

    def _edited(self, wish: ChangeWish, project: Path) -> dict[str, Any]:
        """What an edited specification says."""
        return self._named(wish, project, wish.spec or (project / SPEC).read_text("utf-8"), [])

    def _named(self, wish: ChangeWish, project: Path, text: str, asked: Sequence[Question]) -> dict[str, Any]:
        """A specification that nobody told renames of: names that look like new names of old things are asked about."""
        spec = checked_spec(text)
        found = likely(self._rerendering.known(project)[0], spec)
        answers = {question: said.strip().lower() for question, said in (wish.answers or {}).items()}
        open_ones = [Question(text=each.question, suggestion="yes") for each in found if each.question not in answers]
        renames = agreed(found, [answers.get(each.question, "yes").startswith("y") for each in found])
        return {**self._with_values(wish, project, spec, renames, [*asked, *open_ones]), "spec": text}

    def _with_values(
        self, wish: ChangeWish, project: Path, spec: Spec, renames: Renames, asked: Sequence[Question]
    ) -> dict[str, Any]:
        """The same with what records get whose state, choice or role is no more, which is asked too."""
        lost = lost_values(self._rerendering.known(project)[0], spec, renames)
        answers = wish.answers or {}
        more = [Question(text=e.question, suggestion=e.suggestion) for e in lost if e.question not in answers]
        questions = [_asked(question) for question in (*asked, *more)]
        told = {"project": spec.name, "path": wish.project, "questions": cast(Json, questions)}
        if questions and not (wish.accept or wish.suggested):
            return {"status": "needs_answers", **told}
        recoded = {place: dict(values) for place, values in recoding(lost, answers).items()}
        read = {"status": "read", "spec": dump_spec(spec), "name": spec.name, "renames": _told(renames)}
        return {**told, **read, "recoded": recoded}


def _reading(wish: ChangeWish, spec: Spec) -> ChangeReading:
    if wish.interface:
        return read_document_change(wish.interface, spec, text=wish.text, answers=wish.answers)
    read = read_change if spec.service is None else read_service_change
    return read(wish.text, spec, answers=wish.answers)


def _told(renames: Renames) -> dict[str, dict[str, str]]:
    return {name: dict(getattr(renames, name)) for name in ("entities", "members", "plurals", "roles")}


def _asked(question: Question) -> dict[str, Json]:
    return {"text": question.text, "suggestion": question.suggestion}
