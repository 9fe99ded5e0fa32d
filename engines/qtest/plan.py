"""Pure decisions: how tests are shared among processes, how reports add up, and what they prove of each sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from engines.kernel.errors import NotFound
from engines.kernel.spec import Sentence, Spec, facts, feature_id
from engines.kernel.tree import Anchor
from engines.qtest.model import Requirement, RequirementStatus, TestReport

PAYS_FROM = 160


def shards(sizes: Mapping[str, int], workers: int) -> list[list[str]]:
    """Test files, by their number of tests, for so many processes; one process while starting another does not pay."""
    if workers < 2 or len(sizes) < 2 or sum(sizes.values()) < PAYS_FROM:
        return [sorted(sizes)]
    loads = [0] * workers
    result: list[list[str]] = [[] for _ in range(workers)]
    for name in sorted(sizes, key=lambda file: (-sizes[file], file)):
        lightest = loads.index(min(loads))
        result[lightest].append(name)
        loads[lightest] += sizes[name]
    return [sorted(names) for names in result if names]


def chosen(known: Mapping[str, Collection[str]], only: Sequence[str]) -> dict[str, list[str]]:
    """What to give to pytest, by file: each file as a whole, or the ids that are wanted of it; NotFound for one that isn't there."""
    if not only:
        return {file: [file] for file in known}
    wanted: dict[str, list[str]] = {}
    for name in dict.fromkeys(only):
        file, *inside = name.split("[")[0].split("::")
        if file not in known or (inside and inside[-1] not in known[file]) or "\0" in name:
            raise NotFound(f"there is no test {name!r}", hint="Run all tests to see their ids.")
        wanted.setdefault(file, []).append(name)
    return {file: [file] if file in names else names for file, names in wanted.items()}


def merged(known: TestReport, newer: TestReport) -> TestReport:
    """The report of all tests with newer outcomes of some; lines are counted by runs of all tests alone."""
    told = {case.id for case in newer.cases}
    files = {name.split("::")[0] for name in told}
    kept = [
        case
        for case in known.cases
        if case.id not in told and case.id not in files and case.id.split("::")[0] not in told
    ]
    return replace(known, cases=tuple(sorted((*kept, *newer.cases), key=lambda case: case.id)))


def covered(lines: Sequence[Mapping[str, tuple[Sequence[int], Sequence[int]]]]) -> tuple[float, dict[str, list[int]]]:
    """Percent of lines reached, and the missed ones by file, from (statements, missed) of each process."""
    statements: dict[str, set[int]] = {}
    missed: dict[str, set[int]] = {}
    for process in lines:
        for name, (known, unreached) in process.items():
            statements[name] = set(known)
            missed[name] = missed.get(name, set(known)) & set(unreached)
    total, lost = sum(map(len, statements.values())), sum(map(len, missed.values()))
    percent = 100.0 if total == 0 else round(100 * (total - lost) / total, 1)
    return percent, {name: sorted(lost_lines) for name, lost_lines in sorted(missed.items()) if lost_lines}


def reached(lines: Sequence[Mapping[str, tuple[Sequence[int], Sequence[int]]]]) -> dict[str, list[int]]:
    """The lines that any test reached, by file, from (statements, missed) of each process."""
    found: dict[str, set[int]] = defaultdict(set)
    for process in lines:
        for name, (known, unreached) in process.items():
            found[name] |= set(known) - set(unreached)
    return {name: sorted(numbers) for name, numbers in sorted(found.items())}


def evidence(spec: Spec, anchors: Sequence[Anchor], report: TestReport) -> tuple[Requirement, ...]:
    """What became of each sentence: facts x anchors x outcomes. Built means code and a passing test for every fact."""
    said: dict[int, list[str]] = defaultdict(list)
    for fact, origin in facts(spec):
        for number in origin.sentences:
            said[number].append(fact)
    judge = _Judge(spec, anchors, report)
    return tuple(_requirement(spec, sentence, said[sentence.number], judge) for sentence in spec.sentences)


def built_features(spec: Spec, anchors: Sequence[Anchor], report: TestReport) -> tuple[str, ...]:
    """The plain names of the features that have code and passing tests, for one entity at least, in their order."""
    judge = _Judge(spec, anchors, report)
    return _once(feature.name for feature in spec.features if not judge.lacks(feature_id(feature)))


class _Judge:
    """Looks facts up among anchors and outcomes."""

    def __init__(self, spec: Spec, anchors: Sequence[Anchor], report: TestReport) -> None:
        features = {feature_id(feature): feature for feature in spec.features}
        self.unbuilt = {fact: feature.name for fact, feature in features.items() if not feature.built}
        self.realised = {fact: feature.realised_by for fact, feature in features.items() if feature.realised_by}
        self.code: dict[str, list[str]] = defaultdict(list)
        self.tests: dict[str, list[str]] = defaultdict(list)
        self.reasons: dict[str, str] = {}
        failed = {case.id.split("[")[0]: case for case in report.cases if case.outcome != "passed"}
        ran = {case.id.split("[")[0] for case in report.cases}
        for anchor in anchors:
            if not anchor.test:
                self.code[anchor.fact].append(f"{anchor.path}:{anchor.line}")
            elif anchor.test in ran and anchor.test not in failed:
                self.tests[anchor.fact].append(anchor.test)
            elif anchor.test in failed and failed[anchor.test].outcome == "skipped":
                self.reasons[anchor.fact] = failed[anchor.test].message

    def lacks(self, fact: str) -> str:
        """What a fact lacks to count as built, or nothing; what is made of other facts lacks what they lack."""
        if fact in self.unbuilt:
            return f"{self.unbuilt[fact].replace('_', ' ')} is not built yet"
        parts = self.realised.get(fact, ())
        if lack := next((lack for part in parts if (lack := self.lacks(part))), ""):
            return lack
        if fact not in self.code:
            return "" if parts else f"no code for {fact}"
        if fact in self.tests:
            return ""
        return f"no passing test for {fact}" + (f": {self.reasons[fact]}" if self.reasons.get(fact) else "")

    def places(self, said: Sequence[str]) -> Iterator[str]:
        """Where the code of some facts stands."""
        return (place for fact in self._whole(said) for place in self.code.get(fact, ()))

    def proofs(self, said: Sequence[str]) -> Iterator[str]:
        """The passing tests of some facts."""
        return (test for fact in self._whole(said) for test in self.tests.get(fact, ()))

    def _whole(self, said: Sequence[str]) -> Iterator[str]:
        return (part for fact in said for part in (fact, *self.realised.get(fact, ())))


def _requirement(spec: Spec, sentence: Sentence, said: Sequence[str], judge: _Judge) -> Requirement:
    if not said:
        return _without_facts(spec, sentence)
    lacking = [lack for fact in said if (lack := judge.lacks(fact))]
    done = len(said) - len(lacking)
    return Requirement(
        number=sentence.number,
        text=sentence.text,
        status="built" if not lacking else "partial" if done else "not_built",
        facts=tuple(said),
        code=_once(judge.places(said)),
        tests=_once(judge.proofs(said)),
        why="; ".join(lacking[:3]) + (f"; and {len(lacking) - 3} more" if len(lacking) > 3 else ""),
    )


def _without_facts(spec: Spec, sentence: Sentence) -> Requirement:
    asked = next((q.text for q in spec.questions if sentence.number in q.sentences), "")
    match sentence.status:
        case "context":
            return _bare(sentence, "out_of_scope", "says what surrounds the application, asks for nothing")
        case "question":
            return _bare(sentence, "not_built", f"waits for an answer: {asked}" if asked else "waits for an answer")
        case _:
            return _bare(sentence, "not_understood", asked or "no rule could read it; say it in other words")


def _bare(sentence: Sentence, status: RequirementStatus, why: str) -> Requirement:
    return Requirement(number=sentence.number, text=sentence.text, status=status, why=why)


def _once(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))


def measured(texts: Sequence[Mapping[str, str]], files: Iterable[str]) -> dict[str, str]:
    """The digests of those files, from those of each process; a file that two processes saw differently has none."""
    known = {file: {process.get(file, "") for process in texts} for file in files}
    return {file: seen.pop() for file, seen in sorted(known.items()) if len(seen) == 1 and "" not in seen}
