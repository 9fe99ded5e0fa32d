"""What people call the stacks. Used wherever one is shown or chosen."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from ui.language import say


def stacks() -> dict[str, str]:
    """The titles of stacks by their name; '' lets the kind of application choose."""
    return {
        "": say("Fitting stack"),
        "python-fastapi": "Python · FastAPI",
        "python-cli": say("Python · command line"),
        "python-ml": "Python · scikit-learn",
        "python-service": say("Python · given interface"),
    }


@lru_cache(maxsize=32)
def builds(stack: str) -> frozenset[str]:
    """The kinds of application that a stack makes; none for one that this window does not know."""
    import yaml

    place = files("resources").joinpath("blueprints", stack, "manifest.yaml")
    return frozenset(yaml.safe_load(place.read_text("utf-8"))["kinds"]) if place.is_file() else frozenset()


def misfit(stack: str, kind: str) -> str:
    """Why a stack does not make that kind of application; '' when it does, or when that is not known."""
    if not stack or not builds(stack) or kind in builds(stack):
        return ""
    wanted = {
        "web": say("a web application"),
        "api": say("an API"),
        "cli": say("a command-line program"),
        "ml": say("a trained model"),
        "service": say("a service behind a given interface"),
    }.get(kind, kind)
    return say("The brief asks for {kind}; {stack} does not make that.", kind=wanted, stack=stack_title(stack))


def stack_title(name: str) -> str:
    """The title of one; its name where a newer engine knows more of them."""
    return stacks().get(name, name) if name else ""
