"""From prose that names operations to a specification: its document is derived, and what stands behind it inferred as ever."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace

from engines.kernel.spec import Origin, Question, Sentence, Spec
from engines.kernel.spec.facts import SentenceStatus
from engines.kernel.spec.service import NotBuilt, Operation
from engines.spec.english import English
from engines.spec.interface.loading import load_interface
from engines.spec.interface.plan import understand
from engines.spec.interface.prose.deriving import Derived, derive
from engines.spec.interface.words import Words
from engines.spec.lexicon import Lexicon
from engines.spec.model import Reading
from engines.spec.titling import slug


def read_prose(text: str, lexicon: Lexicon, words: Words, *, name: str = "") -> Reading:
    """What stands behind an interface that is told in prose alone; every fact names the sentences that it came from."""
    derived = derive(text, English(lexicon))
    interface = load_interface(json.dumps(derived.document))
    understood = understand(interface, {}, English(lexicon), words)
    operations = []
    unbuilt: set[int] = set()
    for call, operation in zip(interface.calls, understood.service.operations, strict=True):
        sentences = derived.operations.get(f"{call.method} {interface.base}{call.path}".rstrip("/"), [])
        operations.append(_told(operation, sentences))
        if any(isinstance(step, NotBuilt) for step in operation.steps):
            unbuilt |= set(sentences)
    questions = (*(_left(left) for left in understood.left), *(_assumed(said) for said in derived.assumed))
    title = interface.title or name or "Service"
    spec = Spec(
        name=name or slug(title),
        title=title,
        summary=_summary(derived),
        kind="service",
        service=replace(understood.service, operations=tuple(operations)),
        sentences=tuple(_sentences(derived)),
        questions=questions,
    )
    return Reading(spec=spec, questions=questions)


def _sentences(derived: Derived) -> Iterable[Sentence]:
    for passage in derived.passages:
        status: SentenceStatus = "facts" if passage.number in derived.used else "context" if passage.kind == "heading" else "not_understood"
        yield Sentence(number=passage.number, text=re.sub(r"\s+", " ", passage.shown), status=status)


def _told(operation: Operation, sentences: list[int]) -> Operation:
    origin = Origin(sentences=tuple(sentences))
    steps = tuple(replace(step, origin=origin) if isinstance(step, NotBuilt) else step for step in operation.steps)
    return replace(operation, origin=origin, steps=steps)


def _summary(derived: Derived) -> str:
    said = next((p.shown for p in derived.passages if p.kind == "prose" and len(p.shown.split()) > 3), "")
    return re.sub(r"\s+", " ", said)[:200]


def _left(left: str) -> Question:
    return Question(text=f"The text does not tell {left}. What is meant?", suggestion="Leave it unbuilt.")


def _assumed(said: str) -> Question:
    """What the text leaves open, filled by the conventions of HTTP."""
    return Question(text=f"The text leaves open what is taken for granted: {said}. Is that meant?", suggestion="Yes.")
