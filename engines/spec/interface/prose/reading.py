"""From prose that names operations to a specification: its document is derived, and what stands behind it inferred as ever."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from engines.kernel.spec import Origin, Question, Sentence, Spec
from engines.kernel.spec.facts import SentenceStatus
from engines.kernel.spec.service import NotBuilt, Operation
from engines.spec.english import English
from engines.spec.interface.loading import load_interface
from engines.spec.interface.plan import understand
from engines.spec.interface.prose import assuming
from engines.spec.interface.prose.deciding import operations_named
from engines.spec.interface.prose.deriving import Derived, derive
from engines.spec.interface.words import Words
from engines.spec.lexicon import Lexicon
from engines.spec.model import Reading
from engines.spec.titling import slug


def is_interface(text: str, answers: Mapping[str, str]) -> bool:
    """Whether a brief is read as an interface; a person may say that it is none."""
    named = operations_named(text)
    if not named:
        return False
    return not answers.get(assuming.service(named).text, "").strip().lower().startswith("n")


def read_prose(text: str, lexicon: Lexicon, words: Words, *, name: str = "", answers: Mapping[str, str]) -> Reading:
    """What stands behind an interface that is told in prose alone; every fact names the sentences that it came from.

    `answers`: a person's, by the question's text; what differs from what was suggested is read with the text.
    """
    derived = derive(text, English(lexicon))
    told = [q.says.format(answer=answers[q.text]) for q in derived.assumed if _differs(q, answers)]
    if told:
        derived = derive("\n\n".join([text.rstrip(), *told]), English(lexicon))
    interface = load_interface(json.dumps(derived.document))
    understood = understand(interface, {}, English(lexicon), words)
    operations = []
    for call, operation in zip(interface.calls, understood.service.operations, strict=True):
        key = f"{call.method} {interface.base}{call.path}"
        operations.append(_told(operation, derived.operations.get(key if call.path != "/" else key.rstrip("/"), [])))
    asked = (
        assuming.service(tuple(derived.operations)),
        *(
            Question(text=f"The text does not tell {left}. What is meant?", suggestion="Leave it unbuilt.")
            for left in understood.left
        ),
        *derived.assumed,
    )
    questions = tuple(question for question in asked if question.text not in answers)
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


def _differs(question: Question, answers: Mapping[str, str]) -> bool:
    given = answers.get(question.text, "").strip()
    return bool(question.says and given) and given.lower().rstrip(".") != question.suggestion.lower().rstrip(".")


def _sentences(derived: Derived) -> Iterable[Sentence]:
    for passage in derived.passages:
        known: SentenceStatus = "context" if passage.kind == "heading" else "not_understood"
        status: SentenceStatus = "facts" if passage.number in derived.used else known
        yield Sentence(number=passage.number, text=re.sub(r"\s+", " ", passage.shown), status=status)


def _told(operation: Operation, sentences: list[int]) -> Operation:
    origin = Origin(sentences=tuple(sentences))
    steps = tuple(replace(step, origin=origin) if isinstance(step, NotBuilt) else step for step in operation.steps)
    return replace(operation, origin=origin, steps=steps)


def _summary(derived: Derived) -> str:
    said = next((p.shown for p in derived.passages if p.kind == "prose" and len(p.shown.split()) > 3), "")
    return re.sub(r"\s+", " ", said)[:200]
