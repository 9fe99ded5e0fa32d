"""What people call the stacks. Used wherever one is shown or chosen."""

from __future__ import annotations

from ui.language import say


def stacks() -> dict[str, str]:
    """The titles of stacks by their name; '' lets the kind of application choose."""
    return {
        "": say("Fitting stack"),
        "python-fastapi": "Python · FastAPI",
        "python-cli": say("Python · command line"),
        "python-ml": "Python · scikit-learn",
    }


def stack_title(name: str) -> str:
    """The title of one; its name where a newer engine knows more of them."""
    return stacks().get(name, name) if name else ""
