"""What a text leaves open and HTTP's conventions fill: each a question with the answer that is taken unless a person says otherwise. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from engines.kernel.spec import Question


def status(key: str, code: int) -> Question:
    """The status of an operation whose text tells none."""
    return Question(
        text=f"The text does not tell with which status {key} answers. With which?",
        suggestion=str(code),
        says=f"{key} answers {{answer}}.",
    )


def left_out(key: str, names: Sequence[str]) -> Question:
    """Members of which nothing says that they must be there."""
    listed = ", ".join(f"'{name}'" for name in names)
    return Question(
        text=f"The text does not tell whether {listed} of {key} must be given. Required or optional?",
        suggestion="optional",
        says="".join(f"`{name}` is {{answer}}. " for name in names).strip(),
    )


def shown(name: str) -> Question:
    """A thing that no answer shows."""
    return Question(
        text=f"The text does not show what is answered for a {name.replace('_', ' ')}. What was sent, with an id?",
        suggestion="Yes.",
    )


def body(key: str, names: Sequence[str]) -> Question:
    """The body of an operation of which only the thing is told."""
    return Question(
        text=f"The text does not tell what {key} takes. {', '.join(names)}?",
        suggestion="Yes.",
    )


def service(keys: Sequence[str]) -> Question:
    """The decision for a service, explained."""
    few = ", ".join(keys[:3]) + (" ..." if len(keys) > 3 else "")
    return Question(
        text=f"The brief names {len(keys)} operations ({few}), so a service with exactly these is built, without pages of its own. Is that meant?",
        suggestion="Yes.",
    )
