"""Operations on the checksum of a file that is kept: told, or compared with one that the caller has."""

from __future__ import annotations

import re

from engines.kernel.spec.service import Answer, ServiceStep, Set
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import body_members, core
from engines.spec.interface.model import Call, snake
from engines.spec.interface.places import Place
from engines.spec.interface.reaching import Way, reach
from engines.spec.interface.replies import Scene, answer
from engines.spec.interface.schemas import properties, types

_ALGORITHMS = ("md5", "sha1", "sha224", "sha384", "sha512", "sha256", "crc32", "blake2b")
_OUTCOMES = ("matches", "match", "valid", "verified", "ok", "equal", "intact", "correct", "same", "result")


def told_sum(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """GET of a file's checksum."""
    found = _file(call, place, study)
    reply = call.success
    if call.method != "GET" or found is None or reply is None or reply.json is None or not place.tail:
        return None
    way, draft, content = found
    shown = {snake(name): schema for name, schema in properties(core(reply.json, study.words)).items()}
    sums = [word for word, schema in shown.items() if study.words.is_a("file_sum", word) and "const" not in schema]
    if len(sums) != 1 or place.word not in ("checksum", "hash", "digest", "sum", "fingerprint", sums[0]):
        return None
    done = answer(Scene(study, call, way.records, told={sums[0]: _sum(content, call, study)}, subject=draft))
    return [*way.steps, done] if isinstance(done, Answer) else None


def verify_sum(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """POST of a checksum: whether a file has it."""
    found = _file(call, place, study)
    reply = call.success
    given = [term for word, (term, _) in body_members(call).items() if study.words.is_a("file_sum", word)]
    if call.method != "POST" or found is None or reply is None or reply.json is None or len(given) != 1:
        return None
    way, _, content = found
    shown = properties(core(reply.json, study.words))
    truths = [name for name, schema in shown.items() if types(schema) == {"boolean"} and snake(name) in _OUTCOMES]
    if len(truths) != 1:
        return None
    same = Set(name="fits_sum", to=f"same(lower({given[0]}), {_sum(content, call, study)})")
    done = answer(Scene(study, call, told={snake(truths[0]): "fits_sum"}))
    return [*way.steps, same, done] if isinstance(done, Answer) else None


def _file(call: Call, place: Place, study: Study) -> tuple[Way, Draft, str] | None:
    """The record that the path passes, and its bytes."""
    way = reach(call, place, study) if place.passed and place.tail else None
    draft = way.last if way else None
    kept = next((f.name for f in draft.fields.values() if f.type == "bytes"), "") if draft else ""
    return (way, draft, f"{draft.name}.{kept}") if way and draft and kept else None


def _sum(content: str, call: Call, study: Study) -> str:
    """The sum of bytes by the algorithm that the document names; SHA-256 where it names none."""
    said = re.sub(r"[-\s]", "", f"{study.said(call)} {call.path} {call.success}".lower())
    named = next((algorithm for algorithm in _ALGORITHMS if algorithm in said), "sha256")
    return f"digest({content})" if named == "sha256" else f"hashed({named!r}, {content})"
