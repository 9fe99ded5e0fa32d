"""Changes a service behind an interface: by another document, or by English that names its operations. Public.

What stands behind a document is inferred anew; what people changed in the specification since stays. Pure but for words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engines.kernel.errors import UserError
from engines.kernel.spec import Question, Spec
from engines.kernel.spec.origins import plain
from engines.kernel.spec.service import Service
from engines.spec.changing.model import ChangeReading
from engines.spec.changing.reconciling import Reconciling
from engines.spec.guard import checked_text, refusal
from engines.spec.interface.loading import load_interface
from engines.spec.interface.reading import read_interface
from engines.spec.interface.telling import mentions
from engines.spec.interface.words import load_words
from engines.spec.lexicon_files import load_lexicon

_NAMES_NOTHING = (
    "'{text}' names no operation of the document, such as 'POST /orders'. Name the one that shall do something else, give "
    "another document (ql change PROJECT --openapi FILE), or edit spec.yaml and run ql change PROJECT."
)
_SO_ALREADY = (
    "'{text}' changes nothing: it is so already, or it was not understood. Say in other words what the operation does, or "
    "edit spec.yaml and run ql change PROJECT."
)


def read_document_change(
    document: str, spec: Spec, *, text: str = "", answers: Mapping[str, str] | None = None
) -> ChangeReading:
    """The specification behind another document, and a text with it; UserError where it can't be read, or nothing changes."""
    if spec.service is None:
        raise UserError(f"'{spec.name}' stands behind no document", hint="Say in English what shall be different.")
    lexicon, words = load_lexicon(), load_words()
    told = _told(spec, spec.service)
    base = read_interface(spec.service.document, told, lexicon, words, name=spec.name).spec
    now = read_interface(document, "\n".join(filter(None, (told, text.strip()))), lexicon, words, name=spec.name).spec
    reconciling = Reconciling(base=_service(base), mine=spec.service, now=_service(now), answers=answers or {})
    service = reconciling.service()
    made = replace(
        now,
        title=now.title if spec.title == base.title else spec.title,
        summary=now.summary if spec.summary == base.summary else spec.summary,
        service=service,
    )
    return ChangeReading(spec=made, questions=tuple(reconciling.questions))


def read_service_change(text: str, spec: Spec, *, answers: Mapping[str, str] | None = None) -> ChangeReading:
    """The specification after English that names operations; a refusal says what to do where it names none."""
    if spec.service is None:
        raise UserError(f"'{spec.name}' stands behind no document", hint="Say in English what shall be different.")
    text = checked_text(text)
    if why := refusal(text, load_lexicon()):
        return ChangeReading(spec=spec, refusal=why)
    if not any(mentions(text, load_interface(spec.service.document))):
        return ChangeReading(spec=spec, refusal=_NAMES_NOTHING.format(text=text.strip()))
    found = read_document_change(spec.service.document, spec, text=text, answers=answers)
    if not found.questions and plain(found.spec.service) == plain(spec.service):
        asked = Question(text=_SO_ALREADY.format(text=text.strip()), suggestion="", blocking=True)
        return replace(found, questions=(asked,))
    return found


def _told(spec: Spec, service: Service) -> str:
    """The text that went with the document: what was said beside the sentence of each operation."""
    operations = {f"{each.method} {each.path}" for each in service.operations}
    return "\n".join(s.text for s in spec.sentences if s.text.partition(":")[0].strip() not in operations)


def _service(spec: Spec) -> Service:
    assert spec.service is not None  # noqa: S101 - reading an interface makes one
    return spec.service
