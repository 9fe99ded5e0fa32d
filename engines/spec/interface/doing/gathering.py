"""Operations that list each value that records have in a member once: /tags, /categories, with how often they stand."""

from __future__ import annotations

from engines.kernel.spec.service import Answer, ServiceStep
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import listed
from engines.spec.interface.model import Call, Schema, snake
from engines.spec.interface.places import Place
from engines.spec.interface.reaching import reach
from engines.spec.interface.replies import Scene, answer
from engines.spec.interface.schemas import is_object, properties, types

_VALUE = ("name", "value", "label", "slug", "id", "title")
_TIMES = ("count", "total", "uses", "usage", "times", "articles", "posts", "number")


def gather(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """GET of all values of a member, each once, in order of the alphabet or of how often they stand."""
    reply = call.success
    if call.method != "GET" or reply is None or reply.json is None or not place.tail or study.at(call.path):
        return None
    word, shown = study.english.singular(place.word), listed(reply.json, study.words)
    way = reach(call, place, study)
    if way is None or not shown:
        return None
    for draft in study.drafts:
        for name, field in draft.fields.items():
            if field.made or field.type not in ("json", "text") or not _names(name, word, study):
                continue
            within = "".join(f", {link.name}={link.to}" for link in draft.links.values() if link.to in way.records)
            rows = f"rows({draft.name}{within})"
            each = f"for {draft.name} in {rows}"
            values = f"{{one {each} for one in {draft.name}.{name} or []}}"
            if field.type == "text":
                values = f"{{{draft.name}.{name} {each} if {draft.name}.{name}}}"
            match = f"{name}__has" if field.type == "json" else name
            times = f"count({draft.name}, {match}=one{within})"
            return _answered(call, way.steps, values, times, shown, word, draft, study)
    return None


def _answered(
    call: Call, steps: list[ServiceStep], values: str, times: str, shown: Schema, word: str, draft: Draft, study: Study
) -> list[ServiceStep] | None:
    often = any(
        said in study.said(call) for said in ("most used", "most often", "most frequent", "popular", "by count")
    )
    each = f"sorted({values})"
    if often:
        each = f"sorted({each}, key=lambda one: {times}, reverse=True)"
    entries = [f'"{name}": {term}' for name, term in _members(shown, word, times, draft)]
    one = each if types(shown) & {"string"} else f"[{{{', '.join(entries)}}} for one in {each}]" if entries else ""
    if not one or (is_object(shown) and len(entries) < len(properties(shown))):
        return None
    scene = Scene(study, call, told={})
    scene.whole = one
    done = answer(scene)
    return [*steps, done] if isinstance(done, Answer) else None


def _members(shown: Schema, word: str, times: str, draft: Draft) -> list[tuple[str, str]]:
    found = []
    for name, schema in properties(shown).items():
        if "string" in types(schema) and (snake(name) in _VALUE or snake(name) == word):
            found.append((name, "one"))
        elif "integer" in types(schema) and (
            snake(name) in _TIMES or snake(name) in (draft.plural, f"{draft.name}_count", f"{draft.plural}_count")
        ):
            found.append((name, times))
    return found


def _names(name: str, word: str, study: Study) -> bool:
    return name in (word, study.english.plural_name(word), f"{word}_list", f"{word}_names")
