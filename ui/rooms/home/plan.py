"""What Home decides without a screen: where sentences stand in a text, what a project's row says, how long ago something was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from ui.language import say, say_many
from ui.reading import Facts, Question, Reading, Sentence
from ui.retelling import retell
from ui.workspace import Project

Mark = Literal["question", "gap"]


@dataclass(frozen=True, kw_only=True)
class Wave:
    """A stretch of the text, from `start` to before `end`, with what is to be said about it."""

    start: int
    end: int
    mark: Mark
    why: str


def waves(text: str, reading: Reading) -> tuple[Wave, ...]:
    """What is underlined: sentences with a question and sentences that were not understood."""
    asked = {number: question for question in reversed(reading.questions) for number in question.sentences}
    return tuple(
        Wave(start=start, end=end, mark="question" if sentence.number in asked else "gap", why=_why(sentence, asked))
        for sentence, start, end in placed(text, reading.sentences)
        if sentence.number in asked or sentence.status == "not_understood"
    )


def _why(sentence: Sentence, asked: Mapping[int, Question]) -> str:
    question = asked.get(sentence.number)
    if question is None:
        return say("This was not understood and will not be built. Try shorter words: who does what with which thing.")
    return say("{question} Suggested: {answer}", question=retell(question.text), answer=question.suggestion)


def placed(text: str, sentences: Iterable[Sentence]) -> Iterator[tuple[Sentence, int, int]]:
    """Each sentence with where it stands; line breaks and spaces may differ, those that were rewritten are left out."""
    begin = 0
    for sentence in sentences:
        words = sentence.text.split()
        if not words:
            continue
        found = re.compile(r"[\s*_`|>#-]+".join(re.escape(word) for word in words)).search(text, begin)
        if found:
            begin = found.end()
            yield sentence, found.start(), found.end()


@dataclass(frozen=True, kw_only=True)
class Count:
    """A badge of what was read."""

    text: str
    tone: str
    icon: str


def counts(facts: Facts, questions: int) -> tuple[Count, ...]:
    """What was read so far; what there is none of is left out."""
    rows = (
        (len(facts.entities), say_many("{n} entity", "{n} entities", len(facts.entities)), "accent", "cube"),
        (facts.states, say_many("{n} state", "{n} states", facts.states), "plum", "branch"),
        (len(facts.roles), say_many("{n} role", "{n} roles", len(facts.roles)), "info", "users"),
        (len(facts.rules), say_many("{n} rule", "{n} rules", len(facts.rules)), "success", "scale"),
        (questions, say_many("{n} question", "{n} questions", questions), "warning", "question"),
    )
    return tuple(Count(text=text, tone=tone, icon=icon) for n, text, tone, icon in rows if n)


def understood(sentences: Sequence[Sentence]) -> str:
    """How many sentences there are and how many of them were understood, in words."""
    gaps = sum(sentence.status == "not_understood" for sentence in sentences)
    told = say_many("{n} sentence", "{n} sentences", len(sentences))
    if not gaps:
        return say("{sentences}, all understood", sentences=told)
    return say("{sentences}, {n} not understood", sentences=told, n=gaps)


def ago(time: str, now: datetime) -> str:
    """How long ago an ISO time was, as people say it; '' when there is none."""
    try:
        then = datetime.fromisoformat(time)
    except ValueError:
        return ""
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    seconds = (now - then).total_seconds()
    days = (now.astimezone().date() - then.astimezone().date()).days
    if seconds < 60:
        return say("now")
    if seconds < 3600:
        return say_many("{n} min ago", "{n} min ago", int(seconds // 60))
    if days < 1:
        return say_many("{n} hour ago", "{n} hours ago", int(seconds // 3600))
    if days == 1:
        return say("yesterday")
    return say_many("{n} day ago", "{n} days ago", days) if days < 14 else f"{then.astimezone():%Y-%m-%d}"


@dataclass(frozen=True, kw_only=True)
class Stand:
    """How a project stands, for its badge."""

    text: str
    tone: str
    icon: str = ""
    dot: bool = False


def stand(project: Project) -> Stand:
    """The badge of a project: its preview first, else its state."""
    row: Mapping[str, Any] = project.row
    questions = int(row.get("questions") or 0)
    if project.state == "building":
        return Stand(text=say("Building"), tone="accent", icon="refresh")
    if project.state == "waiting":
        return Stand(text=say("Waits for approval"), tone="warning", icon="pause")
    if project.state == "missing":
        return Stand(text=say("Folder is gone"), tone="danger", icon="folder")
    if project.state == "cancelled":
        return Stand(text=say("Cancelled"), tone="warning", icon="stop")
    if project.state == "failed":
        return Stand(text=say("Failed"), tone="danger", icon="cross-circle")
    if (row.get("preview") or {}).get("state") == "running":
        return Stand(text=say("Preview on"), tone="success", dot=True)
    if questions:
        return Stand(text=say_many("{n} question", "{n} questions", questions), tone="warning", icon="question")
    return Stand(text=say("Ready"), tone="neutral")


def advice(project: Project) -> str:
    """What can be done about a project that is not as it should be; '' for others."""
    return {
        "cancelled": say("Its build was stopped. Open it to see how far it came and to plan it again."),
        "failed": say("Run tells why its build failed, Tests which of its tests do."),
        "missing": say("Put the folder back, or remove it from this list."),
        "waiting": say("Open it to approve, change or reject."),
    }.get(project.state, "")


def called(project: Project) -> str:
    """A project's folder, which tells two of one name apart."""
    return project.folder


def fitting(projects: Sequence[Project], words: str) -> list[Project]:
    """The projects whose name, title, summary or folder hold all the words."""
    sought = words.casefold().split()
    return [
        project
        for project in projects
        if all(word in f"{project.name} {project.title} {project.summary} {project.path}".casefold() for word in sought)
    ]


def is_specification(text: str) -> bool:
    """Whether a YAML text is a specification of ours and no brief."""
    return bool(re.search(r"^(entities|tool|training|service):", text, re.MULTILINE)) and "name:" in text


def is_interface(text: str) -> bool:
    """Whether a text is an OpenAPI document, in YAML or JSON; an old one too, so that the engine can say what to do."""
    return bool(re.search(r"^[\s{]*\"?(openapi|swagger)\"?\s*:", text, re.MULTILINE)) and "paths" in text
