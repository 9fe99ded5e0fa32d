"""The shell of the room: joins the pure plan with the installed lexicon. Called by services through the package."""

from __future__ import annotations

from engines.spec import plan
from engines.spec.lexicon_files import load_lexicon
from engines.spec.model import Reading


def read_brief(text: str, *, name: str = "") -> Reading:
    """Reads English into a specification; `name` is the project's kebab-case name. UserError when it is no text."""
    return plan.read(text, load_lexicon(), name=name)
