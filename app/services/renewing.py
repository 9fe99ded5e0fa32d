"""What is known of a project before it is rendered anew: its blueprint, and whether its specification can be built."""

from __future__ import annotations

import json
from pathlib import Path

from engines.kernel.errors import UserError
from engines.kernel.spec import Spec
from engines.spec import check_spec, line_of, load_spec, place_lines

SPEC = "spec.yaml"
RECORDED_LATER = frozenset({SPEC, "TRACE.md"})


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
