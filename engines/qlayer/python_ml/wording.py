"""How the project speaks: of what a row is about, of its split and of its candidates. Called by the context."""

from __future__ import annotations

import re

from engines.kernel.spec import Training

_TAKEN = frozenset(
    """
    Annotated Any Batch BeforeValidator BaseModel Card Column ConfigDict Field Literal Model Prediction Predictions
    Request Response Row Seen Table Value Warned Word
    """.split()  # noqa: SIM905 - one word beside the other reads better
)


def class_name(subject: str) -> str:
    """The class of what a prediction is asked for: `House`."""
    name = "".join(word.capitalize() for word in re.findall(r"[a-z0-9]+", subject.lower()))
    return name if name and not name[0].isdigit() and name not in _TAKEN else "Observation"


def plural(subject: str) -> str:
    """'houses', 'deliveries'."""
    words = subject.replace("_", " ")
    if re.search(r"[^aeiou]y$", words):
        return words[:-1] + "ies"
    return words + ("es" if re.search(r"(s|x|z|ch|sh)$", words) else "s")


def split_sentence(training: Training) -> str:
    """Which rows are held out."""
    share = f"{training.split.share:.0%}"
    if training.split.latest_by:
        return f"The latest {share} of the rows, by `{training.split.latest_by}`, are held out."
    shares = ", with the same shares of the classes" if training.task == "classification" else ""
    return f"{share} of the rows are held out, always the same ones for the same file{shares}."


def candidates_sentence(names: tuple[str, ...], folds: int) -> str:
    """How the estimator is chosen."""
    said = [name.replace("_", " ") for name in names]
    if len(said) == 1:
        return f"The model is of the kind {said[0]}; {folds}-fold cross-validation on the training rows tells how steady it is."
    return f"Of {', '.join(said[:-1])} and {said[-1]}, the better one in {folds}-fold cross-validation on the training rows is taken."
