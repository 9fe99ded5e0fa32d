"""From an OpenAPI document, and a text that goes with it, to a specification. Called by the room's service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engines.kernel.spec import Origin, Question, Sentence, Spec
from engines.kernel.spec.service import NotBuilt, Operation
from engines.spec.document import statements
from engines.spec.english import English
from engines.spec.interface.loading import load_interface
from engines.spec.interface.model import Call, Interface
from engines.spec.interface.plan import understand
from engines.spec.interface.telling import mentions, told
from engines.spec.interface.words import Words
from engines.spec.lexicon import Lexicon
from engines.spec.model import Reading, Statement
from engines.spec.titling import slug


def read_interface(document: str, brief: str, lexicon: Lexicon, words: Words, *, name: str = "") -> Reading:
    """What stands behind an interface. Each operation is a sentence of its own, after those of the brief."""
    interface = load_interface(document)
    understood = understand(interface, told(brief, interface), English(lexicon), words)
    said = statements(brief, lexicon) if brief.strip() else ()
    sources = _sources(said, interface)
    sentences = [Sentence(number=s.number, text=s.original or s.text, status="not_understood") for s in said]
    operations = []
    for number, (call, operation) in enumerate(
        zip(interface.calls, understood.service.operations, strict=True), len(said) + 1
    ):
        sentences.append(Sentence(number=number, text=_sentence(call), status="facts"))
        operations.append(_told(operation, (*sources[call.key], number)))
    used = {number for numbers in sources.values() for number in numbers}
    sentences = [replace(s, status="facts") if s.number in used else s for s in sentences]
    title = interface.title or name or "Service"
    questions = tuple(_question(left) for left in understood.left)
    spec = Spec(
        name=name or slug(title),
        title=title,
        summary=interface.description.partition("\n")[0][:200],
        kind="service",
        service=replace(understood.service, operations=tuple(operations)),
        sentences=tuple(sentences),
        questions=questions,
    )
    return Reading(spec=spec, questions=questions)


def _sources(said: Sequence[Statement], interface: Interface) -> dict[str, list[int]]:
    """The statements that name each operation, by its key."""
    found: dict[str, list[int]] = {call.key: [] for call in interface.calls}
    for statement in said:
        for key in {
            key for mention in mentions(statement.original or statement.text, interface) for key in mention.keys
        }:
            found[key].append(statement.number)
    return found


def _sentence(call: Call) -> str:
    return f"{call.key}: {call.words.splitlines()[0]}" if call.words else call.key


def _told(operation: Operation, sentences: tuple[int, ...]) -> Operation:
    origin = Origin(sentences=sentences)
    steps = tuple(replace(step, origin=origin) if isinstance(step, NotBuilt) else step for step in operation.steps)
    return replace(operation, origin=origin, steps=steps)


def _question(left: str) -> Question:
    """What was left open; without an answer it is not built."""
    return Question(text=f"The document does not tell {left}. What is meant?", suggestion="Leave it unbuilt.")
