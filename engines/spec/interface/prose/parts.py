"""What is told of one operation: what it takes, what it answers by status, how it refuses, and shapes told on the way. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from engines.spec.interface.prose.events import Event, describes, events
from engines.spec.interface.prose.passages import Paper
from engines.spec.interface.prose.samples import Sample
from engines.spec.interface.prose.stretches import Layout, Told, about

WRITES = frozenset({"POST", "PUT", "PATCH"})
_KINDS = re.compile(r"\b(?:kinds?|types?|forms?|one of|either|variants?|ways?)\b[^.]*:\s*$", re.IGNORECASE)
_PER_LINE = re.compile(r"\bper (?:line|item|row|entry|element)\b", re.IGNORECASE)


@dataclass
class Said:
    """An answer as told: a sample if there is one, and the stretches of text that describe it. `sentences`: their numbers."""

    status: int
    sample: Sample | None = None
    spans: list[tuple[int, int]] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)


@dataclass
class Parts:
    """The parts of an operation. `spans`: all sentences about it; `shapes`: what things are, with the words before."""

    told: Told
    requests: list[Sample] = field(default_factory=list)
    replies: dict[int, Said] = field(default_factory=dict)
    untold: Said = field(default_factory=lambda: Said(0))
    shapes: list[tuple[str, Sample]] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)

    def successes(self) -> list[Said]:
        """The answers that refuse nothing."""
        return [said for status, said in self.replies.items() if status < 400]


@dataclass
class _State:
    """What the next sample would be: of the request, of an answer, of a refusal, or not told (`after`)."""

    what: str
    code: int = 0
    fault: int = 0
    asked: bool = False
    in_list: bool = False
    request_at: int = 0


def parts_of(paper: Paper, layout: Layout, told: Told) -> Parts:
    """Reads all stretches of an operation in order."""
    parts = Parts(told)
    state = _State("request" if told.method in WRITES else "answer")
    quiet = layout.without(told)
    for start, end in sorted(set(about(paper, told))):
        passage = paper.at(start)
        parts.spans.append((start, end))
        parts.sentences.append(passage.number)
        for event in events(paper, quiet, start, end):
            _take(event, state, parts, paper, quiet)
    for status, said in parts.replies.items():
        del status
        said.spans = [(a, _stop(paper, quiet, a, b)) for a, b in said.spans]
    return parts


def _take(event: Event, state: _State, parts: Parts, paper: Paper, quiet: str) -> None:
    if event.kind == "close":
        if state.what == "fault" and state.code:
            state.what = "answer"
    elif event.kind == "end":
        if quiet[event.start] in ".!?\n" and state.what != "request":
            state.what = "after"
        elif state.what == "fault":
            state.what = "after" if not state.code else "answer"
    elif event.kind == "asks":
        if state.what != "answer" or re.match(
            r"(?:request|body:|payload)", quiet[event.start : event.end], re.IGNORECASE
        ):
            state.what, state.asked = "request", True
    elif event.kind == "answers":
        state.what = "answer"
        state.code = 0 if state.code >= 300 else state.code
        parts.untold.spans.append((event.start, _sentence_end(paper, event.end)))
    elif event.kind == "errors":
        state.what, state.fault = "fault", 0
    elif event.kind == "status":
        _status(event, state, parts, paper, quiet)
    elif event.sample is not None:
        _sample(event, event.sample, state, parts, paper)


def _status(event: Event, state: _State, parts: Parts, paper: Paper, quiet: str) -> None:
    begin = paper.at(event.start).start
    if 207 in parts.replies and _PER_LINE.search(quiet[begin : event.start]):
        return
    said = parts.replies.setdefault(event.code, Said(event.code))
    said.spans.append((event.start, _sentence_end(paper, event.end)))
    said.sentences.append(paper.at(event.start).number)
    if event.code >= 400:
        state.what, state.fault = "fault", event.code
    else:
        state.what, state.code = "answer", event.code


def _sample(event: Event, sample: Sample, state: _State, parts: Parts, paper: Paper) -> None:
    if not sample.members and not sample.items and not sample.goes_on:
        return
    begin = paper.at(event.start).start
    told = paper.masked[begin : event.start]
    is_thing = describes(paper, event.start) and sample.kind == "object" and len(sample.members) > 1
    if is_thing and state.what != "answer" and not (state.what == "request" and not parts.requests):
        parts.shapes.append((told, sample))
    elif state.what == "request" and parts.told.method in WRITES | {"DELETE"}:
        again = parts.requests and paper.at(event.start).block != state.request_at
        if again and not state.asked and not state.in_list and not _successful(parts):
            _answer(sample, state, parts)
            return
        parts.requests.append(sample)
        state.request_at, state.asked = paper.at(event.start).block, False
    elif state.what == "fault" and state.fault:
        parts.replies[state.fault].sample = parts.replies[state.fault].sample or sample
    elif state.what == "fault":
        return
    elif state.what == "answer":
        _answer(sample, state, parts)
    elif parts.told.method in WRITES and (not parts.requests or state.in_list) and paper.at(event.start).kind == "item":
        parts.requests.append(sample)
        state.in_list = True
    elif not any(said.sample for said in parts.successes()):
        _answer(sample, state, parts)
    elif is_thing:
        parts.shapes.append((told, sample))


def _successful(parts: Parts) -> bool:
    return any(said.sample for said in parts.successes()) or parts.untold.sample is not None


def _answer(sample: Sample, state: _State, parts: Parts) -> None:
    bare = [said for said in parts.successes() if said.sample is None and said.status != 204]
    here = parts.replies.get(state.code)
    if not parts.successes():
        parts.untold.sample = parts.untold.sample or sample
    elif here is None or here.sample is None or here.status == 204:
        whole = [said for said in bare if not any(s.sample for s in parts.successes())] or (
            [here] if here in bare else bare
        )
        for said in whole:
            said.sample = sample


def _sentence_end(paper: Paper, at: int) -> int:
    return paper.at(at - 1).end


def _stop(paper: Paper, quiet: str, start: int, end: int) -> int:
    """Where what is said of a status ends: before the next status."""
    later = [
        event.start for event in events(paper, quiet, start, end) if event.kind == "status" and event.start > start
    ]
    return min([end, *later])
