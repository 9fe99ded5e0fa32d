"""Rendering a project anew from its corrected specification, without losing what people wrote. Used by building."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from engines.kernel.errors import Conflict, UserError
from engines.kernel.repository import Repository
from engines.kernel.spec import Spec
from engines.kernel.tree import SourceTree
from engines.qlayer import load_blueprint, render
from engines.spec import check_spec, line_of, load_spec, place_lines

SPEC = "spec.yaml"
RECORDED_LATER = frozenset({SPEC, "TRACE.md"})
_NAMED = 5


def stack_of(project: Path) -> str:
    """The blueprint that a project was rendered from; '' for a folder that is no project."""
    manifest = project / "quantumlayer.json"
    return str(json.loads(manifest.read_text("utf-8")).get("blueprint", "")) if manifest.is_file() else ""


def checked_spec(text: str) -> Spec:
    """The specification of a text, when it can be built; UserError names the line of what can't."""
    spec = load_spec(text)
    lines = place_lines(text, spec)
    grave = [finding for finding in check_spec(spec) if finding.grave]
    if grave:
        first = min(grave, key=lambda finding: line_of(finding.place, lines))
        more = f" (and {len(grave) - 1} more)" if len(grave) > 1 else ""
        raise UserError(f"line {line_of(first.place, lines)}: {first.title}{more}", hint=first.advice)
    return spec


def generated_files(project: Path, repository: Repository) -> Sequence[str]:
    """The files that were rendered into a project; Conflict when people changed some, since those would be lost.

    What a run that was stopped had written by the specification on disk is rendered too, though nobody recorded it.
    """
    text = repository.read(project, "HEAD", SPEC).decode("utf-8")
    before = render(load_spec(text), load_blueprint(stack_of(project)))
    begun = _begun(project, text)
    changed = [path for path in repository.changed(project) if not _is_begun(project, path, before.files, begun)]
    lost = sorted({path for path in (*_edited(project, repository, before), *changed) if path not in RECORDED_LATER})
    if lost:
        named = ", ".join(lost[:_NAMED]) + (f" and {len(lost) - _NAMED} more" if len(lost) > _NAMED else "")
        raise Conflict(
            f"'{project}' holds changes that were made by hand: {named}",
            hint="Take them back, or build into another folder: ql new --file spec.yaml --out DIR",
        )
    return sorted({*before.files, *begun})


def _begun(project: Path, recorded: str) -> Mapping[str, bytes]:
    """What the specification on disk is rendered to, where it is another one than is recorded."""
    try:
        text = (project / SPEC).read_text("utf-8")
        return {} if text == recorded else render(load_spec(text), load_blueprint(stack_of(project))).files
    except (OSError, UnicodeDecodeError, UserError):
        return {}


def _is_begun(project: Path, path: str, before: Mapping[str, bytes], begun: Mapping[str, bytes]) -> bool:
    """Whether a changed file is as a stopped run left it: written by its rendering, or removed as none of it."""
    place = project / path
    if place.is_symlink() or not begun:
        return False
    if not place.exists():
        return path in before and path not in begun
    return place.is_file() and path in begun and place.read_bytes() == begun[path]


def _edited(project: Path, repository: Repository, before: SourceTree) -> list[str]:
    """The recorded files that differ from what was rendered, and those that people added."""
    tracked = set(repository.tracked(project))
    gone = [path for path in before.files if path not in tracked]
    added = [path for path in tracked if path not in before.files]
    differing = [
        path
        for path in sorted(tracked & set(before.files))
        if repository.read(project, "HEAD", path) != before.files[path]
    ]
    return [*gone, *added, *differing]


def remove_stale(project: Path, before: Sequence[str], tree: SourceTree) -> None:
    """Removes the rendered files that the new tree has no more; done twice, it changes nothing."""
    for path in before:
        if path not in tree.files and path not in RECORDED_LATER:
            (project / path).unlink(missing_ok=True)
