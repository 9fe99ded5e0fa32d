"""Builds what is read of briefs: checks, renders, lints and tests every application that they ask for.

python -m tests.reading.building             all learned briefs for web applications and interfaces
python -m tests.reading.building ID ...      some of them
python -m tests.reading.building --render    without running the tests of what is rendered
python -m tests.reading.building --types 5   type-checks each fifth application too
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from engines.kernel.spec import Spec
from engines.qlayer import blueprint_for, render
from engines.spec import check_spec, read_brief
from tests.qlayer.running import write_tree
from tests.reading.corpus import Brief, briefs

RUNNER = Path(__file__).parents[2] / "resources" / "qtest" / "ql_tests.py"
LEAST_COVERAGE = 90.0
_LONGEST_RUN = 900
_ENVIRONMENT = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONHASHSEED": "0", "PATH": os.environ["PATH"]}


@dataclass(frozen=True, kw_only=True)
class Built:
    """What came of one brief; `faults` are first lines, `told` the whole story of the first one."""

    id: str
    passed: int = 0
    skipped: tuple[str, ...] = ()
    failed: int = 0
    coverage: float = 0.0
    faults: tuple[str, ...] = ()
    told: str = ""
    seconds: float = 0.0

    @property
    def sound(self) -> bool:
        """Whether the application can be given to a person."""
        return not self.faults


def buildable() -> list[Brief]:
    """The learned briefs that ask for a web application or an interface."""
    return [b for b in briefs() if not b.held_out and b.kind in ("web", "api") and "entities" in b.expect]


def build(brief: Brief, folder: Path, *, tests: bool = True, types: bool = False) -> Built:
    """Reads, renders and tests the application of a brief below a folder."""
    began = time.monotonic()
    spec = read_brief(brief.text, name=brief.id).spec
    wrong = [f"spec: {finding.place}: {finding.title}" for finding in check_spec(spec) if finding.severity != "low"]
    home = folder / brief.id
    shutil.rmtree(home, ignore_errors=True)
    try:
        written(spec, home)
    except Exception as error:  # noqa: BLE001 - whatever breaks the rendering is what we look for
        return Built(id=brief.id, faults=(*wrong, f"render: {error!r}"), told=traceback.format_exc(limit=-8))
    wrong += linted(home)
    if types:
        wrong += typed(home)
    made = tested(home, brief.id) if tests else Built(id=brief.id)
    seconds = round(time.monotonic() - began, 1)
    return Built(**{**vars(made), "faults": (*wrong, *made.faults), "seconds": seconds})


def written(spec: Spec, home: Path) -> None:
    """Writes the project of a specification to a folder."""
    blueprint = blueprint_for(spec.kind)
    assert blueprint is not None
    write_tree(render(spec, blueprint), home)


def linted(home: Path) -> list[str]:
    """What ruff has against a project."""
    found = []
    for command in (["check", "-q", "--output-format", "concise"], ["format", "-q", "--check"]):
        done = _run([sys.executable, "-m", "ruff", *command, "--no-cache", "."], home)
        found += [f"ruff: {line}" for line in done.stdout.splitlines()]
    return found


def typed(home: Path) -> list[str]:
    """What mypy has against the code of a project."""
    done = _run([sys.executable, "-m", "mypy", "--no-incremental", "app"], home)
    return [f"mypy: {line}" for line in done.stdout.splitlines() if ": error:" in line]


def tested(home: Path, name: str) -> Built:
    """The outcome of a project's own tests."""
    results = home.with_suffix(".jsonl")
    files = sorted(f"tests/{path.name}" for path in (home / "tests").glob("test_*.py"))
    done = _run([sys.executable, str(RUNNER), str(results), *files], home)
    rows = [json.loads(line) for line in results.read_text("utf-8").splitlines()] if results.exists() else []
    cases = [row["case"] for row in rows if "case" in row]
    failed = [case for case in cases if case["outcome"] == "failed"]
    ends = [row["lines"] for row in rows if "lines" in row]
    share = _covered(ends[0]) if ends else 0.0
    faults = [f"test: {case['id']}: {_gist(case['message'])}" for case in failed]
    faults += [] if ends else [f"the tests ended early: {_gist(done.stdout + done.stderr)}"]
    faults += [f"coverage: {share}"] if ends and not failed and share <= LEAST_COVERAGE else []
    return Built(
        id=name,
        passed=sum(case["outcome"] == "passed" for case in cases),
        skipped=tuple(f"{case['id']}: {case['message']}" for case in cases if case["outcome"] == "skipped"),
        failed=len(failed),
        coverage=share,
        faults=tuple(faults),
        told=failed[0]["message"] if failed else "" if ends else (done.stdout + done.stderr)[-3000:],
    )


def _run(command: Sequence[str], home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=home, env=_ENVIRONMENT, capture_output=True, text=True, timeout=_LONGEST_RUN)


def _covered(lines: dict[str, tuple[list[int], list[int]]]) -> float:
    total, lost = (sum(len(row[at]) for row in lines.values()) for at in (0, 1))
    return round(100 * (total - lost) / total, 1) if total else 100.0


def _gist(message: str) -> str:
    """The line of a report that names the error."""
    lines = [line.removeprefix("E ").strip() for line in message.splitlines() if line.startswith("E ")]
    return (lines or message.strip().splitlines()[-1:] or [""])[0][:200]


def told(built: Built) -> str:
    """One line, and one more for each fault."""
    skips = f", {len(built.skipped)} skipped" if built.skipped else ""
    line = f"{built.id:28} {built.passed:>4} passed, {built.failed} failed{skips}, {built.coverage:5.1f} %"
    return "\n".join([f"{line} {built.seconds:6.1f} s", *(f"    {fault}" for fault in built.faults[:8])])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ids", nargs="*")
    parser.add_argument("--render", action="store_true", help="do not run the tests")
    parser.add_argument("--types", type=int, default=0, help="type-check one in so many")
    parser.add_argument("--keep", type=Path, help="a folder to leave the projects in")
    parser.add_argument("--full", action="store_true", help="print the whole first error of each")
    parser.add_argument("--skips", action="store_true", help="print why tests were skipped")
    asked = parser.parse_args()
    chosen = [brief for brief in buildable() if not asked.ids or brief.id in asked.ids]
    with tempfile.TemporaryDirectory(prefix="building-") as temporary, ProcessPoolExecutor(2) as pool:
        folder = asked.keep or Path(temporary)
        tasks = [
            pool.submit(build, brief, folder, tests=not asked.render, types=bool(asked.types) and n % asked.types == 0)
            for n, brief in enumerate(chosen)
        ]
        found = []
        for task in tasks:
            found.append(task.result())
            print(told(found[-1]), flush=True)
            if asked.full and found[-1].told:
                print(found[-1].told)
            for why in found[-1].skipped if asked.skips else ():
                print(f"    skipped {why}")
    broken = [built for built in found if not built.sound]
    print(f"{len(found) - len(broken)} of {len(found)} can be given to a person; broken: {[b.id for b in broken]}")
    print(f"{sum(b.passed for b in found)} tests passed, {sum(b.failed for b in found)} failed,", end=" ")
    print(f"{sum(len(b.skipped) for b in found)} skipped; {sum(b.seconds for b in found):.0f} s")
    print(dict(Counter(fault.split(":")[0] for built in broken for fault in built.faults)))


if __name__ == "__main__":
    main()
